import type { FunctionsBase } from 'n8n-workflow';
import { credentialOf } from './credentialOf';
import { createHash } from 'node:crypto';
import { payFrom } from '../../core/budget/paidCall';
import { openRedaction } from '../../core/history/redaction';
import { nanoOf } from '../../core/money/nano';
import { personalDataFinder } from '../../core/redact/personalData';
import type { ReasonRequest, ReasonResult } from '../../core/reason';
import type { NetworkFetch } from '../../core/reason/networkFetch';
import { liveCall } from '../../core/shadow/liveCall';
import { openShadow, type Shadow } from '../../core/shadow/openShadow';
import type { ShadowRecord } from '../../core/shadow/shadowRecord';
import { endpointOfCredential } from './endpointOfCredential';
import { filesOf } from './files';
import { networkFetchOf } from './networkFetchOf';
import { shadowCredential, type ShadowSettings } from './shadowOption';
import { ledgerOf } from './withinBudget';

type Context = FunctionsBase & { helpers: object };

/** What is told of each live answer; it returns at once. */
export type Observe = (request: ReasonRequest, result: ReasonResult) => void;

interface Opened {
	shadow: Shadow;
	/** Open only while calls are under way: the network of the execution that asked ends with it. */
	network?: NetworkFetch;
}

/** One shadow per node and setting in this process, so that its pauses outlast an execution. */
const opened = new Map<string, Promise<Opened>>();
let counted = 0;

/** Sends live requests to the node's shadow model, too. Nothing that goes wrong here reaches the live answer; `onProblem` hears of it. */
export function observerOf(
	context: Context,
	settings: ShadowSettings,
	{ ledger, ledgerFile, onProblem }: { ledger: 'sqlite' | 'postgres'; ledgerFile: string; onProblem: (problem: string) => void },
): Observe {
	const { id: workflowId = '', name: workflowName = '' } = context.getWorkflow();
	const { id, name, type, typeVersion } = context.getNode();
	const executionId = context.getExecutionId();
	const key = createHash('sha256')
		.update(JSON.stringify([workflowId, id, settings]))
		.digest('hex');
	const started = new Date().toISOString();
	const open = async (): Promise<Opened> => {
		const credential = endpointOfCredential(shadowCredential, await credentialOf(context, shadowCredential));
		const file = await filesOf(context).keep(settings.file);
		const budget = payFrom({
			ledger: await ledgerOf(context, ledger, ledgerFile),
			scopes: [
				{
					key: `shadow:${settings.model}`.slice(0, 200),
					period: 'day',
					timeZone: 'UTC',
					limitNano: nanoOf('Budget a Day (USD)', settings.dailyUsd),
				},
			],
			workflow: (workflowName || 'unnamed').slice(0, 200),
		});
		const one: Opened = {
			shadow: openShadow({
				candidate: { endpoint: credential, model: settings.model, emulated: false },
				share: settings.sharePercent / 100,
				pay: budget,
				keep: (record) => file.append(`${JSON.stringify(redacted(record))}\n`),
				fetch: async (...given) => {
					one.network ??= await networkFetchOf(context);
					return await one.network.fetch(...given);
				},
				onProblem,
			}),
		};
		return one;
	};
	return (request, result) => {
		counted += 1;
		const place = {
			execution: { id: executionId, startedAt: started, workflowId, workflowName },
			node: { id, name, type, typeVersion, runIndex: counted },
		};
		const call = liveCall(request, result, place, `${executionId}:${name}:${counted}`);
		if (!call) return;
		const known = opened.get(key) ?? open();
		opened.set(key, known);
		known.then(
			async (one) => {
				one.shadow.observe(call);
				await one.shadow.idle();
				const { network } = one;
				delete one.network;
				await network?.close();
			},
			(error: unknown) => {
				// What was set wrongly may be right the next time.
				opened.delete(key);
				onProblem(error instanceof Error ? error.message : 'could not be opened');
			},
		);
	};
}

/** Placeholders of one record agree with each other: the answers still say whom the question meant. */
function redacted(record: ShadowRecord): ShadowRecord {
	const redaction = openRedaction([personalDataFinder()]);
	const call = redaction.call(record.call);
	const { answer } = record.candidate;
	const seen = redaction.call({
		...record.call,
		answer: {
			...record.call.answer,
			text: answer.text,
			toolCalls: answer.toolCalls.map((toolCall, index) => ({ id: String(index), ...toolCall })),
		},
	}).answer;
	const toolCalls = seen.toolCalls.map(({ name, arguments: given }) => ({ name, arguments: given }));
	return { ...record, call, candidate: { ...record.candidate, answer: { ...answer, text: seen.text, toolCalls } } };
}
