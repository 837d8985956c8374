import { constantsOnly } from '../../history/evaluator';
import { executionsIn } from '../../history/executionsIn';
import { fromInstance } from '../../history/fromInstance';
import { readHistory, type History } from '../../history/history';
import type { Source } from '../../history/fromFiles';
import { InstanceError } from '../../migrate/n8nApi';
import { ownPatterns } from '../../redact/ownPatterns';
import { isCountry, personalDataFinder } from '../../redact/personalData';
import type { CheckContext } from '../check';
import type { Table } from '../checkResult';
import type { QualityParameters } from './parameters';

/** Calls that are held in memory: about as much as n8n itself takes for a large execution. */
const mostCharacters = 100e6;

/** The calls in executions: of the instance, newest first, or of the items that came in. @throws Error with a `description` */
export async function readExecutions(
	{ executionSource, executionOptions: options }: Pick<QualityParameters, 'executionSource' | 'executionOptions'>,
	{ n8n, items, files, now, signal }: Pick<CheckContext, 'n8n' | 'items' | 'files' | 'now' | 'signal'>,
): Promise<History> {
	const { workflowIds, days, mostExecutions, redact, country, byHand } = options;
	if (country !== '' && !isCountry(country))
		throw toFix(`"${country}" is no country code`, 'Write DE, US, ... in Country of Phone Numbers.');
	const patterns = await ownPatterns(redact.map(patternIn)).catch((error: unknown) => {
		throw toFix('A pattern of Also Take Out is not valid', error instanceof Error ? error.message : '');
	});
	try {
		return await readHistory({
			sourceFrom: () => (executionSource === 'items' ? fromItems(items) : ofInstance()),
			evaluator: n8n?.evaluator ?? constantsOnly,
			finders: [patterns, personalDataFinder({ country: country || undefined })],
			byHand,
			now,
			files,
			asked: '',
			holdCharacters: mostCharacters,
			signal,
		});
	} catch (error) {
		throw error instanceof InstanceError ? toFix(error.message, error.description) : error;
	}

	function ofInstance(): Source {
		const api = n8n?.api;
		if (!api)
			throw toFix('There is no access to an n8n', 'Choose the credential R1 N8n Instance API, or hand the executions over as items.');
		const startedAfter = new Date(now.getTime() - days * 86_400_000).toISOString();
		const sources = (workflowIds.length > 0 ? workflowIds : [undefined]).map((workflowId) =>
			fromInstance({ api, workflowId, startedAfter, most: mostExecutions, signal }),
		);
		return {
			async *executions() {
				for (const source of sources) yield* source.executions();
			},
			get problems() {
				return sources.flatMap(({ problems }) => problems);
			},
		};
	}
}

const toFix = (message: string, description: string) => Object.assign(new Error(message), { description });

function fromItems(items: readonly unknown[]): Source {
	const problems: Source['problems'] = [];
	return {
		async *executions() {
			for (const [index, item] of items.entries()) {
				let none = true;
				for (const execution of executionsIn(item)) {
					none = false;
					yield execution;
				}
				if (none) problems.push({ file: `item ${index}`, reason: 'It holds no execution of n8n.' });
			}
		},
		problems,
	};
}

function patternIn(line: string): { name: string; pattern: string } {
	const [, name = '', pattern = ''] = /^([^=]+)=(.+)$/.exec(line) ?? [];
	if (pattern === '') throw toFix('A line of Also Take Out has no pattern', `Write name=pattern, not "${line}".`);
	return { name: name.trim(), pattern };
}

/** What was read, what was not, and what was taken out: the same tables before a replay and after it. */
export function historyTables(history: History): Table[] {
	const { groups, why, callsLeftOut, executionsLeftOut, redactions, problems, notHeld } = history;
	const counted = (title: string, rows: { reason: string; count: number; examples?: string[] }[]): Table[] =>
		rows.length === 0
			? []
			: [
					{
						title,
						columns: [
							{ key: 'reason', label: 'Reason' },
							{ key: 'count', label: 'Number' },
							{ key: 'examples', label: 'Such as' },
						],
						rows: rows.map(({ reason, count, examples = [] }) => ({ reason, count, examples: examples.join(', ') })),
					},
				];
	const memory = notHeld > 0 ? [{ reason: 'older calls, for which there was no room in memory', count: notHeld }] : [];
	return [
		{
			title: 'Recorded calls',
			columns: [
				{ key: 'workflow', label: 'Workflow' },
				{ key: 'model', label: 'Model' },
				{ key: 'calls', label: 'Calls' },
				{ key: 'exact', label: 'Exact' },
				{ key: 'partly', label: 'Partly' },
				{ key: 'recorded', label: 'As recorded' },
				{ key: 'failed', label: 'Failed' },
				{ key: 'inputTokens', label: 'Input', unit: 'tokens' },
				{ key: 'outputTokens', label: 'Output', unit: 'tokens' },
			],
			rows: groups.map(({ workflow, model, calls, exact, partly, recorded, failed, inputTokens, outputTokens }) => ({
				...{ workflow, model, calls, exact, partly, recorded, failed, inputTokens, outputTokens },
			})),
		},
		...counted('Not exact, because', why),
		...counted('Calls left out', [...callsLeftOut, ...memory]),
		...counted('Executions left out', executionsLeftOut),
		...counted(
			'Not read',
			problems.map(({ file, reason }) => ({ reason, count: 1, examples: [file] })),
		),
		...counted(
			'Personal data taken out',
			redactions.map(({ kind, places, values, nodes }) => ({
				reason: `${kind}, ${values} different`,
				count: places,
				examples: nodes.slice(0, 3).map(({ node }) => node),
			})),
		),
	];
}
