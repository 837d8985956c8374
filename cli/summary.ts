import type { Verdict } from '../core/checks/checkResult';
import { formatFigure, formatNumber, oneLine } from '../core/report/format';
import type { Report, ReportCheck } from '../core/report/reportSchema';
import { headline, verdictWords } from '../core/report/words';
import { colour } from './colour';

const styles = { pass: 'green', warn: 'yellow', fail: 'red', skipped: 'dim' } as const satisfies Record<Verdict, string>;
const findingsShown = 12;
const linesShown = 4;

/** The end of the audit as a person reads it in a terminal. */
export function summaryOf(report: Report, { columns, files, notes }: { columns: number; files: string[]; notes: string[] }): string {
	const { words, detail } = headline(report);
	const width = Math.min(columns, 120);
	const title = Math.max(...report.checks.map((check) => oneLine(check.title).length));
	const indent = 2 + 12 + title + 2;
	return [
		'',
		...(report.emulated
			? [`  ${colour(['black', 'bgYellow'], ' EMULATED ')} Measured against the provider lab, not against a real model.`, '']
			: []),
		`  ${colour(['bold', styles[report.verdict]], words)}`,
		...wrap(oneLine(detail), width - 2).map((line) => colour('dim', `  ${line}`)),
		'',
		...report.checks.flatMap((check) => rowOf(check, { title, indent, width })),
		...findings(report.checks, width),
		...problems(report.checks, width),
		...compared(report),
		'',
		...(report.spentUsd > 0 ? [`  Cost     $${formatNumber(report.spentUsd)}`] : []),
		...notes.map((note) => `  ${oneLine(note)}`),
		...files.map((file, index) => `  ${index === 0 ? 'Report ' : '       '}  ${file}`),
		'',
		'',
	].join('\n');
}

function rowOf({ verdict, title, summary }: ReportCheck, size: { title: number; indent: number; width: number }): string[] {
	const { sign, short } = verdictWords[verdict];
	const lines = wrap(oneLine(summary), Math.max(30, size.width - size.indent));
	const [first, ...rest] = lines.length <= linesShown ? lines : [...lines.slice(0, linesShown - 1), `${lines[linesShown - 1]} …`];
	const dim = (text: string) => (verdict === 'skipped' ? colour('dim', text) : text);
	return [
		`  ${colour(styles[verdict], `${sign} ${short.padEnd(10)}`)}${dim(`${oneLine(title).padEnd(size.title)}  ${first}`)}`,
		...rest.map((line) => dim(' '.repeat(size.indent) + line)),
	];
}

/** The references that need work, as the user names them: one line each, the broken ones first. */
function findings(checks: ReportCheck[], width: number): string[] {
	const inventory = checks.find(({ id }) => id === 'inventory');
	const urgent = (inventory?.findings ?? []).filter(
		({ status, inUse }) => (status === 'retired' || status === 'retires') && inUse !== false,
	);
	if (urgent.length === 0) return [];
	const rows = urgent.slice(0, findingsShown).map(({ workflow, node, model, status, retiresOn, replacement, action }) => ({
		place: clip(`${formatFigure(workflow)} / ${formatFigure(node)}`, Math.max(26, width - 74)),
		model: clip(formatFigure(model), 24),
		end: `${status === 'retired' ? 'gone since' : 'ends on'} ${formatFigure(retiresOn)}`,
		status,
		instead: replacement ? `→ ${formatFigure(replacement)}` : formatFigure(action),
	}));
	const longest = (key: 'place' | 'model' | 'end') => Math.max(...rows.map((row) => row[key].length));
	const [place, model, end] = [longest('place'), longest('model'), longest('end')];
	return [
		'',
		colour('dim', `  What to change (${urgent.length})`),
		...rows.map((row) => {
			const when = colour(row.status === 'retired' ? 'red' : 'yellow', row.end.padEnd(end));
			return `  ${row.place.padEnd(place)}  ${row.model.padEnd(model)}  ${when}  ${clip(row.instead, Math.max(12, width - place - model - end - 8))}`;
		}),
		...(urgent.length > findingsShown ? [colour('dim', `  and ${urgent.length - findingsShown} more in the report`)] : []),
	];
}

function problems(checks: ReportCheck[], width: number): string[] {
	const all = checks.flatMap((check) => check.problems ?? []);
	const part = (title: string, some: typeof all) => problemLines(title, some, width);
	return [
		...part(
			'Left out',
			all.filter(({ audited }) => !audited),
		),
		...part(
			'Read, and worth a look',
			all.filter(({ audited }) => audited),
		),
	];
}

function problemLines(title: string, all: NonNullable<ReportCheck['problems']>, width: number): string[] {
	if (all.length === 0) return [];
	return [
		'',
		colour('dim', `  ${title} (${all.length})`),
		...all.slice(0, findingsShown).map(({ file, line, reason }) => `  ${clip(`${file}${line ? `:${line}` : ''}: ${reason}`, width - 2)}`),
		...(all.length > findingsShown ? [colour('dim', `  and ${all.length - findingsShown} more in the report`)] : []),
	];
}

function compared({ comparison }: Report): string[] {
	if (!comparison) return [];
	const changed = comparison.changes.filter(({ direction }) => direction === 'better' || direction === 'worse');
	return [
		'',
		colour('dim', `  Against the report of ${comparison.earlierGeneratedAt.slice(0, 10)}`),
		...(changed.length === 0
			? ['  No verdict changed.']
			: changed.map(
					({ title, before, after, direction }) =>
						`  ${colour(direction === 'better' ? 'green' : 'red', direction.padEnd(7))} ${oneLine(title)}: ${before} → ${after}`,
				)),
	];
}

function wrap(text: string, width: number): string[] {
	const lines = [''];
	for (const word of text.split(' ')) {
		const last = lines.at(-1) ?? '';
		if (last !== '' && last.length + 1 + word.length > width) lines.push(word);
		else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
	}
	return lines;
}

const clip = (text: string, width: number) => {
	const plain = oneLine(text);
	return plain.length <= width ? plain : `${plain.slice(0, width - 1)}…`;
};
