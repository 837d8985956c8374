import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markSelfCorrections } from '../../../core/report/html/markSelfCorrections';

const turnsIn = (trace: string) =>
	markSelfCorrections(trace)
		.filter(({ turn }) => turn)
		.map(({ text }) => text);

describe('self-corrections in a trace', () => {
	test.each([
		{ name: 'Wait at the beginning of a sentence', trace: 'It is 4. Wait, no.', turns: ['Wait'] },
		{ name: 'wait as a verb is none', trace: 'They wait for the bus. People actually wait.', turns: [] },
		{ name: 'a new line begins a thought', trace: 'a\nHmm, so\nbut wait, it is 5', turns: ['Hmm', 'but wait'] },
		{
			name: 'checking again',
			trace: 'So 12. Let me double-check. Let me recalculate: 13.',
			turns: ['Let me double-check', 'Let me recalculate'],
		},
		{ name: 'letting someone in is none', trace: 'Let me see. Let me in.', turns: [] },
		{ name: 'Chinese', trace: '答案是3。等等,不对,应该是4。让我重新计算。', turns: ['等等', '不对', '让我重新'] },
		{ name: 'Chinese words inside a sentence are none', trace: '这两边不对称。', turns: [] },
		{ name: 'an empty trace', trace: '', turns: [] },
	])('$name', ({ trace, turns }) => {
		expect(turnsIn(trace)).toEqual(turns);
	});

	test('no letter of a trace is lost', () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom('Wait', ' wait', '等等', '\n', '. ', 'a', 'Hmm', '不对', ',')), (parts) => {
				const trace = parts.join('');
				expect(
					markSelfCorrections(trace)
						.map(({ text }) => text)
						.join(''),
				).toBe(trace);
			}),
		);
	});
});
