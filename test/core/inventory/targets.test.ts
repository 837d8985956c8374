import { expect, test } from 'vitest';
import { findModelReferences } from '../../../core/inventory/findModelReferences';
import { priceClassOf } from '../../../core/inventory/priceClass';
import { readTargets } from '../../../core/inventory/targets';
import { parseParameters } from '../../../core/checks/inventory/parameters';

const langchain = '@n8n/n8n-nodes-langchain';
const at = new Date('2026-11-28T12:00:00Z');
const model = (name: string, type = 'lmChatOpenAi') => ({
	name: `${type} ${name}`,
	type: `${langchain}.${type}`,
	parameters: { model: name },
});

test.each([
	['gpt-4o-mini', 'small'],
	['gpt-4.1-nano', 'small'],
	['gemini-2.0-flash-lite', 'small'],
	['claude-3-5-haiku-20241022', 'small'],
	['claude-3-opus-20240229', 'large'],
	['o1', 'large'],
	['gpt-4o', 'medium'],
	['a-name-that-nobody-knows', 'medium'],
])('%s is %s', (name, expected) => {
	expect(priceClassOf(name)).toBe(expected);
});

test('the first rule that fits counts, and the target takes the rest', () => {
	const targets = readTargets({
		'provider:anthropic': 'claude-opus-5-5',
		'class:small': 'gpt-6-luna',
		'tag:lab, kind:chat': 'qwen3 @ http://vllm:8000/v1',
	});
	const found = (name: string, type?: string, tags: unknown[] = []) =>
		findModelReferences({ nodes: [model(name, type)], tags, connections: {} }, { at, targets, target: undefined })[0].replacement;
	expect(found('claude-3-haiku-20240307', 'lmChatAnthropic')).toBe('claude-opus-5-5');
	expect(found('gpt-4o-mini')).toBe('gpt-6-luna');
	expect(found('gpt-4', undefined, [{ name: 'Lab' }])).toBe('qwen3');
	expect(found('gpt-4')).toBe('gpt-5.6-sol');
});

test.each([[{ 'colour:red': 'x' }], [{ kind: 'x' }], [{ '*': '' }], [{ '*': 'a @ b @ c' }]])(
	'%j is refused, and says how it is written',
	(map) => {
		expect(() => readTargets(map as Record<string, string>)).toThrow(
			expect.objectContaining({ description: expect.stringMatching(/kind/) }),
		);
	},
);

test('rules are read from lines, too', () => {
	const lines = 'kind:vision: gpt-6-luna\nclass:small, tag:prod: deepseek-flash\n*: my-model @ http://vllm:8000/v1';
	expect(parseParameters({ inventoryOptions: { targets: lines } }).targets).toEqual({
		'kind:vision': 'gpt-6-luna',
		'class:small, tag:prod': 'deepseek-flash',
		'*': 'my-model @ http://vllm:8000/v1',
	});
});

test('a fine-tuned or dated mini goes to a mini, and a broker spells it its own way', () => {
	const found = findModelReferences({ nodes: [model('anthropic/claude-3.5-haiku', 'lmChatOpenRouter')], connections: {} }, { at });
	expect(found).toMatchObject([{ status: 'retired', retiresOn: '2026-02-19', replacement: 'anthropic/claude-haiku-5.5' }]);
});
