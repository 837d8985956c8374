import type { ReasonError, ReasonResult } from '../../../../core/reason';
import type { Expectation } from './case';

/** What came of a call. */
export interface CallEnd {
	result?: ReasonResult;
	error?: ReasonError;
	/** All that was told as answer while it streamed. */
	toldAnswer: string;
	ms: number;
}

const countNames = {
	input: 'inputTokens',
	cached: 'cachedTokens',
	output: 'outputTokens',
	reasoning: 'reasoningTokens',
	cacheWrite: 'cacheWriteTokens',
} as const;

/** What of an expectation does not hold; empty when all does. */
export function whatIsWrong({ anyOf, ...wanted }: Expectation, outcome: CallEnd): string[] {
	if (anyOf) {
		const tries = anyOf.map((one) => whatIsWrong({ ...wanted, ...one }, outcome));
		return tries.some((wrong) => wrong.length === 0) ? [] : tries.map((wrong) => wrong.join(', '));
	}
	const { result, error, ms } = outcome;
	const wrong = error ? withError(wanted, error) : result ? withResult(wanted, result, outcome.toldAnswer) : ['nothing came'];
	if (wanted.minMs !== undefined && ms < wanted.minMs) wrong.push(`only ${ms} ms`);
	return wrong;
}

function withError(wanted: Expectation, error: ReasonError): string[] {
	const text = `${error.message} ${error.description}`;
	const wrong: string[] = [];
	if (!wanted.error) wrong.push(`error ${error.kind}: ${text}`);
	else if (wanted.error !== 'any' && !wanted.error.split('|').includes(error.kind)) wrong.push(`kind ${error.kind}: ${text}`);
	for (const word of wanted.errorSays ?? [])
		if (!text.toLowerCase().includes(word.toLowerCase())) wrong.push(`does not say ${word}: ${text}`);
	if (wanted.attempts !== undefined && error.attempts.length !== wanted.attempts) wrong.push(`${error.attempts.length} attempts`);
	return wrong;
}

function withResult(wanted: Expectation, result: ReasonResult, toldAnswer: string): string[] {
	const { answer, thinking, toolCalls = [], notes, usage } = result;
	const wrong: string[] = [];
	const check = (holds: boolean, what: string) => void (holds || wrong.push(what));
	if (wanted.error) wrong.push(`no error, but ${JSON.stringify(answer)}`);
	if (wanted.answer !== undefined) check(answer.trim() === wanted.answer.trim(), `answer ${JSON.stringify(answer)}`);
	if (wanted.thinking !== undefined) check(thinking.trim() === wanted.thinking.trim(), `thinking ${JSON.stringify(thinking)}`);
	for (const text of wanted.answerHas ?? []) check(answer.includes(text), `answer lacks ${text}`);
	for (const text of wanted.answerLacks ?? []) check(!answer.includes(text), `answer has ${text}`);
	for (const text of wanted.thinkingHas ?? []) check(thinking.includes(text), `thinking lacks ${text}`);
	for (const text of wanted.thinkingLacks ?? []) check(!thinking.includes(text), `thinking has ${text}`);
	for (const text of wanted.deltaAnswerLacks ?? []) check(!toldAnswer.includes(text), `told as answer: ${text}`);
	if (wanted.usage === 'unknown') check(usage === 'unknown', `usage ${JSON.stringify(usage)}`);
	else if (wanted.usage) {
		const given = usage === 'unknown' ? {} : usage;
		for (const [name, count] of Object.entries(wanted.usage)) {
			check(Reflect.get(given, countNames[name as keyof typeof countNames]) === count, `usage ${JSON.stringify(usage)}`);
		}
	}
	if (wanted.cost !== undefined) check(result.costUsd === wanted.cost, `cost ${result.costUsd}`);
	if (wanted.finishReason) check(wanted.finishReason.split('|').includes(result.finishReason), `finish reason ${result.finishReason}`);
	if (wanted.data !== undefined) check(JSON.stringify(result.data) === JSON.stringify(wanted.data), `data ${JSON.stringify(result.data)}`);
	if (wanted.toolCalls) {
		const calls = toolCalls.map((call) => [call.name, plain(call.arguments)]);
		check(
			JSON.stringify(calls) === JSON.stringify(wanted.toolCalls.map(([name, json]) => [name, plain(json)])),
			`calls ${JSON.stringify(toolCalls)}`,
		);
	}
	if (wanted.toolIds) {
		const ids = toolCalls.map(({ id }) => id);
		check(ids.every(Boolean) && new Set(ids).size === ids.length, `ids ${ids.join()}`);
	}
	for (const word of wanted.notesSay ?? [])
		check(
			notes.some((note) => note.toLowerCase().includes(word.toLowerCase())),
			`no note: ${word}`,
		);
	if (wanted.notes === 'some') check(notes.length > 0, 'no note');
	for (const text of wanted.messageHas ?? []) check(JSON.stringify(result.message).includes(text), `message lacks ${text}`);
	if (wanted.attempts !== undefined) check(result.attempts.length === wanted.attempts, `${result.attempts.length} attempts`);
	return wrong;
}

const plain = (json: string): string => {
	try {
		return JSON.stringify(JSON.parse(json));
	} catch {
		return json;
	}
};
