import { styleText } from 'node:util';
import type { Counted } from '../core/history/collect';
import type { History } from '../core/history/history';
import type { Group } from '../core/history/overview';
import { usdOf } from '../core/money/nano';
import { count, formatNumber, oneLine } from '../core/report/format';

const groupsShown = 30;

/** What a reading found, for a terminal. */
export function historyText(
	history: History & { evaluated: boolean },
	{ out, candidate, dryRun }: { out?: string; candidate?: string; dryRun: boolean },
): string {
	const { executions, calls, repeated, chosen, groups, why, redactions, problems, from, to, strata, evaluated } = history;
	const span = from && to ? `, ${from.slice(0, 10)} to ${to.slice(0, 10)}` : '';
	const redacted = redactions.flatMap(({ kind, places, values, nodes }) => [
		`${places} × ${oneLine(kind)}, ${values} different`,
		...(dryRun ? nodes.map(({ node, places: inNode }) => `  ${inNode} in ${oneLine(node)}`) : []),
	]);
	const lines = [
		'',
		`  ${styleText('bold', `${count(calls, 'call')} of language models`)} in ${count(executions, 'execution')}${span}${repeated > 0 ? `; ${repeated} of them repeat another one` : ''}`,
		...(history.continued ? ['  The reading went on where an earlier one was broken off.'] : []),
		'',
		...groups.slice(0, groupsShown).flatMap(groupLines),
		...(groups.length > groupsShown ? [`  and ${groups.length - groupsShown} more (--json has all)`] : []),
		...section(
			'Not exact, because',
			why.map(({ reason, count: number }) => `${number} × ${oneLine(reason)}`),
		),
		...section('Calls left out', history.callsLeftOut.map(countedLine)),
		...section('Executions left out', history.executionsLeftOut.map(countedLine)),
		...section(
			'Not read',
			problems.map(({ file, reason }) => `${oneLine(file)}: ${oneLine(reason)}`),
		),
		...section(dryRun ? 'Personal data that would be taken out' : 'Personal data taken out', redacted),
		...(strata.some(({ drawn, calls: all }) => drawn < all)
			? section(
					`Sample: ${chosen} of ${calls - repeated}`,
					strata.map(
						({ workflow, queryClass, length, calls: all, drawn }) => `${drawn} of ${all}  ${oneLine(workflow)}, ${queryClass}, ${length}`,
					),
				)
			: []),
		...costLines(history, candidate),
		...(evaluated
			? []
			: section('', [
					`${styleText('yellow', '!')} n8n-workflow is not installed: expressions were not evaluated. Roles are told by the recorded texts alone, and calls whose`,
					'  prompts n8n does not record (OpenAI, Anthropic, Gemini, HTTP Request, R1 Reason) are left out where they hold an expression.',
				])),
		'',
		out === undefined
			? '  Nothing was written, and nothing was sent.'
			: `  Written  ${out}: ${count(chosen, 'call')}. Nothing was sent. Next: n8n-nodes-r1 replay ${out}`,
		'',
		'',
	];
	return lines.join('\n');
}

function groupLines(group: Group): string[] {
	const { workflow, model, calls, failed, exact, partly, recorded, inputTokens, outputTokens, estimated, uses } = group;
	const used = Object.entries(uses).map(([kind, number]) => `${number} ${kind}`);
	return [
		`  ${styleText('bold', oneLine(workflow))}  ${oneLine(model)}`,
		`    ${count(calls, 'call')}${failed > 0 ? `, ${failed} failed` : ''}: ${exact} exact, ${partly} partly, ${recorded} as recorded; answers: ${used.join(', ')}`,
		`    ${formatNumber(inputTokens)} tokens in, ${formatNumber(outputTokens)} out${estimated > 0 ? ` (estimated for ${estimated})` : ''}`,
	];
}

function costLines({ cost }: History, candidate: string | undefined): string[] {
	if (!cost || candidate === undefined) return [];
	const { calls, inputTokens, outputTokens, asRecordedNano, atMostNano } = cost;
	const usd = (nano: number | 'unknown') => (nano === 'unknown' ? 'unknown: the catalogue has no price' : `$${formatNumber(usdOf(nano))}`);
	return section(`A replay of all ${calls} on ${oneLine(candidate)}`, [
		`${formatNumber(inputTokens)} tokens in, ${formatNumber(outputTokens)} out, as the old model wrote: ${usd(asRecordedNano)}`,
		`at most, if each answer were as long as it may be: ${usd(atMostNano)}`,
		'A model that thinks writes several times as much as one that does not.',
	]);
}

const section = (title: string, rows: readonly string[]) =>
	rows.length === 0 ? [] : ['', ...(title === '' ? [] : [`  ${title}`]), ...rows.map((row) => `    ${row}`)];
const countedLine = ({ reason, count: number, examples }: Counted) =>
	`${number} × ${oneLine(reason)} (${examples.map(oneLine).join(', ')})`;
