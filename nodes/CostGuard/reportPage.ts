import { usdOf } from '../../core/money/nano';
import type { Report, Spend, Unanswered } from '../../core/budget/ledger/report';

/**
 * The report as a page that mail programs show as it is: a chart of bars made of table cells, since they drop pictures
 * drawn by scripts or SVG.
 */
export function reportPage(
	{ scopes, moreScopes, models, workflows, days, totals, unanswered, notices }: Report,
	{ timeZone, key }: { timeZone: string; key?: string },
): string {
	const title = key === undefined ? 'Model spending' : `Model spending: ${key}`;
	return [
		'<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">',
		`<title>${escape(title)}</title></head>`,
		'<body style="font:14px/1.5 system-ui,sans-serif;color:#1c2b29;max-width:720px;margin:24px auto;padding:0 16px">',
		`<h1 style="font-size:20px">${escape(title)}</h1>`,
		`<p><b>${money(totals.spentNano)}</b> spent in ${calls(totals)}, ${money(totals.reservedNano)} reserved now.${alerts(totals)}</p>`,
		...notices.map((notice) => `<p><b>${escape(notice)}.</b></p>`),
		bars(
			`By day (${timeZone})`,
			days.map(({ day, ...spend }) => ({ name: day, ...spend })),
		),
		bars(
			'By model',
			models.map(({ model, ...spend }) => ({ name: model, ...spend })),
		),
		bars(
			'By workflow',
			workflows.map(({ workflow, ...spend }) => ({ name: workflow, ...spend })),
		),
		section(
			'Budgets',
			['Scope', 'Per', 'Time zone', 'Since', 'Limit', 'Spent', 'Reserved', 'Left'],
			scopes.map(({ key: name, period, timeZone: zone, startsAt, limitNano, spentNano, reservedNano, leftNano }) => [
				name,
				period === 'allTime' ? 'all time' : period,
				zone ?? '',
				startsAt === null ? '' : minuteOf(startsAt),
				limitNano === null ? '' : money(limitNano),
				money(spentNano),
				money(reservedNano),
				leftNano === null ? '' : money(leftNano),
			]),
		),
		moreScopes ? '<p>These are the latest windows; choose a scope or dates to see others.</p>' : '',
		...(unanswered.length === 0 ? [] : [lost(unanswered)]),
		'</body></html>',
	].join('\n');
}

/** One row a call that may be on the provider's bill though nobody has its answer. */
function lost(calls: readonly Unanswered[]): string {
	return section(
		'Possibly paid, never answered',
		['Reserved at (UTC)', 'Model', 'Workflow', 'Execution, item', 'Charged', 'What to do'],
		calls.map((call) => [
			minuteOf(call.reservedAt),
			call.model ?? '',
			call.workflow ?? '',
			call.executionId === null ? '' : `${call.executionId}${call.item === null ? '' : `, ${call.item}`}`,
			money(call.chargedNano),
			whatToDo(call),
		]),
	);
}

/** What a person can find out that the ledger can't. */
export function whatToDo({ why, sent, reservationId }: Pick<Unanswered, 'why' | 'sent' | 'reservationId'>): string {
	if (why === 'failed')
		return 'The host may have charged for it: compare the time with its usage page. Run the item again if its answer is needed';
	const look = sent
		? 'It was sent, and nobody settled it: its worker may have been killed. Compare the time with the usage page of the host'
		: 'Nobody settled it, and whether it was sent is not known: open the execution, or compare the time with the usage page of the host';
	return `${look}. Then settle ${reservationId} at what it cost, or release it; n8n does not run it again by itself`;
}

const minuteOf = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');

function bars(title: string, rows: (Spend & { name: string })[]): string {
	const most = Math.max(1, ...rows.map(({ spentNano }) => spentNano));
	const cells = rows.map(({ name, ...spend }) => {
		const percent = Math.round((spend.spentNano / most) * 100);
		const bar = `<table role="presentation" width="100%" cellspacing="0" cellpadding="0"><tr><td width="${percent}%" style="background:#0f766e;height:14px"></td><td></td></tr></table>`;
		return `<tr><td style="${cell}white-space:nowrap">${escape(name)}</td><td style="${cell}width:50%">${bar}</td><td style="${cell}text-align:right">${money(spend.spentNano)}</td><td style="${cell}text-align:right">${calls(spend)}</td></tr>`;
	});
	return `<h2 style="font-size:16px">${escape(title)}</h2>${table(cells)}`;
}

function section(title: string, names: string[], rows: string[][]): string {
	const row = (texts: string[], tag: 'td' | 'th') =>
		`<tr>${texts.map((text) => `<${tag} style="${cell}text-align:left">${escape(text)}</${tag}>`).join('')}</tr>`;
	return `<h2 style="font-size:16px">${escape(title)}</h2>${table([row(names, 'th'), ...rows.map((texts) => row(texts, 'td'))])}`;
}

const cell = 'padding:3px 8px 3px 0;';
const table = (rows: string[]) =>
	rows.length === 0
		? '<p>Nothing was spent.</p>'
		: `<table width="100%" cellspacing="0" style="border-collapse:collapse">${rows.join('\n')}</table>`;
const money = (nano: number) => `$${usdOf(nano).toFixed(Math.abs(nano) < 10_000_000 && nano !== 0 ? 6 : 2)}`;
const calls = ({ calls: count }: Spend) => `${count} ${count === 1 ? 'call' : 'calls'}`;
const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function alerts({ overruns, overrunNano, chargedOnExpiry, unanswered }: Spend): string {
	const notes = [
		overruns > 0 ? `${overruns} cost more than was reserved, by ${money(overrunNano)} together` : '',
		chargedOnExpiry > 0 ? `${chargedOnExpiry} never settled and charged in full` : '',
		unanswered > 0 ? `${unanswered} possibly paid, never answered` : '',
	].filter((note) => note !== '');
	return notes.length === 0 ? '' : ` <b>${notes.join('; ')}.</b>`;
}
