import { describe, expect, test } from 'vitest';
import { judge, type InventoryEvidence } from '../../../../core/checks/inventory/judge';
import type { LiveFacts } from '../../../../core/migrate/instanceWorkflows';
import { findModelReferences } from '../../../../core/inventory/findModelReferences';

const now = new Date('2026-11-23T12:00:00Z');

describe('the verdict', () => {
	const model = (name: string, more: Record<string, unknown> = {}) => ({
		name: 'N',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		parameters: { model: name },
		...more,
	});
	const evidence = (nodes: unknown[], more: Partial<InventoryEvidence> = {}): InventoryEvidence => ({
		references: findModelReferences({ name: 'W', nodes }, { at: now }).map((reference) => ({ ...reference, file: 'w.json' })),
		workflows: 1,
		files: 1,
		problems: [],
		now,
		...more,
	});
	test.each([
		{ name: 'a model that is gone fails', given: evidence([model('o1')]), verdict: 'fail', summary: /1 broken/ },
		{ name: 'one that will go warns', given: evidence([model('gpt-4o')]), verdict: 'warn', summary: /2027-01-14/ },
		{ name: 'one that is served passes', given: evidence([model('gpt-6.1-sol')]), verdict: 'pass', summary: /1 reference / },
		{ name: 'one that is not known warns', given: evidence([model('made-up-model')]), verdict: 'warn', summary: /cannot be told/ },
		{ name: 'one set at run time warns', given: evidence([model('={{ $json.x }}')]), verdict: 'warn', summary: /cannot be told/ },
		{ name: 'a disabled node does not fail', given: evidence([model('o1', { disabled: true })]), verdict: 'pass', summary: /1 reference/ },
		{
			name: 'a mention in code does not fail',
			given: evidence([{ name: 'C', type: 'n8n-nodes-base.code', parameters: { jsCode: 'x = "o1-mini"' } }]),
			verdict: 'pass',
			summary: /1 reference/,
		},
		{ name: 'workflows without models pass', given: evidence([]), verdict: 'pass', summary: /0 references/ },
		{
			name: 'a file that was left out warns',
			given: evidence([], { problems: [{ file: 'x', reason: 'y' }] }),
			verdict: 'warn',
			summary: /left out/,
		},
		{
			name: 'nothing to read is no pass',
			given: evidence([], { workflows: 0, files: 0 }),
			verdict: 'warn',
			summary: /No workflow was given/,
		},
		{
			name: 'nothing but broken files is no pass',
			given: evidence([], { workflows: 0, files: 2, problems: [{ file: 'x', reason: 'The file is not JSON.' }] }),
			verdict: 'warn',
			summary: /not JSON/,
		},
	])('$name', ({ given, verdict, summary }) => {
		expect(judge(given, { warnDays: 365 })).toMatchObject({ verdict, summary: expect.stringMatching(summary) });
	});

	test('an end far away warns only within the days asked for', () => {
		expect(judge(evidence([model('gpt-4o')]), { warnDays: 30 }).verdict).toBe('pass');
	});

	test('a finding has what a program needs', () => {
		const [finding] = judge(evidence([model('o1')]), { warnDays: 365 }).findings;
		expect(finding).toMatchObject({
			file: 'w.json',
			workflow: 'W',
			node: 'N',
			nodeType: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			model: 'o1',
			provider: 'openai',
			status: 'retired',
			retiresOn: '2026-10-23',
			action: expect.stringContaining('gpt-5.6-sol'),
		});
	});
});

