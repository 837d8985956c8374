import { describe, expect, test } from 'vitest';
import { clauseIds } from '../../../../core/checks/privacy/clauses';
import { judge } from '../../../../core/checks/privacy/judge';
import { readPolicy } from '../../../../core/checks/privacy/readPolicy';
import { diskFiles } from '../../../../core/diskFiles';
import { laterWritten, multilingual, nonsense } from './multilingual';

const move = {
	processorNames: ['DeepSeek'],
	country: 'CN',
	homeCountry: 'DE',
	previousNames: ['OpenAI'],
	selfHosted: false,
	date: '2026-12-01',
};

async function judged(policy: string) {
	const { passages, source } = await readPolicy({ policy, items: [], files: diskFiles(), fetch });
	return judge({ passages, source, move }, { needed: clauseIds });
}
const notFound = async (policy: string) =>
	(await judged(policy)).findings.flatMap(({ clause, status, quote }) => (status === 'found' ? [] : [`${clause} ${status} ${quote}`]));
const found = async (policy: string) =>
	(await judged(policy)).findings.flatMap(({ clause, status, quote }) => (status === 'found' ? [`${clause} ${quote}`] : []));

/** Place of the paragraph on what is sent; the one on the processor says it too, so that it can be left out. */
const categories = 3;
const paragraphs = (policy: string) => policy.split('\n\n');

test('error rates over the written policies', async () => {
	const says = await Promise.all(multilingual.map(async ({ says: policy }) => await judged(policy)));
	const lacks = await Promise.all(multilingual.map(async ({ lacks: policy }) => await found(policy)));
	const cut = multilingual.flatMap(({ says: policy }) =>
		paragraphs(policy)
			.slice(1)
			.flatMap((_, index) =>
				index === categories
					? []
					: [
							paragraphs(policy)
								.toSpliced(index + 1, 1)
								.join('\n\n'),
						],
			),
	);
	const contradicted = multilingual.map(({ says: policy, denies }) => `${policy}\n\n${denies}`);
	const bad = [...multilingual.map(({ lacks: policy }) => policy), ...cut, ...contradicted, ...nonsense.map(({ policy }) => policy)];
	const passed = (await Promise.all(bad.map(judged))).filter(({ verdict }) => verdict === 'pass');
	const missed = says.flatMap(({ findings }) => findings.filter(({ status }) => status !== 'found'));
	console.log(
		[
			`policies that must not pass: ${bad.length}, passed: ${passed.length}`,
			`complete policies: ${says.length}, not passed: ${says.filter(({ verdict }) => verdict !== 'pass').length}`,
			`clauses said: ${says.length * clauseIds.length}, not found: ${missed.length}`,
			`clauses not said: ${lacks.length * clauseIds.length}, found: ${lacks.flat().length}`,
		].join('\n'),
	);
	expect(passed).toEqual([]);
	expect(missed).toEqual([]);
	expect(lacks.flat()).toEqual([]);
});

describe.each(multilingual)('in $language', ({ says, lacks, denies }) => {
	test('a complete policy has every clause', async () => expect(await notFound(says)).toEqual([]));
	test('other data, firms and purposes are no clause', async () => expect(await found(lacks)).toEqual([]));
	test('a promise to hand nothing on contradicts', async () => {
		const { verdict, findings } = await judged(`${says}\n\n${denies}`);
		expect(verdict).toBe('fail');
		expect(findings.find(({ clause }) => clause === 'processor')).toMatchObject({ status: 'contradicts', quote: denies });
	});
});

test.each(laterWritten)('complete: %#', async (policy) => expect(await notFound(policy)).toEqual([]));

test.each(nonsense)('$name never passes', async ({ policy }) => {
	expect((await judged(policy)).verdict).not.toBe('pass');
});

test('a language that is not read is undecided and says so', async () => {
	const { verdict, findings } = await judged(nonsense.at(-1)?.policy ?? '');
	expect(verdict).toBe('warn');
	expect(findings[0].note).toContain('language');
});

test('2 MB of nested elements are refused with a reason, flat ones are read', async () => {
	const read = async (policy: string) => await readPolicy({ policy, items: [], files: diskFiles(), fetch });
	const nested = await read('<div>'.repeat(400_000));
	expect(nested.passages).toEqual([]);
	expect(nested.problems[0].reason).toContain('deep');
	expect((await read('<div>a</div>'.repeat(1_000))).passages).toHaveLength(1_000);
});
