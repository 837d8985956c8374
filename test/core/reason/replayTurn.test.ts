import { describe, expect, test } from 'vitest';
import { hosts, unknownHost } from '../../../core/catalogue/hosts';
import { findHostById } from '../../../core/catalogue/lookup';
import { replayTurn } from '../../../core/reason/replayTurn';
import { mergeDetails } from '../../../core/reason/trace/mergeDetails';
import type { ReasonMessage } from '../../../core/reason';

const call = { id: 'c', type: 'function', function: { name: 'f', arguments: '{}' } };
const details = [{ type: 'reasoning.text', text: 'Hm.', signature: 's' }];
const turn = (more: object = {}): ReasonMessage => ({ role: 'assistant', content: '', thinking: 'Hm.', tool_calls: [call], ...more });
const back = (hostId: string, message: ReasonMessage, { model = 'm', hasTools = true, last = 'Earlier.' } = {}) =>
	replayTurn(message, { host: findHostById(hostId) ?? unknownHost, model, hasTools }, last);
const from = (host: string, traceField?: string, model = 'm') => ({ origin: { host, model, traceField } });
const bare = { role: 'assistant', content: '', tool_calls: [call] };

describe('an earlier answer goes back', () => {
	test.each([
		['deepseek', turn(), { ...bare, reasoning_content: 'Hm.' }],
		['deepseek', turn({ thinking: '' }), { ...bare, reasoning_content: 'Earlier.' }],
		['deepseek', { role: 'assistant', content: 'Yes' }, { role: 'assistant', content: 'Yes', reasoning_content: '' }],
		['moonshot', turn({ thinking: '' }), { ...bare, reasoning_content: 'Earlier.' }],
		['zai', turn({ thinking: '' }), bare],
		['sglang', turn(), { ...bare, reasoning_content: 'Hm.' }],
		['vllm', turn(), { ...bare, reasoning: 'Hm.' }],
		['ollama', turn(), { ...bare, reasoning: 'Hm.' }],
		['openrouter', turn({ reasoning_details: details }), { ...bare, reasoning_details: details }],
		['openrouter', turn({ reasoning_details: details, ...from('openrouter', 'reasoning', 'another') }), { ...bare, reasoning: 'Hm.' }],
		['minimax', turn({ reasoning_details: details }), { ...bare, reasoning_details: details }],
		['openai', turn(from('openai')), bare],
		['unknown', turn(from('unknown', 'reasoning_text')), { ...bare, reasoning_text: 'Hm.' }],
		['unknown', turn(from('deepseek', 'reasoning_content')), bare],
		['unknown', turn(), bare],
		['lm-studio', turn(from('lm-studio', 'reasoning_content')), bare],
	] as [string, ReasonMessage, object][])('to %s: %j', (hostId, message, wanted) => {
		expect(back(hostId, message)).toEqual(wanted);
	});

	test('without tools only where the host wants it always', () => {
		expect(back('deepseek', turn(), { hasTools: false })).toEqual(bare);
		expect(back('vllm', turn(), { hasTools: false })).toEqual({ ...bare, reasoning: 'Hm.' });
	});

	test("Gemini's own signature stays, another model's call gets the word for it", () => {
		const signature = (value: string) => ({ extra_content: { google: { thought_signature: value } } });
		const own = turn({ tool_calls: [{ ...call, ...signature('own') }], ...from('google') });
		expect(back('google', own).tool_calls).toEqual([{ ...call, ...signature('own') }]);
		const others = turn({ tool_calls: [call, { ...call, id: 'd' }], ...from('deepseek') });
		expect(back('google', others).tool_calls).toEqual([
			{ ...call, ...signature('skip_thought_signature_validator') },
			{ ...call, id: 'd' },
		]);
		expect(back('deepseek', own).tool_calls).toEqual([call]);
	});

	test('by a row that says where it was read', () => {
		for (const { id, replay, source } of hosts) expect(replay.source ?? source, id).toMatch(/\S/);
	});
});

describe('pieces of details', () => {
	const piece = (text: string, more: object = {}) => ({ type: 'reasoning.text', text, index: 0, ...more });

	test.each([
		[
			'new text each time',
			[piece('I '), piece('see.'), { type: 'reasoning.text', index: 0, signature: 's' }],
			[piece('I see.', { signature: 's' })],
		],
		['all text each time', [piece('I'), piece('I see'), piece('I see.')], [piece('I see.')]],
		['several in order', [piece('a'), { type: 'reasoning.encrypted', data: 'x', index: 1 }, piece('b', { index: 2 })], undefined],
		[
			'without numbers',
			[
				{ type: 'reasoning.text', text: 'a' },
				{ type: 'reasoning.text', text: 'b' },
			],
			undefined,
		],
	])('%s', (_, pieces, wanted) => {
		expect(mergeDetails(pieces)).toEqual(wanted ?? pieces);
	});
});
