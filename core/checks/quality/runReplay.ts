import type { History } from '../../history/history';
import type { CheckContext } from '../check';
import type { Conclusion } from '../checkResult';
import { parseJson } from '../../json';
import { readAnchors } from '../../replay/anchors';
import { collectReplay, type CallsToReplay } from '../../replay/collect';
import { concludeReplay } from '../../replay/conclude';
import { gate, type Gate } from '../../replay/gate';
import { pairsToMark } from '../../replay/pairsToMark';
import { readCalls } from '../../replay/readCalls';
import { historyTables, readExecutions } from './executions';
import { judgeOf } from './judgeOf';
import { listHistory } from './listHistory';
import type { QualityParameters } from './parameters';

/** The quality check on calls that executions have recorded. */
export async function runReplay(chosen: QualityParameters, context: CheckContext): Promise<Conclusion> {
	const { qualityOptions: options, historyOptions, marginPoints } = chosen;
	const { folder, anchorsFile } = historyOptions;
	const history = chosen.taskSource === 'executions' ? await readExecutions(chosen, context) : undefined;
	const { anchors, problems } = anchorsFile
		? await readAnchors(context.files.lines(anchorsFile), anchorsFile)
		: { anchors: [], problems: [] };
	if (history && chosen.listOnly) return listHistory(history, chosen, anchors.length, context);
	const given = history ? callsOf(history) : await recordedCalls(chosen, context);
	const margin = marginPoints / 100;
	// Without what a float adds: the gate is read by people.
	const alpha = Number((1 - options.confidence).toFixed(9));
	if (!(margin > 0))
		throw Object.assign(new Error('A replay needs a margin above 0'), {
			description: 'Say how many points worse the candidate may be; with none, no number of calls would show it.',
		});
	const evidence = await collectReplay(
		{ ...given, problems: [...given.problems, ...problems] },
		{
			margin,
			alpha,
			expectedChange: historyOptions.expectedChangePercent / 100,
			cases: options.taskCount,
			seed: options.seed,
			tolerance: historyOptions.tolerancePercent / 100,
			critical: historyOptions.critical,
			judge: judgeOf(options, context),
			rubric: historyOptions.rubric,
			anchors,
			maxTokens: options.maxTokens,
			temperature: options.temperature,
			effort: options.effort === 'auto' ? undefined : options.effort,
			instanceUrl: historyOptions.instanceUrl || context.n8n?.api?.base,
			api: context.n8n?.api,
			...(folder
				? {
						earlierGate: await gateIn(`${folder}/gate.json`, context),
						keepGate: (written: Gate) => context.files.write(`${folder}/gate.json`, `${JSON.stringify(written, null, '\t')}\n`),
					}
				: {}),
		},
		context,
	);
	const pairs = folder ? pairsToMark(evidence.replayed, options.seed) : [];
	if (pairs.length > 0) await context.files.write(`${folder}/to-mark.jsonl`, `${pairs.map((pair) => JSON.stringify(pair)).join('\n')}\n`);
	const conclusion = concludeReplay(evidence, { margin, alpha, maxErrorShare: options.maxErrorPercent / 100 });
	return history ? { ...conclusion, tables: [...(conclusion.tables ?? []), ...historyTables(history)] } : conclusion;
}

function callsOf(history: History): CallsToReplay {
	if (history.held.length > 0) return { calls: history.held, problems: [], source: 'executions' };
	const [why] = [...history.callsLeftOut, ...history.executionsLeftOut].map(({ reason, count }) => `${count} left out: ${reason}`);
	throw Object.assign(new Error('The executions hold no recorded call to replay'), {
		description: why ?? history.problems[0]?.reason ?? 'There were none in these days, or n8n does not keep them.',
	});
}

export async function recordedCalls(
	{ historyFile }: Pick<QualityParameters, 'historyFile'>,
	{ files, items }: Pick<CheckContext, 'files' | 'items'>,
): Promise<CallsToReplay> {
	const source = historyFile || 'items';
	const read = await readCalls(historyFile ? files.lines(historyFile) : items, source).catch((error: unknown) => {
		if (!(error instanceof Error && 'code' in error)) throw error;
		throw Object.assign(new Error(`The recorded calls ${historyFile} can't be read (${String(error.code)})`), {
			description: 'Name the file that the command `history` has written with --out.',
		});
	});
	if (read.calls.length === 0)
		throw Object.assign(new Error('There are no recorded calls to replay'), {
			description: read.problems[0]
				? `${source}, line ${read.problems[0].line}: ${read.problems[0].reason}.`
				: 'Read them with the command `history`.',
		});
	return { ...read, source };
}

async function gateIn(file: string, { files }: CheckContext): Promise<Gate | undefined> {
	if (!(await files.look(file))) return undefined;
	const read = gate.safeParse(parseJson(new TextDecoder().decode(await files.read(file, 10e6))));
	if (read.success) return read.data;
	throw Object.assign(new Error(`${file} is no gate of this version`), {
		description: 'Choose another folder; what stands there is left as it is.',
	});
}
