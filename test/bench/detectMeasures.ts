import type { Detection } from '../../core/chinese/detect';
import type { LabelledText } from './detectRows';

/** Groups of kinds whose false alarms or misses are counted apart. */
export const groupOf = ({ kind }: Pick<LabelledText, 'kind'>): string => {
	if (kind.startsWith('splice-')) return `spliced into ${kind.split('-')[1]}`;
	if (kind.startsWith('quoted-term')) return 'quoted term';
	if (kind.startsWith('ko')) return kind === 'ko-hanja' ? 'Korean with hanja' : 'Korean';
	if (kind === 'ja-kanji-only') return 'Japanese, kanji only';
	if (kind.startsWith('ja')) return 'Japanese';
	if (kind === 'zh-mixed-latin') return 'Chinese with Latin terms';
	if (kind.startsWith('zh')) return 'Chinese';
	if (kind === 'code-zh-comment') return 'comment in code';
	if (kind === 'natural-leak') return 'natural leak';
	if (kind === 'code-other') return 'code without Chinese';
	if (kind === 'cjk-punct' || kind === 'emoji') return 'CJK punctuation, emoji';
	return 'other languages';
};

type Spans = readonly { start: number; end: number }[];

/** Intersection over union of two lists of spans, in code units. */
export function overlap(length: number, left: Spans, right: Spans): number {
	const marks = new Uint8Array(length);
	for (const { start, end } of left) for (let index = start; index < end; index++) marks[index] |= 1;
	for (const { start, end } of right) for (let index = start; index < end; index++) marks[index] |= 2;
	let both = 0;
	let either = 0;
	for (const mark of marks) {
		if (mark === 3) both++;
		if (mark !== 0) either++;
	}
	return either === 0 ? 1 : both / either;
}

export interface Figures {
	accuracy: number;
	recall: number;
	falseAlarms: number;
	japanese: number;
	korean: number;
	quoted: number;
}

const share = (rows: readonly boolean[]) => (rows.length ? rows.filter(Boolean).length / rows.length : 0);

/** What a method's flags are worth. */
export function figuresOf(rows: readonly LabelledText[], flags: readonly boolean[]): Figures {
	const flagged = (wanted: (row: LabelledText) => boolean) => share(flags.filter((_, index) => wanted(rows[index])));
	return {
		accuracy: share(flags.map((flag, index) => flag === rows[index].hasChinese)),
		recall: flagged((row) => row.hasChinese),
		falseAlarms: flagged((row) => !row.hasChinese),
		japanese: flagged((row) => !row.hasChinese && row.kind.startsWith('ja')),
		korean: flagged((row) => !row.hasChinese && row.kind.startsWith('ko')),
		quoted: flagged((row) => row.kind.startsWith('quoted-term')),
	};
}

/** Mean overlap over the rows that have Chinese. */
export function meanOverlap(rows: readonly LabelledText[], detections: readonly Detection[]): number {
	const overlaps = rows.flatMap((row, index) => (row.hasChinese ? [overlap(row.text.length, row.spans, detections[index].spans)] : []));
	return overlaps.reduce((sum, each) => sum + each, 0) / overlaps.length;
}
