import { describe, expect, test } from 'vitest';
import { clauseIds, type ClauseId } from '../../../../core/checks/privacy/clauses';
import type { Status } from '../../../../core/checks/privacy/finding';
import { judge } from '../../../../core/checks/privacy/judge';
import type { Move } from '../../../../core/checks/privacy/move';
import { readPolicy } from '../../../../core/checks/privacy/readPolicy';
import { complete, german, outdated } from './policies';
import { diskFiles } from '../../../../core/diskFiles';

const move: Move = {
	processorNames: ['DeepSeek', 'Hangzhou DeepSeek Artificial Intelligence Co., Ltd.'],
	country: 'CN',
	homeCountry: 'DE',
	previousNames: ['OpenAI'],
	selfHosted: false,
	date: '2026-12-01',
};

async function judged(policy: string, change: Partial<Move> = {}, needed: readonly ClauseId[] = clauseIds) {
	const { passages, source, problems } = await readPolicy({ policy, items: [], files: diskFiles(), fetch });
	return judge({ passages, source, problems, move: { ...move, ...change } }, { needed });
}

/** A policy of one sentence, and how its clause comes out. */
async function statusOf(clause: ClauseId, sentence: string, change: Partial<Move> = {}): Promise<unknown> {
	const result = await judged(`${sentence}\n\nThis is another paragraph about cookies.`, change);
	return result.findings.find((finding) => finding.clause === clause)?.status;
}

describe('a whole policy', () => {
	test.each([
		{ name: 'in English Markdown', policy: complete },
		{ name: 'in German HTML', policy: german },
	])('$name that says everything passes, each clause quoted with its place', async ({ policy }) => {
		const { verdict, findings, summary } = await judged(policy);
		expect(findings.map(({ clause, status }) => [clause, status])).toEqual(clauseIds.map((id) => [id, 'found']));
		expect(verdict).toBe('pass');
		expect(findings.every(({ quote, place }) => quote !== '' && place !== '')).toBe(true);
		expect(summary).toContain('for counsel to judge');
	});

	test('written for the old provider fails, with a draft for each gap', async () => {
		const { verdict, findings } = await judged(outdated);
		expect(verdict).toBe('fail');
		const status = Object.fromEntries(findings.map(({ clause, status }) => [clause, status]));
		expect(status).toMatchObject({
			processor: 'missing',
			country: 'missing',
			transfer: 'contradicts',
			retention: 'unclear',
			training: 'unclear',
			optOut: 'missing',
			contact: 'unclear',
			date: 'missing',
		});
		expect(findings.find(({ clause }) => clause === 'processor')).toMatchObject({
			note: expect.stringContaining('the provider that you leave'),
			quote: expect.stringContaining('OpenAI'),
		});
		for (const finding of findings.filter(({ status }) => status !== 'found')) expect(finding.draft).toMatch(/^Draft for counsel: “/);
	});

	test('that stays at home needs no processor, country or mechanism', async () => {
		const { findings } = await judged(complete, { selfHosted: true, processorNames: [], country: '' });
		expect(findings.filter(({ status }) => status === 'not needed').map(({ clause }) => clause)).toEqual([
			'processor',
			'country',
			'transfer',
		]);
	});

	test('never says that something is lawful', async () => {
		for (const policy of [complete, german, outdated]) {
			expect(JSON.stringify(await judged(policy))).not.toMatch(/\b(?:lawful|legal(?!ly)|compliant|conforms|allowed)\b/i);
		}
	});
});

describe('a policy without text is undecided, never a pass', () => {
	test.each(['<html><body><script>DeepSeek China</script></body></html>', '<p hidden>We use DeepSeek in China</p>', ' '])(
		'%j',
		async (policy) => {
			const { verdict, findings, problems } = await judged(policy);
			expect(verdict).toBe('warn');
			expect(findings).toEqual([]);
			expect(problems?.length).toBeGreaterThan(0);
		},
	);
});

