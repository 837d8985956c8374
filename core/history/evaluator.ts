import type { Execution } from './execution';

/** Evaluates n8n's expressions over recorded data. The core has none of its own: n8n's is the only one that is right. */
export interface Evaluator {
	/** Called once for an execution, however many values are asked for. */
	open(execution: Execution): Values;
}

export interface Values {
	/** What a node's parameter was for an item; undefined where it can't be said. Never throws. */
	valueOf(parameter: unknown, place: Place): unknown;
}

export interface Place {
	node: string;
	runIndex: number;
	itemIndex: number;
}

/** Without n8n's own package only what is no expression has a value. */
export const constantsOnly: Evaluator = {
	open: () => ({ valueOf: (parameter) => (hasExpression(parameter) ? undefined : parameter) }),
};

/** Whether a parameter holds an expression at any depth. */
export function hasExpression(parameter: unknown): boolean {
	if (typeof parameter === 'string') return parameter.startsWith('=');
	if (typeof parameter !== 'object' || parameter === null) return false;
	return Object.values(parameter).some(hasExpression);
}

/** What gives another value today than it gave then, or another one on this machine. */
const impure =
	/\$(?:now|today|vars|env|secrets|fromAI|parameter|rawParameter|resumeWebhookUrl|getWorkflowStaticData|agentInfo|tool|response|request|pageCount|ai|nodeId|nodeVersion|webhookId|input\.params|input\.context)\b|\$execution\.(?!id\b|mode\b)|\$workflow\.(?!id\b|name\b)|\bDate\b|\bDateTime\b|\bDuration\b|\bInterval\b|\bLocale\b|toLocale\w*|\btoDateTime\b|\btoDate\b|\.(?:diffTo(?:Now)?|isInLast|extract|beginningOf|endOfMonth|format|plus|minus|toRelative|setZone|randomItem|isBetween)\(|\brandom\b|\bcrypto\b|\buuid\b|\$(?:node|items)?[^\s]*\.(?:params|context)\b|\$binary\b/i;

/** Whether an expression says the same whenever and wherever it is evaluated. Too strict rather than too trusting. */
export function isPure(parameter: unknown): boolean {
	if (typeof parameter === 'string') return !parameter.startsWith('=') || !impure.test(codeIn(parameter));
	if (typeof parameter !== 'object' || parameter === null) return true;
	return Object.values(parameter).every(isPure);
}

/** The code in double braces alone: a prompt may well say "date" in its own words. */
const codeIn = (template: string): string => [...template.matchAll(/\{\{([\s\S]*?)\}\}/g)].map(([, code]) => code).join('\n');
