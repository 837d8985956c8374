import { get, isObject, type JsonObject } from '../../json';
import type { Form } from './form';
import { askedBy, messagesIn } from './messages';

/**
 * Langfuse's dataset items (`input`, `expectedOutput`) and traces (`input`, `output`). What a trace holds is what a model
 * once said and no truth: a judge compares with it, never the letter.
 */
export const langfuse: Form = {
	name: 'Langfuse',
	ofRow(row) {
		if (!('input' in row)) return undefined;
		if ('expectedOutput' in row) {
			const { input, expectedOutput, metadata, id, ...rest } = row;
			return { values: { id, tags: get(metadata, 'tags') ?? get(rest, 'datasetName'), ...asked(input), ...answered(expectedOutput) } };
		}
		const isTrace =
			'output' in row && ['observations', 'traceId', 'projectId', 'sessionId', 'latency', 'release'].some((name) => name in row);
		if (!isTrace) return undefined;
		return { values: { id: row.id, tags: row.tags, ...asked(row.input), answer: outputText(row.output), answerType: 'judge' } };
	},
};

function asked(input: unknown): JsonObject {
	const messages = messagesIn(input) ?? messagesIn(get(input, 'messages'));
	if (messages) return askedBy(messages);
	if (!isObject(input)) return { prompt: input };
	const texts = Object.entries(input).filter(([, value]) => typeof value === 'string');
	// One text is the prompt whatever it is called; of several the names of columns decide.
	const [only] = texts;
	return texts.length === 1 && only ? { prompt: only[1] } : input;
}

function answered(expected: unknown): JsonObject {
	if (!isObject(expected)) return { answer: expected };
	const values = Object.values(expected);
	const [only] = values;
	return values.length === 1 && typeof only !== 'object' ? { answer: only } : { answer: JSON.stringify(expected), answerType: 'json' };
}

function outputText(output: unknown): unknown {
	const content = get(output, 'content') ?? messagesIn(get(output, 'messages'))?.at(-1)?.content;
	return typeof content === 'string' ? content : isObject(output) ? JSON.stringify(output) : output;
}