describe('one sentence', () => {
	test.each<{ clause: ClauseId; sentence: string; status: Status; change?: Partial<Move> }>([
		{ clause: 'processor', sentence: 'Our sub-processor for AI answers is DeepSeek.', status: 'found' },
		{ clause: 'processor', sentence: 'Deepseek hosts the model.', status: 'found' },
		{ clause: 'processor', sentence: 'We do not share anything with DeepSeek.', status: 'unclear' },
		{ clause: 'processor', sentence: 'We rely on carefully chosen service providers.', status: 'missing' },
		{ clause: 'processor', sentence: 'We rely on carefully chosen service providers.', status: 'unclear', change: { processorNames: [] } },
		{ clause: 'country', sentence: 'Daten werden in China verarbeitet.', status: 'found' },
		{ clause: 'country', sentence: 'Les données sont traitées en Chine.', status: 'found' },
		{ clause: 'country', sentence: '您的数据存储在中国。', status: 'found' },
		{ clause: 'country', sentence: 'We like tea from China.', status: 'unclear' },
		{ clause: 'country', sentence: 'Contact us and we process it for us.', status: 'missing', change: { country: 'US' } },
		{ clause: 'country', sentence: 'Data is stored on servers in the USA.', status: 'found', change: { country: 'US' } },
		{ clause: 'transfer', sentence: 'We rely on SCCs.', status: 'found' },
		{ clause: 'transfer', sentence: 'We are certified under the EU-U.S. Data Privacy Framework.', status: 'unclear' },
		{
			clause: 'transfer',
			sentence: 'We are certified under the EU-U.S. Data Privacy Framework.',
			status: 'found',
			change: { country: 'US' },
		},
		{ clause: 'transfer', sentence: 'Your data is never transferred outside the EU.', status: 'contradicts' },
		{ clause: 'transfer', sentence: 'Die Daten werden ausschließlich innerhalb der EU gespeichert.', status: 'contradicts' },
		{ clause: 'transfer', sentence: 'Data may be transferred to third countries.', status: 'unclear' },
		{ clause: 'transfer', sentence: 'Nothing here.', status: 'not needed', change: { country: 'FR' } },
		{ clause: 'categories', sentence: 'We process the following categories of personal data: name, e-mail.', status: 'unclear' },
		{ clause: 'categories', sentence: 'Your prompts are transmitted to the provider.', status: 'found' },
		{ clause: 'retention', sentence: 'Logs are deleted after ninety days.', status: 'unclear' },
		{ clause: 'retention', sentence: 'We apply zero data retention.', status: 'unclear' },
		{
			clause: 'categories',
			sentence: 'DeepSeek receives the following categories of data: the text you enter, your language.',
			status: 'found',
		},
		{ clause: 'retention', sentence: 'Prompts are deleted after ninety days.', status: 'found' },
		{ clause: 'retention', sentence: 'Your prompts fall under zero data retention and are not stored.', status: 'found' },
		{ clause: 'retention', sentence: 'We keep data as long as necessary.', status: 'unclear' },
		{ clause: 'retention', sentence: 'You must be 16 years old.', status: 'missing' },
		{ clause: 'training', sentence: 'Inputs may be used to improve the model.', status: 'found' },
		{ clause: 'training', sentence: '您的输入不会用于训练模型。', status: 'found' },
		{ clause: 'training', sentence: 'We train our staff.', status: 'missing' },
		{ clause: 'optOut', sentence: 'You may withdraw your consent at any time.', status: 'unclear' },
		{ clause: 'optOut', sentence: 'You may withdraw your consent to the processing of your data at any time.', status: 'found' },
		{ clause: 'contact', sentence: 'Write to dpo@example.org.', status: 'found' },
		{ clause: 'date', sentence: 'Effective date: December 5th, 2026', status: 'found' },
		{ clause: 'date', sentence: 'Stand: 03.12.2026', status: 'found' },
		{ clause: 'date', sentence: '更新日期:2026年12月2日', status: 'found' },
		{ clause: 'date', sentence: 'Last updated: 2026-11-30', status: 'missing' },
		{ clause: 'date', sentence: 'Last updated: 12/05/2026', status: 'missing' },
		{ clause: 'date', sentence: 'Our company was founded on 5 December 2026.', status: 'missing' },
	])('$clause: "$sentence" is $status', async ({ clause, sentence, status, change }) => {
		expect(await statusOf(clause, sentence, change)).toBe(status);
	});
});

test('only the clauses that are needed decide; the others are still reported', async () => {
	const { verdict, findings } = await judged('Write to dpo@example.org.', {}, ['contact']);
	expect(verdict).toBe('pass');
	expect(findings).toHaveLength(9);
});