describe('what a reader of the record gets', () => {
	const reference = (over: Partial<InventoryEvidence['references'][number]>): InventoryEvidence['references'][number] => ({
		...findModelReferences(
			{ name: 'W', nodes: [{ name: 'N', type: '@n8n/n8n-nodes-langchain.lmChatOpenAi', parameters: { model: 'o1' } }] },
			{ at: now },
		)[0],
		file: 'w.json',
		...over,
	});
	const evidence = (references: InventoryEvidence['references'], over: Partial<InventoryEvidence> = {}): InventoryEvidence => ({
		references,
		workflows: 2,
		files: 2,
		problems: [],
		now,
		...over,
	});
	const setting = (name: string) =>
		({ setting: name, effect: 'rejected', note: 'not taken' }) as InventoryEvidence['references'][number]['conflicts'][number];

	const every = [
		reference({ model: 'alive', status: 'alive', retiresOn: null, replacement: null, action: 'nothing' }),
		reference({ model: 'late', status: 'retires', retiresOn: '2027-03-01T00:00:00Z' }),
		reference({ model: 'soon', status: 'retires', retiresOn: '2026-12-01T00:00:00Z', file: 'v.json' }),
		reference({ model: 'gone', status: 'retired', conflicts: [setting('temperature'), setting('top_p')] }),
		reference({ model: 'gone', status: 'retired', disabled: true, workflow: 'V' }),
		reference({ model: 'gone', status: 'retired', file: 'v.json', baseURL: 'https://x', readFrom: ['Set'], path: 'model', nodeId: 'n1' }),
		reference({ model: '', status: 'unknown', form: 'dynamic', constants: ['a', 'b'], typeVersion: undefined, nodeId: '' }),
		reference({ model: '', status: 'retired', form: 'mention', path: '' }),
		reference({ model: 'unused', status: 'retired', unused: true }),
	];

	test('every kind of reference, most urgent first', () => {
		const result = judge(
			evidence(every, {
				target: 'deepseek-flash',
				problems: [{ file: 'x.json', line: 3, reason: 'no JSON' }],
				remarks: [{ file: 'y.json', reason: 'two nodes of one name' }],
			}),
			{ warnDays: 30 },
		);
		expect(result).toMatchSnapshot();
	});

	test('with migrated copies: what was changed, what is left, who needs a credential, which secrets went', () => {
		const at = { original: 'w.json', copy: 'out/w.json', workflow: 'W', node: 'N' };
		const result = judge(
			evidence([reference({})], {
				fixes: {
					changes: [{ ...at, model: 'o1', to: 'm', how: 'automatic', what: ['model', 'effort'], why: 'gone' }],
					left: [
						{ ...at, copy: undefined, model: 'o3', reason: 'by hand', why: 'soon' },
						{ ...at, model: 'o4', reason: 'look', why: 'soon' },
					],
					credentials: [{ type: 'deepSeekApi', name: 'DeepSeek', host: 'DeepSeek' }],
					secrets: [{ ...at, copy: undefined, path: 'parameters.key' }],
				} as unknown as InventoryEvidence['fixes'],
			}),
			{ warnDays: 0 },
		);
		expect(result).toMatchSnapshot();
	});

	test('no references: no chart', () => {
		expect(judge(evidence([]), { warnDays: 30 })).toMatchSnapshot();
	});

	test.each([
		{ retiresOn: '2026-12-23T12:00:00Z', warnDays: 30, verdict: 'warn' },
		{ retiresOn: '2026-12-23T12:00:01Z', warnDays: 30, verdict: 'pass' },
		{ retiresOn: null, warnDays: 30, verdict: 'pass' },
	])('an end on $retiresOn within $warnDays days: $verdict', ({ retiresOn, warnDays, verdict }) => {
		expect(judge(evidence([reference({ status: 'retires', retiresOn })]), { warnDays }).verdict).toBe(verdict);
	});

	test.each([
		{ given: evidence([], { workflows: 0, files: 0 }), says: 'No workflow was given: name files or folders of exports.' },
		{ given: evidence([], { workflows: 0, files: 1 }), says: 'None of 1 file held a workflow: ' },
		{
			given: evidence([], { workflows: 0, files: 2, problems: [{ file: 'x', reason: 'No JSON.' }] }),
			says: 'None of 2 files held a workflow: No JSON.',
		},
		{ given: evidence([reference({ status: 'alive' })], { workflows: 1 }), says: '1 reference to AI models in 1 workflow.' },
		{
			given: evidence([reference({ status: 'alive' })], { problems: [{ file: 'x', reason: 'y' }] }),
			says: '1 reference to AI models in 2 workflows: 1 file or line left out.',
		},
	])('says "$says"', ({ given, says }) => {
		expect(judge(given, { warnDays: 30 }).summary).toBe(says);
	});
});

