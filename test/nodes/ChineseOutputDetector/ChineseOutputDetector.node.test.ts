import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { ChineseOutputDetector } from '../../../nodes/ChineseOutputDetector/ChineseOutputDetector.node';
import { runWorkflow } from '../../support/runWorkflow';

async function run(items: IDataObject[], parameters: INodeParameters = {}, more: Partial<INode> = {}) {
	const start: INode = { id: '1', name: 'Start', type: 'n8n-nodes-base.manualTrigger', typeVersion: 1, position: [0, 0], parameters: {} };
	const detector: INode = {
		id: '2',
		name: 'Detector',
		type: 'n8n-nodes-r1.chineseOutputDetector',
		typeVersion: 1,
		position: [200, 0],
		parameters,
		...more,
	};
	const { byNode, error } = await runWorkflow(
		{ name: 'Test', nodes: [start, detector], connections: { Start: { main: [[{ node: 'Detector', type: 'main', index: 0 }]] } } },
		{ nodes: { 'n8n-nodes-r1.chineseOutputDetector': new ChineseOutputDetector() }, input: items.map((json) => ({ json })) },
	);
	const [clean = [], found = []] = byNode.Detector ?? [];
	return { clean: clean.map(({ json }) => json), found: found.map(({ json }) => json), items: [...clean, ...found], error };
}

const fields = (...entries: INodeParameters[]) => ({ fields: { entries } });
const leaky = 'The answer is three, 因为我们已经数过了, so be sure of it.';

describe('where an item goes', () => {
	test('the answer and the trace of R1 Reason are judged apart', async () => {
		const items = [
			{ answer: 'All good.', thinking: 'Let me see.' },
			{ answer: leaky, thinking: 'Let me see.' },
			{ answer: 'All good.', thinking: leaky },
			{ answer: leaky, thinking: leaky },
		];
		const { clean, found } = await run(items);
		expect(clean).toMatchObject([{ answer: 'All good.', chinese: { found: false, severity: 'none' } }]);
		expect(found.map(({ chinese }) => chinese)).toMatchObject([
			{ severity: 'failure', fields: { answer: { found: true, severity: 'failure' }, thinking: { found: false, severity: 'none' } } },
			{ severity: 'warning', fields: { answer: { found: false }, thinking: { found: true, severity: 'warning' } } },
			{ severity: 'failure', fields: { answer: { found: true }, thinking: { found: true } } },
		]);
	});

	test('the item is unchanged but for its field chinese, and knows where it came from', async () => {
		const item = { answer: leaky, thinking: '', costUsd: 0.01, nested: { deep: [1, '二'] } };
		const { items, found } = await run([{ answer: 'x' }, item]);
		const { chinese, ...rest } = found[0];
		expect(rest).toEqual(item);
		expect(chinese).toMatchObject({
			fields: { answer: { spans: [{ start: 21, end: 30, text: '因为我们已经数过了', script: 'hans' }], languages: ['en'] } },
		});
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
	});

	test('warnings can leave by Clean', async () => {
		const { clean, found } = await run([{ answer: 'x', thinking: leaky }], { options: { warningsLeaveBy: 'clean' } });
		expect(found).toEqual([]);
		expect(clean).toMatchObject([{ chinese: { found: true, severity: 'warning' } }]);
	});

	test('each field has its own threshold', async () => {
		const entries = [
			{ name: 'answer', severity: 'failure', smallestSpan: 10, smallestShare: 0 },
			{ name: 'thinking', severity: 'failure', smallestSpan: 1, smallestShare: 90 },
		];
		const { clean } = await run([{ answer: leaky, thinking: leaky }], fields(...entries));
		expect(clean).toMatchObject([
			{ chinese: { fields: { answer: { allowed: [{ reason: 'small' }] }, thinking: { allowed: [{ reason: 'small' }] } } } },
		]);
	});
});

describe('fields of every shape', () => {
	const answer = fields({ name: 'answer', severity: 'failure' });
	test.each([
		{ name: 'null', value: null, note: /null/ },
		{ name: 'a number', value: 42, note: /number/ },
		{ name: 'a list of numbers', value: [1, 2], note: /list/ },
		{ name: 'an empty object', value: {}, note: /object/ },
	])('$name has no text and is clean', async ({ value, note }) => {
		const { clean } = await run([{ answer: value as IDataObject }], answer);
		expect(clean).toMatchObject([{ chinese: { fields: { answer: { found: false, note: expect.stringMatching(note) } } } }]);
	});

	test('an empty text is clean', async () => {
		expect((await run([{ answer: '' }], answer)).clean).toHaveLength(1);
	});

	test('a list or an object is searched through, and a find says where it is', async () => {
		const value = { title: 'Report', rows: [{ text: 'fine' }, { text: leaky }] };
		const { found } = await run([{ answer: value }], answer);
		expect(found).toMatchObject([{ chinese: { fields: { answer: { spans: [{ path: 'rows[1].text', text: '因为我们已经数过了' }] } } } }]);
	});

	test('a path leads into the item', async () => {
		const { found } = await run(
			[{ choices: [{ message: { content: leaky } }] }],
			fields({ name: 'choices[0].message.content', severity: 'failure' }),
		);
		expect(found).toHaveLength(1);
	});

	test('ten thousand levels deep is no crash', async () => {
		let value: IDataObject = { text: 'fine' };
		for (let depth = 0; depth < 1000; depth++) value = { value };
		expect((await run([{ answer: value }], answer)).error).toBeUndefined();
	});
});

