import { expect, test } from 'vitest';
import { findModelReferences } from '../../../core/inventory/findModelReferences';
import { fixWorkflow } from '../../../core/inventory/fix';

const langchain = '@n8n/n8n-nodes-langchain';
const model = (name: string) => ({ name, type: `${langchain}.lmChatOpenAi`, parameters: { model: 'o1' } });

test('a chain of sub-nodes without end is followed to its end', () => {
	const length = 3_000;
	const nodes = Array.from({ length }, (_, index) => model(`M${index}`));
	const connections = Object.fromEntries(
		nodes.slice(1).map(({ name }, index) => [`M${index}`, { ai_languageModel: [[{ node: name, type: 'ai_languageModel', index: 0 }]] }]),
	);
	expect(findModelReferences({ nodes, connections })).toHaveLength(length);
});

test('a ring of sub-nodes ends', () => {
	const link = (node: string) => ({ ai_languageModel: [[{ node, type: 'ai_languageModel', index: 0 }]] });
	expect(findModelReferences({ nodes: [model('A'), model('B')], connections: { A: link('B'), B: link('A') } })).toHaveLength(2);
});

test.each([
	['braces that nothing closes', `=${'{{'.repeat(50_000)}`],
	['braces within braces', `=${'{{ $json.a }}'.repeat(20_000)}`],
	['closing braces', `=${'}}'.repeat(50_000)}`],
	['quotes', `="${'\\"'.repeat(50_000)}`],
	['keys of models', `={"model": ${'"model":'.repeat(20_000)}`],
	['an address of many parts', `=https://api.openai.com/${'models/'.repeat(20_000)}`],
	['an address of many expressions', `=https://api.openai.com/models/${'{{a}}'.repeat(10_000)}`],
	['roles', `{"messages": [${'{"role": "user"},'.repeat(10_000)}]}`],
])('%s cost no more than their length', (_name, text) => {
	const parameters = [
		{ type: 'n8n-nodes-base.httpRequest', parameters: { method: 'POST', url: text, jsonBody: text } },
		{ type: `${langchain}.lmChatOpenAi`, parameters: { model: text, options: { x: text } } },
		{ type: 'n8n-nodes-base.set', parameters: { assignments: { assignments: [{ name: 'model', value: text }] } } },
		{ type: 'n8n-nodes-base.code', parameters: { jsCode: `const model = "${text.replace(/["\\]/g, '')}"` } },
	];
	const nodes = parameters.map((node, index) => ({ name: `N${index}`, ...node }));
	// What is quadratic runs into the time limit of the test.
	expect(() => fixWorkflow({ name: 'W', nodes, connections: {} })).not.toThrow();
});