test('a sentence that a model pointed at leaves the clause undecided, not found', async () => {
	const { passages, source } = await readPolicy({
		policy: 'Goodbye can be said to the helper with one click.',
		items: [],
		files: diskFiles(),
		fetch,
	});
	const result = judge(
		{ passages, source, move, pointed: { optOut: { text: passages[0].text, place: 'line 1' } } },
		{ needed: ['optOut'] },
	);
	expect(result.verdict).toBe('warn');
	expect(result.findings.find(({ clause }) => clause === 'optOut')).toMatchObject({ status: 'unclear', quote: passages[0].text });
});

test.each([
	{ name: 'that is not in the policy', clause: 'optOut', text: 'You may object at any time.' },
	{ name: 'for the date, which rules alone can tell', clause: 'date', text: 'Goodbye can be said to the helper with one click.' },
	{ name: 'for a clause that the rules found', clause: 'contact', text: 'Goodbye can be said to the helper with one click.' },
] as const)('a sentence that a model pointed at counts for nothing $name', async ({ clause, text }) => {
	const policy = 'Goodbye can be said to the helper with one click.\n\nWrite to dpo@example.org.';
	const { passages, source } = await readPolicy({ policy, items: [], files: diskFiles(), fetch });
	const plain = judge({ passages, source, move }, { needed: [clause] });
	const pointed = judge({ passages, source, move, pointed: { [clause]: { text, place: 'line 1' } } }, { needed: [clause] });
	expect(pointed).toEqual(plain);
});

describe('the summary', () => {
	test('of a whole policy only leaves the judgement to counsel', async () => {
		const { summary, figures } = await judged(complete);
		expect(summary).toBe('9 of 9 clauses found; whether they suffice is for counsel to judge.');
		expect(figures).toMatchObject({ clauses: 9, found: 9, unclear: 0, missing: 0, contradicting: 0 });
	});

	test('counts what is not needed as found', async () => {
		const { summary, figures } = await judged(complete, { selfHosted: true, processorNames: [], country: '' });
		expect(summary).toMatch(/^8 of 9 clauses found; unclear: how long the data is kept/);
		expect(figures).toMatchObject({ found: 5, unclear: 1 });
	});

	test.each([
		{ needed: ['contact'], summary: '1 of 9 clauses found; whether they suffice is for counsel to judge.' },
		{
			needed: ['processor', 'country', 'optOut'],
			summary: '1 of 9 clauses found; missing: the processor by name, country of processing, how to object (for counsel to judge).',
		},
		{
			needed: ['processor', 'country', 'categories', 'optOut'],
			summary: '1 of 9 clauses found; missing: the processor by name, country of processing, 2 more (for counsel to judge).',
		},
	] as const)('names up to three clauses, and of more than three the first two: $needed', async ({ needed, summary }) => {
		expect((await judged('Write to dpo@example.org.', {}, needed)).summary).toBe(summary);
	});
});

describe('a policy in a language that the rules do not read', () => {
	const hungarian =
		'Az adatkezelő a felhasználók által megadott személyes adatokat kizárólag a szolgáltatás nyújtása érdekében kezeli, és azokat harmadik félnek csak törvényi kötelezettség alapján adja át. Az érintett bármikor kérheti adatainak törlését, helyesbítését vagy hordozását az ügyfélszolgálaton keresztül, amely legkésőbb harminc napon belül válaszol minden beérkezett megkeresésre.';

	test('is undecided: that nothing was found there shows nothing', async () => {
		const { verdict, findings } = await judged(hungarian);
		expect(verdict).toBe('warn');
		expect(new Set(findings.map(({ status, note }) => `${String(status)}: ${String(note)}`))).toEqual(
			new Set(['unclear: Can’t be judged by rules: the policy is in a language that they do not read.']),
		);
	});

	test('still needs nothing that the move does not need', async () => {
		const { findings } = await judged(hungarian, { selfHosted: true, processorNames: [], country: '' });
		expect(findings.filter(({ status }) => status === 'not needed').map(({ clause }) => clause)).toEqual([
			'processor',
			'country',
			'transfer',
		]);
	});
});

describe('what a reader of the record gets', () => {
	test.each(['outdated', 'unread', 'empty'] as const)('%s', async (name) => {
		const text = { outdated, unread: 'Az adatokat a szolgáltató kezeli, és nem adja tovább senkinek. Utolsó módosítás: 2026.', empty: '' }[
			name
		];
		expect(await judged(text)).toMatchSnapshot();
	});
});
