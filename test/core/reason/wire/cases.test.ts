import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reason, ReasonError } from '../../../../core/reason';
import type { WireCase } from './case';
import { playHost } from './playHost';
import { whatIsWrong, type CallEnd } from './whatIsWrong';

const key = 'sk-case-SECRET-0123456789abcdef';

const read = (file: string): WireCase[] =>
	readFileSync(path.join(import.meta.dirname, file), 'utf8')
		.split('\n')
		.filter(Boolean)
		.map((line): WireCase => JSON.parse(line));

async function outcomeOf({ request: given }: WireCase, baseURL: string): Promise<CallEnd> {
	const { profile, options, ...request } = given;
	const startedMs = performance.now();
	let toldAnswer = '';
	const call = reason(
		request,
		{ baseURL, apiKey: key, ...(profile ? { profile } : {}) },
		{ onDelta: ({ kind, text }) => void (kind === 'answer' && (toldAnswer += text)), ...options },
	);
	const outcome = await call.then(
		(result) => ({ result }),
		(error: unknown) => {
			if (error instanceof ReasonError) return { error };
			throw error;
		},
	);
	return { ...outcome, toldAnswer, ms: performance.now() - startedMs };
}

describe.each(['cases.jsonl', 'own.jsonl', 'more.jsonl', 'reported.jsonl'])('%s', (file) => {
	const cases = read(file);
	let host: Awaited<ReturnType<typeof playHost>>;
	beforeAll(async () => {
		host = await playHost(cases);
	});
	afterAll(() => host.close());

	test.concurrent.for(cases.map((each) => ({ name: `${each.kind} ${each.id}: ${each.behaviour}`, each })))('$name', async ({ each }) => {
		const outcome = await outcomeOf(each, host.at(each));
		const wrong = whatIsWrong(each.expect, outcome);
		expect(wrong).toEqual([]);
		const said = `${outcome.error?.message} ${outcome.error?.description} ${outcome.error?.stack}`;
		expect(said).not.toContain('SECRET-0123');
		expect(said).not.toContain('heliotrope');
	});
});
