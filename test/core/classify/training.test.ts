import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { classifyQuery } from '../../../core';
import { QUERY_CLASSES } from '../../../core/classify/classes';
import { bundledClassifier, unpackWeights } from '../../../core/classify/classifier';
import training from '../../../core/classify/training.json';
import { quickFigures } from '../../../scripts/classifier/crossValidate';
import {
	accuracyOfMostConfident,
	atTemperature,
	calibrationError,
	figuresOf,
	fitTemperature,
	hardAgainstRest,
} from '../../../scripts/classifier/figures';
import { dataHashes, hasPublicRows, parseRow, writtenRows } from '../../../scripts/classifier/rows';
import { sampleOfWrong, shareOfSources } from '../../../scripts/classifier/sample';
import { extractDatasets, SETTINGS, trainLinear } from '../../../scripts/classifier/train';

const folder = path.join(import.meta.dirname, '../../../core/classify');

describe('the trained weights', () => {
	test('take at most 1.5 MB', () => {
		expect(statSync(path.join(folder, 'weights.ts')).size).toBeLessThan(1_500_000);
	});

	test('were trained with the settings and on the files that lie here', () => {
		expect(training.settings).toEqual(SETTINGS);
		expect(training.data).toMatchObject(Object.fromEntries(Object.entries(dataHashes()).filter(([file]) => !file.endsWith('.gz'))));
	});

	test.skipIf(!hasPublicRows)('were trained on these public rows (skipped without ../shared/data)', () => {
		expect(training.data).toEqual(dataHashes());
	});

	test('are the ones that the figures belong to', () => {
		expect(createHash('sha256').update(bundledClassifier().task.weights).digest('hex')).toBe(training.weightsHash);
		expect(createHash('sha256').update(bundledClassifier().wide.weights).digest('hex')).toBe(training.wideHash);
		expect(createHash('sha256').update(bundledClassifier().asking.weights).digest('hex')).toBe(training.askingHash);
	});

	test('know the written rows that they were trained on', () => {
		const rows = writtenRows().filter((_, index) => index % 9 === 0);
		const figures = figuresOf(
			rows.map(({ query, label }) => ({ label, predicted: QUERY_CLASSES.indexOf(classifyQuery(query).queryClass) })),
		);
		expect(figures.accuracy).toBeGreaterThan(0.93);
	});

	test('are refused when they have another size', () => {
		expect(() => unpackWeights('AwA=', 5)).toThrow('train them again');
	});
});

