import { describe, expect, test } from 'vitest';
import { detectChinese } from '../../../core/chinese/detect';
import { createChineseStream } from '../../../core/chinese/stream';
import { figuresOf, meanOverlap } from '../../bench/detectMeasures';
import { detectRows } from '../../bench/detectRows';
import { hasSharedData } from '../../support/sharedData';

describe.skipIf(!hasSharedData)('on the labelled rows beside the checkout (skipped where they are not)', () => {
	const rows = hasSharedData ? detectRows() : [];
	const detections = rows.map(({ text }) => detectChinese(text));
	const figures = () =>
		figuresOf(
			rows,
			detections.map(({ found }) => found),
		);

	test('at least 99 % of the rows with Chinese are found', () => {
		expect(figures().recall).toBeGreaterThanOrEqual(0.99);
	});

	test('at most 0.5 % of the rows without are false alarms, at most 1 % of the Japanese, Korean and quoting ones', () => {
		const { falseAlarms, japanese, korean, quoted } = figures();
		expect(falseAlarms).toBeLessThanOrEqual(0.005);
		expect(Math.max(japanese, korean, quoted)).toBeLessThanOrEqual(0.01);
	});

	test('spans overlap the labelled ones by at least 0.95', () => {
		expect(meanOverlap(rows, detections)).toBeGreaterThanOrEqual(0.95);
	});

	test('simplified and traditional are told apart in 99 % of the rows', () => {
		const judged = rows.flatMap((row, index) => {
			const [longest] = detections[index].spans.toSorted((left, right) => right.text.length - left.text.length);
			return longest && longest.script !== 'either' && row.zhScript?.startsWith('Han') && row.zhScript !== 'Hani'
				? [longest.script === row.zhScript.toLowerCase()]
				: [];
		});
		expect(judged.length).toBeGreaterThan(3000);
		expect(judged.filter(Boolean).length / judged.length).toBeGreaterThanOrEqual(0.99);
	});

	test('a stream hardly ever reports what the whole text takes back', () => {
		let reports = 0;
		let takenBack = 0;
		for (const [index, { text }] of rows.entries()) {
			if (!createChineseStream().push(text)) continue;
			reports++;
			if (!detections[index].found) takenBack++;
		}
		expect(reports).toBeGreaterThan(1500);
		expect(takenBack / reports).toBeLessThan(0.002);
	});
});
