import { isObject, type JsonObject } from '../json';

/** The n8n node that an item comes from, as far as it matters for what its counts cover. */
export interface SourceNode {
	/** Such as `@n8n/n8n-nodes-langchain.agent`. */
	type: string;
	version?: number;
	/** Whether tools are connected to it, or the model's own tools are on: it may have called the model several times. */
	tools?: boolean;
}

const onModel = 'Use R1 Chat Model with Budgets as its model: it settles every call by itself';
const simplify = 'Switch off "Simplify Output" in the node that called the model, so that its item carries the usage';

/** Nodes of n8n that call a model several times for one item and put out the last answer only. Read in n8n 2.40.7. */
const lastTurnOnly = /^(@n8n\/n8n-nodes-langchain\.)?(openAi|anthropic|googleGemini|alibabaCloud|miniMax|minimax|moonshot|ollama)$/i;
const agent = /^(@n8n\/n8n-nodes-langchain\.)?agent(Tool)?$/i;
const chain =
	/^(@n8n\/n8n-nodes-langchain\.)?(chainLlm|chainRetrievalQa|chainSummarization|informationExtractor|textClassifier|sentimentAnalysis|guardrails)$/i;

/** Nodes that put out what a model wrote: the nearest of them before Cost Guard is the one that the counts are from. */
export const callsModels = (type: string): boolean =>
	[lastTurnOnly, agent, chain].some((kind) => kind.test(type)) || /\.(r1Reason|httpRequest)$/i.test(type);

/** Why the counts of an item of this node are not what its calls cost; nothing where they are. */
export function gapOfNode({ type, version, tools }: SourceNode): string | undefined {
	const named = `${type.split('.').at(-1)}${version === undefined ? '' : ` ${version}`}`;
	if (agent.test(type)) return `An AI Agent (${named}) does not put the usage of all of its calls on its item. ${onModel}`;
	if (chain.test(type)) return `A chain (${named}) does not put the usage of its calls on its item. ${onModel}`;
	if (lastTurnOnly.test(type) && tools)
		return `The node (${named}) calls the model once for each turn with a tool and gives the usage of the last turn only. Use the AI Agent with R1 Chat Model and Budgets instead`;
	return undefined;
}

/** The same, told by the form of the item alone. */
export function gapOfShape(item: JsonObject): string | undefined {
	if ('intermediateSteps' in item) return `An AI Agent's steps leave out its last call. ${onModel}`;
	return undefined;
}

/** What to do about an item without counts. */
export function adviceFor(item: JsonObject): string {
	if (isSimplified(item)) return `The item holds no token counts. ${simplify}`;
	const keys = Object.keys(item);
	if (keys.length > 0 && keys.every((key) => key === 'output' || key === 'text' || key === 'budget'))
		return `The item holds no token counts, as agents and chains give none. ${onModel}`;
	return `The item holds no token counts. ${simplify}, or use R1 Reason`;
}

/** OpenAI's choices and Responses messages, Anthropic's content, Gemini's candidate, each without what was around it. */
const isSimplified = ({ message, finish_reason: reason, content, output, finishReason }: JsonObject): boolean =>
	(isObject(message) && reason !== undefined) ||
	(Array.isArray(output) && output.some(isObject)) ||
	(Array.isArray(content) && content.some(isObject)) ||
	(isObject(content) && finishReason !== undefined) ||
	(isObject(content) && Array.isArray(content.parts));
