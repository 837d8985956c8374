import { findingColumns } from './findingColumns';
import { formatFigure, labelOf, oneLine } from './format';
import type { Report, ReportCheck } from './reportSchema';
import { headline, verdictWords } from './words';

/** Comments on GitHub end at 65,536 characters; what is longer would be refused whole. */
const longest = 60_000;
const rowsShown = 30;

/** The report as a comment for a pull request. */
export function renderMarkdown(report: Report): string {
	const { words, detail } = headline(report);
	const lines = [
		`# ${escapeMarkdown(report.title)}: ${words}`,
		'',
		...(report.emulated ? ['> **Emulated**: measured against the provider lab, not against a real model.', ''] : []),
		...(report.notice ? [`> ${escapeMarkdown(report.notice)}`, ''] : []),
		escapeMarkdown(detail),
		'',
		...sides(report),
		...catalogueLines(report),
		'| | Check | Result |',
		'|---|---|---|',
		...report.checks.map(
			({ title, verdict, summary }) =>
				`| ${verdictWords[verdict].sign} ${verdictWords[verdict].short} | ${escapeMarkdown(title)} | ${escapeMarkdown(summary)} |`,
		),
		'',
		...compared(report),
		...report.checks.flatMap(section),
	];
	const text = lines.join('\n');
	return text.length <= longest ? text : `${text.slice(0, text.lastIndexOf('\n', longest))}\n\n*Cut here; the rest is in report.html.*\n`;
}

/** How old prices and retirements are. */
function catalogueLines({ catalogue }: Report): string[] {
	if (!catalogue) return [];
	return [catalogue.warning ? `> **Old catalogue**: ${catalogue.warning}.` : `Models and prices as of ${catalogue.checkedAt}.`, ''];
}

function sides({ baseline, candidate }: Report): string[] {
	if (!baseline && !candidate) return [];
	const name = (side: typeof baseline) => (side ? `${code(side.model)} (${escapeMarkdown(side.host)})` : 'none');
	return [`Baseline ${name(baseline)}, candidate ${name(candidate)}.`, ''];
}

function compared({ comparison }: Report): string[] {
	if (!comparison) return [];
	const changed = comparison.changes.filter(({ direction }) => direction === 'better' || direction === 'worse');
	return [
		`## Against the report of ${escapeMarkdown(comparison.earlierGeneratedAt)}`,
		'',
		...(changed.length === 0
			? ['No verdict changed.']
			: changed.map(({ title, before, after, direction }) => `- **${direction}**: ${escapeMarkdown(title)}, ${before} → ${after}`)),
		'',
	];
}

function section(check: ReportCheck): string[] {
	const rows = check.findings.length;
	if (check.verdict === 'skipped' || (rows === 0 && !check.problems?.length)) return [];
	const { shown: keys } = findingColumns(check, check.findings.slice(0, rowsShown));
	return [
		`<details><summary>${escapeMarkdown(check.title)}: ${rows} finding${rows === 1 ? '' : 's'}</summary>`,
		'',
		...(rows === 0
			? []
			: [
					`| ${keys.map((key) => escapeMarkdown(labelOf(key))).join(' | ')} |`,
					`|${'---|'.repeat(keys.length)}`,
					...check.findings
						.slice(0, rowsShown)
						.map((finding) => `| ${keys.map((key) => escapeMarkdown(formatFigure(finding[key]))).join(' | ')} |`),
					...(rows > rowsShown ? ['', `${rows - rowsShown} more in report.html.`] : []),
				]),
		'',
		...(check.problems ?? []).map(
			({ file, line, reason, audited }) =>
				`- ${audited ? 'Read, and worth a look' : 'Left out'}: ${code(line ? `${file}:${line}` : file)}: ${escapeMarkdown(reason)}`,
		),
		'',
		'</details>',
		'',
	];
}

/** Text from outside as plain words: no markup, link, mention or new table cell comes of it. */
export function escapeMarkdown(text: string): string {
	return oneLine(text)
		.replace(/&/g, '&amp;')
		.replace(/</g, '&lt;')
		.replace(/>/g, '&gt;')
		.replace(/[\\`*_{}[\]()#|~!]/g, '\\$&')
		.replace(/@(?=\w)/g, '@\u200B')
		.replace(/\b(https?|www)(?=[:.])/gi, '$1\u200B');
}

function code(text: string): string {
	const plain = oneLine(text).replace(/\|/g, '\\|');
	const fence = '`'.repeat(Math.max(0, ...[...plain.matchAll(/`+/g)].map(([ticks]) => ticks.length)) + 1);
	return fence.length > 1 ? `${fence} ${plain} ${fence}` : `${fence}${plain}${fence}`;
}