describe('what an instance says about its workflows', () => {
	const live: LiveFacts = {
		...{ link: 'https://n8n.example/workflow/1', active: true, archived: false, tags: [] },
		...{ project: 'P', owner: 'Ann', lastRun: null, runs30Days: 5 },
	};
	const references = (name: string, facts?: Partial<LiveFacts>, more: object = {}) => {
		const node = { name: 'N', type: '@n8n/n8n-nodes-langchain.lmChatOpenAi', parameters: { model: name } };
		return findModelReferences({ name: 'W', nodes: [node] }, { at: now }).map((reference) => ({
			...{ ...reference, file: 'w.json' },
			...(facts && { live: { ...live, ...facts } }),
			...more,
		}));
	};
	const judged = (...given: ReturnType<typeof references>[]) =>
		judge({ references: given.flat(), workflows: 1, files: 1, problems: [], now }, { warnDays: 365 });

	test('a workflow that is archived runs into nothing', () => {
		expect(judged(references('o1', { archived: true }))).toMatchObject({
			verdict: 'pass',
			figures: { broken: 0, retiredButNotInUse: 1, byTodo: { 'Nothing runs: tidy up': 1 } },
		});
		expect(judged(references('o1', {}))).toMatchObject({ verdict: 'fail', figures: { broken: 1, byTodo: { 'Change now': 1 } } });
	});

	test('what is broken and runs is counted: by its runs, else by being published', () => {
		const { figures } = judged(
			references('o1', { runs30Days: 3, active: false, owner: 'Bob' }),
			references('o1', { runs30Days: 0, active: true }),
			references('o1', { runs30Days: 0, active: false }),
		);
		expect(figures).toMatchObject({ broken: 3, brokenAndRun: 2, byOwner: { Ann: 2, Bob: 1 } });
		expect(Object.keys(figures.byOwner as object)).toEqual(['Ann', 'Bob']);
	});

	test('without an instance nothing is said about runs and owners', () => {
		const { figures } = judged(references('o1'));
		for (const name of ['brokenAndRun', 'byOwner', 'notListed', 'retiredButListed']) expect(figures).not.toHaveProperty(name);
	});

	test('a model that its endpoint no longer lists is undecided, one that is retired stays broken', () => {
		expect(judged(references('gpt-6.1-sol', undefined, { listed: false, listedOn: '2026-11-23' }))).toMatchObject({
			verdict: 'warn',
			figures: { uncertain: 1, notListed: 1, retiredButListed: 0, byTodo: { 'Find out': 1 } },
		});
		expect(judged(references('gpt-6.1-sol', undefined, { listed: true, listedOn: '2026-11-23' }))).toMatchObject({
			verdict: 'pass',
			figures: { uncertain: 0, notListed: 0, retiredButListed: 0, byTodo: { Nothing: 1 } },
		});
		expect(judged(references('o1', undefined, { listed: false, listedOn: '2026-11-23' }))).toMatchObject({
			verdict: 'fail',
			figures: { uncertain: 0, notListed: 1, retiredButListed: 0, byTodo: { 'Change now': 1 } },
		});
		const still = judged(references('o1', undefined, { listed: true, listedOn: '2026-11-23' }));
		expect(still.figures).toMatchObject({ notListed: 0, retiredButListed: 1 });
		expect(still.findings[0]).toMatchObject({ listed: true, listedOn: '2026-11-23', action: expect.stringContaining('lists it') });
	});

	test('what somebody has to do is said in few words', () => {
		const todo = (name: string, more: object = {}) => Object.keys(judged(references(name, undefined, more)).figures.byTodo as object)[0];
		expect(todo('gpt-4o')).toBe('Change in time');
		expect(todo('gpt-4o', { disabled: true })).toBe('Nothing runs: tidy up');
		expect(todo('gpt-6.1-sol', { disabled: true })).toBe('Nothing');
		expect(todo('made-up-model')).toBe('Find out');
		expect(todo('={{ $json.x }}')).toBe('Find out');
	});
});