describe('what cannot be judged', () => {
	test('an item without any of the fields is a clear error', async () => {
		const { error } = await run([{ text: 'Hello', other: 1 }]);
		expect(error?.message).toBe('The item has no field "answer" or "thinking"');
		expect(error?.description).toMatch(/The item has: text, other\./);
	});

	test('under Continue On Fail it leaves by Chinese Found, for a guard never fails open', async () => {
		const { clean, found } = await run([{ text: 'Hello' }, { answer: 'fine' }], {}, { onError: 'continueRegularOutput' });
		expect(clean).toHaveLength(1);
		expect(found).toMatchObject([{ text: 'Hello', error: 'The item has no field "answer" or "thinking"' }]);
	});

	test('no field at all is a clear error', async () => {
		expect((await run([{ answer: 'x' }], { fields: { entries: [] } })).error?.description).toMatch(/Add at least one field/);
	});
});

describe('operations', () => {
	test('Highlight escapes everything that comes from the text', async () => {
		const answer = '<script>alert("x")</script> & so on 因为<b>我们</b> is it.';
		const { found } = await run([{ answer }], { operation: 'highlight' });
		const { html } = (found[0].chinese as { fields: { answer: { html: string } } }).fields.answer;
		expect(html).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; &amp; so on <mark lang="zh-Hans">');
		expect(html.replace(/<\/?(?:div|mark)[^>]*>/g, '')).not.toMatch(/[<>]/);
		expect(found[0].answer).toBe(answer);
	});

	test('Replace puts a placeholder for the finds alone', async () => {
		const { found } = await run([{ answer: `${leaky} "巴西" 東京です。`, thinking: '' }], { operation: 'replace', placeholder: '[…]' });
		expect(found[0].answer).toBe('The answer is three, […], so be sure of it. "巴西" 東京です。');
		expect(found[0].chinese).toMatchObject({ fields: { answer: { spans: [{ text: '因为我们已经数过了' }] } } });
	});

	test('Replace with nothing takes a find out, with one of the spaces around it', async () => {
		const { found } = await run([{ answer: 'They stopped for 拍照 opportunities on the road.' }], {
			operation: 'replace',
			placeholder: '',
		});
		expect(found[0].answer).toBe('They stopped for opportunities on the road.');
	});

	test('Replace works inside lists and objects and leaves the rest as it is', async () => {
		const { found } = await run([{ answer: { rows: [leaky, 'fine'], count: 2 } }], { operation: 'replace', placeholder: '*' });
		expect(found[0].answer).toEqual({ rows: ['The answer is three, *, so be sure of it.', 'fine'], count: 2 });
	});

	test('a clean text is never touched', async () => {
		const { clean } = await run([{ answer: '東京は日本の首都です。', thinking: '서울(首爾)' }], { operation: 'replace', placeholder: '' });
		expect(clean).toMatchObject([{ answer: '東京は日本の首都です。', thinking: '서울(首爾)' }]);
	});
});

describe('options', () => {
	test.each([
		{ name: 'terms, one a line', options: { allowedTerms: '因为我们\n已经数过了' } },
		{ name: 'terms from an expression', options: { allowedTerms: '={{ ["因为我们", "已经数过了"] }}' } },
		{ name: 'the prompt', options: { prompt: '={{ $json.prompt }}' } },
		{ name: 'an expected language', options: { expectedLanguages: ['zh-Hans'] } },
	])('$name', async ({ options }) => {
		const { clean } = await run([{ answer: leaky, prompt: '因为我们已经数过了' }], { options });
		expect(clean).toHaveLength(1);
	});

	test('code and quotations can be ignored', async () => {
		const answer = 'Use this:\n```\n// 创建一个新的连接\n```\n> 首先我们需要分析这个问题\n';
		expect((await run([{ answer }])).found).toHaveLength(1);
		expect((await run([{ answer }], { options: { ignoreCode: true, ignoreQuotations: true } })).clean).toHaveLength(1);
	});
});
