import { asList, asText, at, get, isObject } from '../json';
import { isPure, type Values } from './evaluator';
import { itemsIn, type Execution, type Run, type WorkflowNode } from './execution';
import { historiesOf } from './memory';
import type { Piece } from './promptText';
import { kindOf, subNodesOf } from './subNodes';

/** What a node sends for one item, as far as its parameters tell. Read in the nodes of n8n 2.40.7. */
export interface Shape {
	pieces: readonly Piece[];
	/** Turns with tools may follow. */
	openEnded: boolean;
	/** Why a request of this shape is not equal to what the host received; empty: it is. */
	why: readonly string[];
}

export interface Asked {
	execution: Execution;
	root: WorkflowNode;
	rootRun: Run | undefined;
	values: Values;
	itemIndex: number;
}

/** Shapes that a root node's request may have for an item; none: its prompt is not known. */
export function shapesOf(asked: Asked): Shape[] {
	const { root } = asked;
	const value = (parameter: unknown) => textAt(asked, parameter);
	const { parameters } = root;
	switch (kindOf(root)) {
		case 'chainLlm':
			return chain(asked);
		case 'agent':
			return agent(asked);
		case 'textClassifier':
		case 'sentimentAnalysis':
			return [plain([{ role: 'system' }, known('user', value(parameters.inputText))])];
		case 'informationExtractor':
			return [plain([{ role: 'system' }, known('user', value(parameters.text))])];
		case 'chainSummarization':
			return [plain([{ role: 'user' }])];
		default:
			return [];
	}
}

const plain = (pieces: Piece[]): Shape => ({ pieces, openEnded: false, why: [] });
const known = (role: Piece['role'], text: string | undefined): Piece => (text === undefined ? { role } : { role, text });

/** A text that says something else today is not known: then the shape of the prompt alone decides. */
function textAt({ values, root, rootRun, itemIndex }: Asked, parameter: unknown): string | undefined {
	if (!isPure(parameter)) return undefined;
	return asText(values.valueOf(parameter, { node: root.name, runIndex: rootRun?.index ?? 0, itemIndex }));
}

/** The user's text: defined, or what a chat trigger put into the item. */
function questionOf(asked: Asked): string | undefined {
	const { promptType, text, prompt } = asked.root.parameters;
	if (promptType === 'auto' || (promptType === undefined && text === undefined && prompt === undefined))
		return asText(at(inputItem(asked), 'json.chatInput'));
	if (promptType === 'guardrails') return undefined;
	return textAt(asked, text ?? prompt);
}

const inputItem = ({ execution, rootRun, itemIndex }: Asked): unknown => itemsIn(execution, rootRun)[itemIndex];

const roleOfTemplate: Record<string, Piece['role']> = {
	SystemMessagePromptTemplate: 'system',
	HumanMessagePromptTemplate: 'user',
	AIMessagePromptTemplate: 'assistant',
};

function chain(asked: Asked): Shape[] {
	const { execution, root } = asked;
	const rows = asList(at(root.parameters, 'messages.messageValues'));
	if (rows.some((row) => /^image/.test(asText(get(row, 'messageType')) ?? ''))) return [];
	const before = rows.map((row): Piece => {
		const message = get(row, 'message') ?? '';
		return known(roleOfTemplate[asText(get(row, 'type')) ?? 'SystemMessagePromptTemplate'] ?? 'system', textAt(asked, message));
	});
	const question = questionOf(asked);
	// What a parser wants is written behind the question.
	const parses = subNodesOf(execution, root.name, 'ai_outputParser').length > 0;
	const last: Piece = parses
		? { role: 'user', ...(question === undefined ? {} : { startsWith: `${question}\n` }) }
		: known('user', question);
	return [plain([...before, last])];
}

const defaultSystem = 'You are a helpful assistant';
const callsTools = 'the tools that it was offered are rebuilt from the workflow';

function agent(asked: Asked): Shape[] {
	const { execution, root } = asked;
	const { typeVersion, parameters } = root;
	const oldKind = typeVersion < 2 && !isToolsAgent(root);
	const parser = subNodesOf(execution, root.name, 'ai_outputParser').length > 0;
	const tools = parser || subNodesOf(execution, root.name, 'ai_tool').length > 0;
	const system = systemOf(asked, parser);
	const question = oldKind ? { role: 'user' as const } : known('user', questionOf(asked));
	const files: Piece[][] = isObject(get(inputItem(asked), 'binary')) ? [[{ role: 'user' }], []] : [[]];
	const why = [
		...(tools ? [callsTools] : []),
		...(oldKind ? [`an agent of the kind ${asText(parameters.agent) ?? 'conversationalAgent'} writes its tools into the prompt`] : []),
	];
	return historiesOf(execution, root).flatMap((history) =>
		files.map((file) => ({
			pieces: [...system, ...history, question, ...file],
			openEnded: tools,
			why: file.length > 0 ? [...why, withFiles] : why,
		})),
	);
}

const withFiles = 'files came with the question';

const isToolsAgent = ({ typeVersion, parameters }: WorkflowNode) =>
	(asText(parameters.agent) ?? (typeVersion >= 1.7 ? 'toolsAgent' : 'conversationalAgent')) === 'toolsAgent';

function systemOf(asked: Asked, parser: boolean): Piece[] {
	const { root } = asked;
	const given = at(root.parameters, 'options.systemMessage');
	if (given !== undefined && given !== '') {
		const text = textAt(asked, given);
		if (text === '') return parser ? [{ role: 'system' }] : [];
		return [parser ? { role: 'system', ...(text === undefined ? {} : { startsWith: `${text}\n\n` }) } : known('system', text)];
	}
	const byDefault = given === undefined && root.typeVersion < 1.9;
	if (byDefault && isToolsAgent(root))
		return [parser ? { role: 'system', startsWith: `${defaultSystem}\n\n` } : { role: 'system', text: defaultSystem }];
	return parser || byDefault ? [{ role: 'system' }] : [];
}
