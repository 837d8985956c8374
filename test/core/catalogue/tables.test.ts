import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod/v4';
import { benchmarks } from '../../../core/catalogue/benchmarks';
import { hosts, unknownHost } from '../../../core/catalogue/hosts';
import { findModel } from '../../../core/catalogue/lookup';
import { models } from '../../../core/catalogue/models';
import { openWeights } from '../../../core/catalogue/openWeights';

const source = z.string().min(5);
const checkedAt = z.iso.date();
const orUnknown = <Schema extends z.ZodType>(schema: Schema) => z.union([schema, z.literal('unknown')]);
const jsonModes = orUnknown(z.array(z.enum(['json_object', 'json_schema'])));
const usd = z.number().nonnegative().max(1000);
const rates = { input: usd, cachedInput: orUnknown(usd), output: usd };
const minute = z.int().min(0).max(1439);
const toolChoices = z.array(z.enum(['auto', 'none', 'required', 'named']));
const rules = z.array(
	z.strictObject({ parameter: z.string(), when: z.enum(['always', 'thinking', 'reasoning-models']), note: z.string().optional() }),
);
const body = z.record(z.string(), z.unknown());

const hostSchema = z.strictObject({
	id: z.string().regex(/^[a-z0-9-]+$/),
	name: z.string(),
	operator: z.string(),
	jurisdiction: z.union([z.string().regex(/^[A-Z]{2}$/), z.literal('unknown'), z.literal('user')]),
	processing: z.union([z.string().regex(/^[A-Z]{2}$/), z.literal('unknown'), z.literal('user')]),
	kind: z.enum(['api', 'broker', 'self-hosted', 'unknown']),
	baseURL: z.url().optional(),
	domains: z.array(z.string()),
	ports: z.array(z.strictObject({ port: z.int().min(1).max(65_535), onlyPrivate: z.boolean() })).optional(),
	inlineThink: z.enum(['never', 'always', 'maybe']),
	startImplied: z.boolean(),
	replay: z.strictObject({
		field: z.enum(['reasoning_content', 'reasoning', 'reasoning_details', 'received', 'drop']),
		rule: z.enum(['always', 'with-tools', 'never']),
		whenMissing: z.literal('last-else-empty').optional(),
		signatureWhenMissing: z.string().optional(),
		source: z.string().optional(),
	}),
	maxTokensField: z.enum(['max_tokens', 'max_completion_tokens']),
	thinking: z.strictObject({
		on: body.optional(),
		off: body.optional(),
		always: body.optional(),
		effort: z.record(z.enum(['minimal', 'low', 'medium', 'high', 'max']), body).optional(),
	}),
	ignoredParameters: rules,
	rejectedParameters: rules,
	jsonModes,
	developerRole: orUnknown(z.boolean()),
	toolChoice: orUnknown(toolChoices),
	toolChoiceWhenThinking: toolChoices.optional(),
	listModelsPath: z.string().startsWith('/').optional(),
	streamUsage: z.enum(['ask', 'always', 'unknown']),
	notes: z.string().optional(),
	concurrentRequests: z.int().min(1).optional(),
	source,
	checkedAt,
});

const modelSchema = z.strictObject({
	id: z.string().min(1),
	host: z.enum(hosts.map(({ id }) => id)),
	aliases: z.array(z.string().min(1)),
	weights: z.string().optional(),
	context: orUnknown(z.int().positive()),
	maxOutput: orUnknown(z.int().positive()),
	trace: z.enum(['visible', 'hidden', 'none', 'unknown']),
	tools: orUnknown(z.boolean()),
	vision: orUnknown(z.boolean()),
	jsonModes,
	systemPrompt: z.enum(['avoid', 'ok']),
	rejectedParameters: z.array(z.string()),
	sampling: z.strictObject({ temperature: z.number(), topP: z.number() }).optional(),
	prices: z.array(
		z.strictObject({
			...rates,
			from: z.iso.datetime(),
			until: z.iso.datetime().optional(),
			hours: z
				.strictObject({
					days: z.enum(['daily', 'weekdays']),
					windows: z.array(z.strictObject({ from: minute, to: minute })).min(1),
					rates: z.strictObject(rates),
					note: z.string().optional(),
				})
				.optional(),
			long: z.strictObject({ above: z.int().positive(), rates: z.strictObject(rates) }).optional(),
			source,
			checkedAt,
		}),
	),
	retiresOn: z.union([z.iso.date(), z.iso.datetime()]).optional(),
	served: z.enum(['yes', 'no', 'unknown']),
	replacement: z.string().optional(),
	notes: z.string().optional(),
	source,
	checkedAt,
});

test.each([...hosts, unknownHost].map((row) => [row.id, row] as const))('host %s is complete', (_id, row) => {
	expect(() => hostSchema.parse(row)).not.toThrow();
});

test.each(models.map((row) => [row.host, row.id, row] as const))('model %s %s is complete', (_host, _id, row) => {
	expect(() => modelSchema.parse(row)).not.toThrow();
});

test('host ids are unique', () => {
	expect(new Set(hosts.map(({ id }) => id)).size).toBe(hosts.length);
});