describe('the held-out figures', () => {
	const { heldOutWritten, heldOutExercises, heldOutPublic, heldOutComposed, heldOutWorkflows } = training.figures;

	test('are those of a model trained again in seconds, one file left out', { timeout: 480_000 }, () => {
		const { public: publicFigures, ...again } = quickFigures();
		const { public: storedPublic, ...stored } = training.figures.quick;
		expect(again).toEqual(stored);
		if (hasPublicRows) expect(publicFigures).toEqual(storedPublic);
	});

	test('stand in the table of docs/route-figures.md as they are stored', () => {
		const table = readFileSync(path.join(folder, '../../docs/route-figures.md'), 'utf8');
		const figures: Record<string, (held: typeof heldOutWritten | typeof heldOutPublic) => number> = {
			accuracy: ({ all }) => all.accuracy,
			'macro-F1': ({ all }) => all.macroF1,
			'F1 simple': ({ all }) => all.f1.simple,
			'F1 reasoning': ({ all }) => all.f1.reasoning,
			'F1 coding': ({ all }) => all.f1.coding,
			'F1 creative': ({ all }) => all.f1.creative,
			'F1 general': ({ all }) => all.f1.general,
			'accuracy, English': ({ english }) => english.accuracy,
			'accuracy, other languages': ({ otherLanguages }) => otherLanguages.accuracy,
			'macro-F1, English': ({ english }) => english.macroF1,
			'macro-F1, other languages': ({ otherLanguages }) => otherLanguages.macroF1,
			'accuracy of the surest 75 %': ({ mostConfident75 }) => mostConfident75,
			'reasoning or coding against the rest': ({ reasoningOrCodingAgainstRest }) => reasoningOrCodingAgainstRest,
			'calibration error': ({ calibrationError }) => calibrationError,
			'weakest source': ({ accuracyBySource }) => Math.min(...Object.values(accuracyBySource)),
		};
		for (const [name, of] of Object.entries(figures)) {
			const [written, inPublic] = [heldOutWritten, heldOutPublic].map((held) => (100 * of(held)).toFixed(2));
			expect(table).toContain(`\n| ${name} | ${written} | ${inPublic} |`);
		}
	});

	test('of exercises stand in their table as they are stored', () => {
		const table = readFileSync(path.join(folder, '../../docs/route-figures.md'), 'utf8');
		const { all, accuracyBySource } = heldOutExercises;
		const percent = (share: number) => (100 * share).toFixed(2);
		expect(table).toContain(`\n| accuracy | ${percent(accuracyBySource.n)} | ${percent(accuracyBySource.o)} | ${percent(all.accuracy)} |`);
		for (const name of ['reasoning', 'coding'] as const) expect(table).toContain(`\n| F1 ${name} | - | - | ${percent(all.f1[name])} |`);
	});

	test('of prompts stand in the second table as they are stored', () => {
		const table = readFileSync(path.join(folder, '../../docs/route-figures.md'), 'utf8');
		const rows: Array<[string, 'settled' | 'firstOrAlternative' | 'cheapSentToHard' | 'hardSeen' | 'calibrationError']> = [
			['settled rows right', 'settled'],
			['first label or alternative', 'firstOrAlternative'],
			['other than hard rows sent to reasoning or coding', 'cheapSentToHard'],
			['reasoning or coding rows seen', 'hardSeen'],
			['calibration error', 'calibrationError'],
		];
		for (const [name, key] of rows) {
			const [composed, workflow] = [heldOutComposed, heldOutWorkflows].map((held) => (100 * held[key]).toFixed(2));
			expect(table).toContain(`\n| ${name} | ${composed} | ${workflow} |`);
		}
	});

	test('do not fall behind what was reached', () => {
		expect(heldOutWritten.all.rows).toBe(9329);
		expect(heldOutWritten.all.accuracy).toBeGreaterThanOrEqual(0.85);
		for (const accuracy of Object.values(heldOutWritten.accuracyBySource)) expect(accuracy).toBeGreaterThanOrEqual(0.78);
		expect(heldOutPublic.all.macroF1).toBeGreaterThanOrEqual(0.815);
		expect(heldOutPublic.mostConfident75).toBeGreaterThanOrEqual(0.92);
		expect(heldOutExercises.all.accuracy).toBeGreaterThanOrEqual(0.6);
		expect(heldOutWritten.english.macroF1 - heldOutWritten.otherLanguages.macroF1).toBeLessThanOrEqual(0.05);
		expect(heldOutPublic.english.macroF1 - heldOutPublic.otherLanguages.macroF1).toBeLessThanOrEqual(0.05);
		expect(heldOutWritten.mostConfident75).toBeGreaterThanOrEqual(0.93);
		expect(heldOutWritten.calibrationError).toBeLessThanOrEqual(0.05);
		expect(heldOutWorkflows.settled).toBeGreaterThanOrEqual(0.9);
		expect(heldOutWorkflows.firstOrAlternative).toBeGreaterThanOrEqual(0.92);
		expect(heldOutWorkflows.hardSeen).toBeGreaterThanOrEqual(0.44);
		expect(heldOutWorkflows.cheapNaturalSentToHard).toBeLessThanOrEqual(0.04);
		expect(heldOutWorkflows.calibrationError).toBeLessThanOrEqual(0.05);
	});
});

describe('training', () => {
	test('gives the same weights for the same seed, and others for another', () => {
		const data = extractDatasets(writtenRows().slice(0, 150), bundledClassifier().asking).task;
		const all = data.rows.map((_, index) => index);
		const settings = { ...SETTINGS, epochs: 1, trainings: 1 };
		const bytes = (seed: number) => Buffer.from(trainLinear(data, all, { ...settings, seed }).weights.buffer);
		const first = bytes(7);
		expect(bytes(7).equals(first)).toBe(true);
		expect(bytes(8).equals(first)).toBe(false);
	});

	test('of several trainings gives the mean of their weights', () => {
		const data = extractDatasets(writtenRows().slice(0, 150), bundledClassifier().asking).task;
		const all = data.rows.map((_, index) => index);
		const train = (seed: number, trainings: number) => trainLinear(data, all, { ...SETTINGS, epochs: 1, seed, trainings });
		const [first, second, mean] = [train(7, 1), train(8, 1), train(7, 2)];
		expect(mean.bias[0]).toBeCloseTo((first.bias[0] + second.bias[0]) / 2, 10);
		const apart = mean.weights.findIndex((_, index) => Math.abs(first.weights[index] - second.weights[index]) > 1e-3);
		expect(mean.weights[apart]).toBeCloseTo((first.weights[apart] + second.weights[apart]) / 2, 6);
	});

	test.each([
		['an unknown class', '{"text":"x","class":"poetry"}', /a\.jsonl:3: unknown class "poetry"; known are simple, reasoning/],
		['no class', '{"text":"x"}', /unknown class undefined/],
		['no text', '{"text":" ","class":"simple"}', /a\.jsonl:3: no text/],
	])('names the line of a row with %s', (_, line, message) => {
		expect(() => parseRow(line, 'a.jsonl:3')).toThrow(message);
	});
});

