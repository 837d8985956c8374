import { html, raw } from 'hono/html';
import type { CheckId } from '../checks';
import type { Chart } from '../checks/checkResult';
import { formatNumber, sentence, withoutControls } from './format';
import { comparisonSection } from './html/comparisonSection';
import { figureOf } from './html/figure';
import { hasPoints, sectionOf } from './html/section';
import { script, scriptHash } from './html/script';
import { emulatedStyle, style } from './html/style';
import type { Report } from './reportSchema';
import { headline, verdictWords } from './words';

/** Whose chart a manager wants to see first. */
const chartOrder: CheckId[] = ['quality', 'cost', 'latency', 'inventory', 'tools', 'language', 'fallback', 'residency', 'privacy'];
const chartsAbove = 3;

/** The report as one page that needs nothing but itself: a minute for a manager, the evidence for an engineer. */
export async function renderHtml(report: Report): Promise<string> {
	const { words, detail } = headline(report);
	const above = firstCharts(report);
	const page = await html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta
					http-equiv="Content-Security-Policy"
					content="default-src 'none'; style-src 'unsafe-inline'; script-src '${scriptHash}'; img-src data:"
				/>
				<meta name="generator" content="n8n-nodes-r1" />
				<title>${report.emulated ? 'Emulated: ' : ''}${withoutControls(report.title)}: ${words}</title>
				<link rel="icon" href="data:," />
				<style>
					${raw(style)}${report.emulated ? raw(emulatedStyle) : ''}
				</style>
			</head>
			<body>
				${report.emulated ? html`<div class="emulated" role="note"><em>Emulated</em>: measured against the provider lab, not against a real model${report.notice ? html`. ${sentence(report.notice)}` : ''}</div>` : report.notice ? html`<div class="emulated" role="note">${sentence(report.notice)}</div>` : ''}
				<header>
					<div>
						<p class="overline">${withoutControls(report.title)} · ${day(report.generatedAt)}</p>
						<h1 class="${report.verdict}">${words}</h1>
						<p class="lead">${sentence(detail)}</p>
						${move(report)} ${catalogueLine(report)}
					</div>
					<nav class="mosaic" aria-label="Checks">
						${report.checks.map(({ id, title, verdict }) => html`<a class="${verdict}" href="#${verdict === 'skipped' ? `line-${id}` : id}" title="${withoutControls(title)}: ${verdictWords[verdict].short}">${verdictWords[verdict].sign}</a>`)}
					</nav>
				</header>
				<main>
					<ol class="lines">
						${report.checks.map(
							({ id, title, verdict, summary }) =>
								html`<li class="${verdict}" id="line-${id}">
									<span class="sign" aria-hidden="true">${verdictWords[verdict].sign}</span
									><span class="name"
										>${verdict === 'skipped' ? withoutControls(title) : html`<a href="#${id}">${withoutControls(title)}</a>`}</span
									><span class="why">${sentence(summary)}</span><span class="word">${verdictWords[verdict].short}</span>
								</li> `,
						)}
					</ol>
					${above.length > 0 ? html`<div class="charts">${above.map(figureOf)}</div>` : ''} ${comparisonSection(report.comparison)}
					${report.checks.filter(({ verdict }) => verdict !== 'skipped').map((check) => sectionOf(check, new Set(above)))}
				</main>
				<footer>
					<p>
						A check passes only when the evidence is enough; “undecided” also means too few cases. Intervals are at 95 %.
						${report.spentUsd > 0 ? `The audit itself cost $${formatNumber(report.spentUsd)}.` : ''}
					</p>
					<p>Made by n8n-nodes-r1. The same results as data: report.json, schema version ${String(report.schemaVersion)}.</p>
				</footer>
				<script>${raw(script)}</script>
			</body>
		</html> `;
	return String(page);
}

function firstCharts({ checks }: Report): Chart[] {
	const queues = chartOrder.map((id) => (checks.find((check) => check.id === id)?.charts ?? []).filter(hasPoints));
	const firsts = queues.flatMap((charts) => charts.slice(0, 1));
	return [...firsts, ...queues.flatMap((charts) => charts.slice(1))].slice(0, chartsAbove);
}

/** How old prices and retirements are. */
function catalogueLine({ catalogue }: Report) {
	if (!catalogue) return '';
	return html`<p class="catalogue">
		${catalogue.warning ? html`<strong>${catalogue.warning}.</strong>` : `Models and prices as of ${catalogue.checkedAt}`}
	</p>`;
}

function move({ baseline, candidate }: Report) {
	if (!candidate) return '';
	const side = ({ model, host }: NonNullable<typeof baseline>) =>
		html`<span><b>${withoutControls(model)}</b> at ${withoutControls(host)}</span>`;
	return html`<p class="move">${baseline ? html`${side(baseline)}<span class="arrow" aria-label="to">→</span>` : ''}${side(candidate)}</p>`;
}

const day = (iso: string) => new Date(iso).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' }) + ' UTC';
