import type { Verdict } from '../checks/checkResult';
import { count } from './format';
import type { Report } from './reportSchema';

/** How each verdict is said; the sign tells it without colour. */
export const verdictWords: Record<Verdict, { short: string; sign: string }> = {
	pass: { short: 'Pass', sign: '✓' },
	warn: { short: 'Undecided', sign: '!' },
	fail: { short: 'Fail', sign: '✕' },
	skipped: { short: 'Skipped', sign: '–' },
};

/** The answer of the whole report in a few words, and the sentence that says what it rests on. */
export function headline({ verdict, checks }: Report): { words: string; detail: string } {
	const of = (wanted: Verdict) => checks.filter((check) => check.verdict === wanted);
	const ran = checks.length - of('skipped').length;
	const names = (list: typeof checks) => list.map(({ title }) => title).join(', ');
	const parts = [
		of('fail').length > 0 ? `${count(of('fail').length, 'check')} failed: ${names(of('fail'))}.` : '',
		of('warn').length > 0 ? `${of('warn').length} undecided: ${names(of('warn'))}.` : '',
		ran === checks.length ? '' : `${ran} of ${checks.length} checks ran.`,
	];
	const detail = parts.filter(Boolean).join(' ') || `All ${checks.length} checks ran and passed.`;
	switch (verdict) {
		case 'fail':
			return { words: 'Not ready', detail };
		case 'warn':
			return { words: 'Not decided yet', detail };
		case 'pass':
			return { words: ran === checks.length ? 'Ready to move' : 'No objection found', detail };
		case 'skipped':
			return { words: 'Nothing was checked', detail };
	}
}