test('a name means one model on a host', () => {
	const names = models.flatMap((row) => [row.id, ...row.aliases].map((name) => `${row.host} ${name.toLowerCase()}`));
	expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test('prices of a model are in the order of their moments', () => {
	const unordered = models.filter(({ prices }) => prices.some(({ from }, index) => index > 0 && from <= prices[index - 1].from));
	expect(unordered.map(({ id }) => id)).toEqual([]);
});

test('every price has at most nine decimals, so that nano-dollars hold it', () => {
	const all = models.flatMap(({ prices }) =>
		prices.flatMap((price) => [price, ...(price.hours ? [price.hours.rates] : []), ...(price.long ? [price.long.rates] : [])]),
	);
	const inexact = all
		.flatMap(({ input, cachedInput, output }) => [input, cachedInput, output])
		.filter((value) => value !== 'unknown' && Math.abs(value * 1e9 - Math.round(value * 1e9)) > 1e-6);
	expect(inexact).toEqual([]);
});

test('a replacement is itself in the catalogue and not gone', () => {
	const gone = models.flatMap(({ id, host, replacement }) => {
		if (!replacement || replacement === 'gpt-audio') return [];
		const found = findModel(replacement, host) ?? findModel(replacement);
		const isGone = !found || (found.retiresOn !== undefined && found.retiresOn < '2026-11-23');
		return isGone ? [`${host} ${id} -> ${replacement}`] : [];
	});
	expect(gone).toEqual([]);
});

test('windows that pass midnight are daily ones', () => {
	const hours = models.flatMap(({ prices }) => prices.flatMap((price) => price.hours ?? []));
	expect(hours.filter(({ days, windows }) => days === 'weekdays' && windows.some(({ from, to }) => to <= from))).toEqual([]);
});

describe('the wrong figures of the founding article are not in it', () => {
	const figure = (model: string, name: string, metric?: string) =>
		benchmarks.find((row) => row.model === model && row.name === name && (!metric || row.metric === metric))?.value;
	test.each([
		{ model: 'o1', name: 'AIME 2024', right: 79.2, wrong: 74.4 },
		{ model: 'o1', name: 'MATH-500', right: 96.4, wrong: 94.8 },
		{ model: 'o1', name: 'GPQA Diamond', right: 75.7, wrong: 75.4 },
		{ model: 'o1', name: 'Codeforces percentile', right: 96.6, wrong: 93.4 },
		{ model: 'claude-3-5-sonnet-20241022', name: 'Codeforces percentile', right: 20.3, wrong: 58.5 },
		{ model: 'deepseek-r1', name: 'LiveCodeBench', right: 65.9, wrong: 65.4 },
		{ model: 'claude-3-5-sonnet-20241022', name: 'LiveCodeBench', right: 38.9, wrong: 32.9 },
		{ model: 'claude-3-5-sonnet-20241022', name: 'MMLU', right: 88.3, wrong: 88.7 },
		{ model: 'deepseek-r1', name: 'C-Eval', right: 91.8, wrong: 86.5 },
		{ model: 'o1', name: 'C-Eval', right: undefined, wrong: 69.8 },
		{ model: 'claude-3-5-sonnet-20241022', name: 'C-Eval', right: 76.7, wrong: 67.3 },
		{ model: 'deepseek-r1-distill-qwen-14b', name: 'AIME 2024', right: 69.7, wrong: 63.0 },
	])('$name of $model is $right, not $wrong', ({ model, name, right, wrong }) => {
		expect(figure(model, name)).toBe(right);
		expect(figure(model, name)).not.toBe(wrong);
	});

	test('no figure of a benchmark that the paper does not have', () => {
		expect(benchmarks.filter(({ name }) => name === 'CMMLU')).toEqual([]);
	});

	test('o1 takes 200,000 tokens and gives 100,000', () => {
		expect(findModel('o1')).toMatchObject({ context: 200_000, maxOutput: 100_000 });
	});

	test('the launch price of R1 has its cache hit', () => {
		expect(findModel('deepseek-reasoner')?.prices[0]).toMatchObject({ cachedInput: 0.14, input: 0.55, output: 2.19 });
	});

	test('the Llama distills carry a Llama licence, the largest stands on Llama 3.3', () => {
		expect(openWeights.filter(({ name }) => name.includes('Llama')).every(({ licence }) => licence.includes('Llama 3.'))).toBe(true);
		expect(openWeights.find(({ id }) => id.endsWith('llama-70b'))?.licence).toContain('Llama-3.3-70B');
	});

	test.each(benchmarks.map((row) => [row.model, row.name, row] as const))('%s %s has source, date and sampling', (_model, _name, row) => {
		expect(row).toMatchObject({
			source: expect.stringMatching(/./),
			date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
			sampling: expect.stringMatching(/./),
		});
	});
});

test.each(openWeights.map((row) => [row.id, row] as const))('weights %s have a source', (_id, row) => {
	expect(row).toMatchObject({ source: expect.stringMatching(/^https:/), checkedAt: expect.stringMatching(/^\d{4}-/) });
	expect(row.activeParameters).toBeLessThanOrEqual(row.parameters);
});

test('every field of a host decides something, or is shown', () => {
	const root = path.join(import.meta.dirname, '../../..');
	const readers = globSync('{core,nodes,credentials,lab}/**/*.ts', { cwd: root })
		.filter((file) => !file.startsWith('core/catalogue/host'))
		.map((file) => readFileSync(path.join(root, file), 'utf8'));
	const isRead = (field: string) =>
		readers.some((text) => new RegExp(`(?:ost\\)?|thinking)\\??\\.${field}\\b|\\{[^{}]*\\b${field}\\b[^{}]*\\}`).test(text));
	const fields = new Set(hosts.flatMap((host) => [...Object.keys(host), ...Object.keys(host.thinking)]));
	expect([...fields].filter((field) => !isRead(field))).toEqual([]);
});
