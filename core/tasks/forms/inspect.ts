import { asList, at, get, isObject } from '../../json';
import type { Form } from './form';
import { askedBy, messagesIn } from './messages';

/** Logs of Inspect (`inspect log dump`): the samples of a run, those that were repeated once. */
export const inspect: Form = {
	name: 'Inspect',
	ofDocument(document) {
		const samples = get(document, 'samples');
		if (!isObject(get(document, 'eval'))) return undefined;
		if (!Array.isArray(samples))
			return { rows: [], problems: [{ reason: 'is the head of an Inspect log without its samples: dump the whole log' }] };
		const read: ReturnType<NonNullable<Form['ofDocument']>> = { rows: [], problems: [] };
		for (const [index, sample] of samples.entries()) {
			const epoch = get(sample, 'epoch');
			if (typeof epoch === 'number' && epoch > 1) continue;
			try {
				const input = get(sample, 'input');
				const messages = messagesIn(input);
				read.rows.push({
					line: index + 1,
					values: {
						id: get(sample, 'id'),
						...(messages ? askedBy(messages) : { prompt: input }),
						answer: get(sample, 'target'),
						choices: asList(get(sample, 'choices')),
						tags: at(document, 'eval.task'),
					},
				});
			} catch (error) {
				read.problems.push({ line: index + 1, reason: error instanceof Error ? error.message : String(error) });
			}
		}
		return read;
	},
};