describe('the samples behind docs/route-figures.md', () => {
	const rows = writtenRows();
	const inSource = (sample: readonly number[], source: string) => sample.filter((row) => rows[row].source === source).length;

	test('a share of the rows is that share of every source, and holds every smaller share', () => {
		const [eighth, half] = [1 / 8, 1 / 2].map((share) => shareOfSources(rows, share, 1));
		for (const source of new Set(rows.map((row) => row.source))) {
			const size = rows.filter((row) => row.source === source).length;
			expect(inSource(eighth, source)).toBe(Math.round(size / 8));
			expect(inSource(half, source)).toBe(Math.round(size / 2));
		}
		expect(eighth.filter((row) => !half.includes(row))).toEqual([]);
		expect(shareOfSources(rows, 1, 1)).toEqual([...rows.keys()]);
	});

	test('a share is another one for another seed', () => {
		expect(shareOfSources(rows, 1 / 8, 1)).toEqual(shareOfSources(rows, 1 / 8, 1));
		expect(shareOfSources(rows, 1 / 8, 1)).not.toEqual(shareOfSources(rows, 1 / 8, 2));
	});

	test('the wrong rows hold no right one, and none twice', () => {
		const judged = [...rows.keys()].map((row) => ({
			row,
			label: row % 5,
			kind: 'written' as const,
			source: 'a',
			lang: 'en',
			alternatives: [],
			isQuestion: true,
			fold: 0,
			scores: Float64Array.of(1, 0, 0, 0, 0),
		}));
		const sample = sampleOfWrong(judged, 100, 1).map(({ row }) => row);
		expect(new Set(sample).size).toBe(100);
		expect(sample.filter((row) => row % 5 === 0)).toEqual([]);
	});
});

describe('figures', () => {
	const judged = (label: number, ...scores: number[]) => ({ label, alternatives: [], scores: Float64Array.from(scores) });
	const rows = [judged(0, 4, 0, 0, 0, 0), judged(1, 0, 3, 0, 0, 0), judged(2, 0, 1, 0, 0, 0), judged(3, 1.5, 0, 0, 0, 0)];

	test('accuracy and F1 agree with counting by hand', () => {
		const figures = figuresOf([
			{ label: 0, predicted: 0 },
			{ label: 0, predicted: 1 },
			{ label: 1, predicted: 1 },
			{ label: 2, predicted: 2 },
		]);
		expect(figures).toMatchObject({
			rows: 4,
			accuracy: 0.75,
			f1: { simple: 0.6667, reasoning: 0.6667, coding: 1, creative: 0, general: 0 },
		});
		expect(figures.macroF1).toBeCloseTo(0.4667, 4);
	});

	test('the most confident rows are taken by confidence', () => {
		expect(accuracyOfMostConfident(rows, 0.5)).toBe(1);
		expect(accuracyOfMostConfident(rows, 1)).toBe(0.5);
	});

	test('coding taken for reasoning is still hard', () => {
		expect(hardAgainstRest(rows.slice(0, 2))).toBe(1);
	});

	test('a temperature makes overconfident scores honest', () => {
		const overconfident = Array.from({ length: 200 }, (_, index) => judged(index % 2 ? 0 : 1, 6, 0, 0, 0, 0));
		const temperature = fitTemperature(overconfident);
		expect(temperature).toBeGreaterThan(1);
		expect(calibrationError(atTemperature(overconfident, () => temperature))).toBeLessThan(calibrationError(overconfident));
	});
});
