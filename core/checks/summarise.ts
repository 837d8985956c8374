import type { Table, Verdict } from './checkResult';

/** Something that speaks for a verdict, as part of a sentence. */
export interface Reason {
	verdict: Verdict;
	text: string;
}

/** What a manager reads at a glance. */
const longest = 160;

/** The reasons for the verdict in one sentence: as many as fit behind the lead, at least one. All stand in a table where some do not fit. */
export function summarise(verdict: Verdict, reasons: readonly Reason[], lead = ''): { summary: string; reasonTables: Table[] } {
	const texts = reasons.filter((reason) => reason.verdict === verdict).map(({ text }) => text.replace(/[.\s]+$/, ''));
	const room = (index: number) => longest - (index === texts.length - 1 ? 1 : '; and 9 more.'.length);
	const shown = texts.filter((_, index) => index === 0 || `${lead}${texts.slice(0, index + 1).join('; ')}`.length <= room(index));
	const left = texts.length - shown.length;
	const text = `${lead}${shown.join('; ')}${left > 0 ? `; and ${left} more` : ''}`;
	return { summary: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`, reasonTables: left > 0 ? [reasonTable(reasons)] : [] };
}

const reasonTable = (reasons: readonly Reason[]): Table => ({
	title: 'Reasons',
	columns: [
		{ key: 'verdict', label: 'Verdict' },
		{ key: 'text', label: 'Reason' },
	],
	rows: reasons.map(({ verdict, text }) => ({ verdict, text })),
});
