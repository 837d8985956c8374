import type { TaskRow } from '../task';
import { distance, linear, quadratic, system } from './algebra';
import { digitSum, meeting, sharing, shopping } from './arithmetic';
import { daysBetween, weekday } from './dates';
import { drawFrom } from './draw';
import type { Family, Language } from './family';
import { counting, knights, race } from './logic';
import { probability, remainder, smallestNumber } from './multipleChoice';
import { listCode, loop, writeFunction } from './programs';

const families: Record<string, Record<string, Family>> = {
	arithmetic: { shopping, sharing, meeting, digitSum },
	algebra: { linear, system, quadratic, distance },
	logic: { race, knights, counting },
	dates: { weekday, daysBetween },
	programs: { loop, listCode },
	'multiple-choice': { remainder, probability, smallestNumber },
};

const languages: readonly Language[] = ['en', 'zh'];

export interface BundledOptions {
	seed?: number;
	/** How many tasks; they are spread evenly over kinds and languages. */
	count?: number;
	/** Adds tasks whose answer is a program, for those who let answers be run. */
	withCode?: boolean;
}

/** Made-up tasks with certain answers, the same for the same seed; no two ask the same. */
export function bundledTasks({ seed = 1, count = 300, withCode = false }: BundledOptions = {}): TaskRow[] {
	const kinds = Object.entries({ ...families, ...(withCode ? { code: { writeFunction } } : {}) }).flatMap(([subject, members]) =>
		Object.entries(members).flatMap(([name, family]) => languages.map((lang) => ({ subject, name, family, lang }))),
	);
	const asked = new Set<string>();
	const draw = drawFrom(seed);
	return Array.from({ length: count }, (_, index) => index).flatMap((index): TaskRow[] => {
		const { subject, name, family, lang } = kinds[index % kinds.length];
		const row = newRow(() => family(draw, lang), asked);
		return row ? [{ id: `${name}-${lang}-${Math.floor(index / kinds.length) + 1}`, subject, lang, ...row }] : [];
	});
}

/** A task not asked yet; a kind that has no more of them gives nothing. */
function newRow<FileRow extends { prompt: string }>(make: () => FileRow, asked: Set<string>): FileRow | undefined {
	for (let attempt = 0; attempt < 50; attempt += 1) {
		const row = make();
		if (asked.has(row.prompt)) continue;
		asked.add(row.prompt);
		return row;
	}
	return undefined;
}
