import type { FileProblem } from '../../fileProblem';
import type { CheckContext, Side } from '../check';
import { ask, factsOf, settingsFor, type Call } from '../calls/ask';
import { runAll } from '../calls/runAll';
import type { ToolCase } from './cases/toolCase';
import type { CaseEvidence, CaseReply, FeatureId, ToolsEvidence, WorkflowNeed } from './evidence';
import { gradeCalls, type Validator } from './grade';
import { probes, summed } from './probe';
import { isObject } from '../../json';
import { toTools } from './toTools';

export interface CollectToolsOptions {
	/** How many cases the baseline is asked once more. */
	noiseCases: number;
	/** How often each feature is tried; 0 leaves the features out. */
	probeTries: number;
	maxTokens?: number;
}

export interface CasesToAsk {
	cases: readonly ToolCase[];
	problems: FileProblem[];
	source: string;
}

const mostExhibits = 25;

/** Asks both sides all cases, and tries the features of the candidate's endpoint. */
export async function collectTools(given: CasesToAsk, options: CollectToolsOptions, context: CheckContext): Promise<ToolsEvidence> {
	const { baseline } = context;
	if (!context.candidate) throw new Error('Expected a candidate model');
	// A copy, so that a model held against itself is still two sides.
	const candidate = { ...context.candidate };
	const validator = await schemaValidator();
	const collected: CaseEvidence[] = [];
	const exhibits: ToolsEvidence['exhibits'] = [];

	const casePieces = given.cases.map((toolCase, index) => async (note: (call: Call) => Call) => {
		const { tools } = toTools(toolCase.functions);
		const put = async (side: Side, repeat: string) => {
			const { maxTokens, temperature, topP } = settingsFor(side, options);
			return note(
				await ask(side, { messages: toolCase.messages, tools, toolForm: 'native', maxTokens, temperature, topP }, context, {
					repeat: `${side === candidate ? 'candidate' : 'baseline'} ${repeat}`,
				}),
			);
		};
		const answers = new Map<Side, Call>();
		for (const side of index % 2 === 0 ? [baseline, candidate] : [candidate, baseline])
			if (side) answers.set(side, await put(side, 'case'));
		const [ours, theirs] = [
			replyOf(answers.get(candidate), toolCase, validator),
			replyOf(baseline && answers.get(baseline), toolCase, validator),
		];
		if (!ours || (baseline && !theirs)) return;
		const again = baseline && index < options.noiseCases ? replyOf(await put(baseline, 'noise'), toolCase, validator) : undefined;
		collected.push({
			id: toolCase.id,
			category: toolCase.category,
			due: toolCase.groundTruth.length > 0,
			baseline: theirs,
			candidate: ours,
			again,
		});
		if (ours.outcome === 'wrong' && exhibits.length < mostExhibits) exhibits.push(exhibitOf(toolCase, answers.get(candidate), ours));
	});

	const simple = given.cases
		.filter(({ groundTruth, messages }) => groundTruth.length === 1 && messages.length === 1)
		.slice(0, options.probeTries);
	const tries = new Map<FeatureId, Parameters<typeof summed>[1][number][]>();
	const { maxTokens } = settingsFor(candidate, options);
	const probePieces = Object.entries(probes).flatMap(([feature, probe]) =>
		simple.map((toolCase) => async (note: (call: Call) => Call) => {
			const outcome = await probe(toolCase, { side: candidate, context, maxTokens, repeat: `probe ${feature}`, note });
			tries.set(feature as FeatureId, [...(tries.get(feature as FeatureId) ?? []), outcome]);
		}),
	);
	const stopped = await runAll([...casePieces, ...probePieces], context);
	const order = new Map(given.cases.map(({ id }, index) => [id, index]));
	collected.sort((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0));
	return {
		cases: collected,
		probes: [parallelProbe(collected), ...[...tries].map(([feature, list]) => summed(feature, list))].filter(({ tried }) => tried > 0),
		planned: given.cases.length,
		source: given.source,
		baseline: baseline && factsOf(baseline),
		candidate: factsOf(candidate),
		emulated: candidate.emulated || baseline?.emulated === true,
		problems: given.problems,
		stopped,
		needs: needsOf(context),
		sample:
			given.cases[0] && JSON.stringify({ messages: given.cases[0].messages, tools: toTools(given.cases[0].functions).tools }, null, 2),
		exhibits,
	};
}

function replyOf(call: Call | undefined, toolCase: ToolCase, validator: Validator): CaseReply | undefined {
	const nothing = { called: false, calls: 0, validCalls: 0 };
	if (!call || call.kind === 'stopped') return undefined;
	if (call.kind === 'error') return { ...nothing, outcome: 'error', reason: `${call.errorKind}: ${call.reason}` };
	if (call.kind === 'unanswered') return { ...nothing, outcome: 'unanswered', reason: call.reason };
	const { right, reason, called, calls, validCalls } = gradeCalls(call.toolCalls, toolCase, validator);
	return { outcome: right ? 'right' : 'wrong', ...(reason ? { reason } : {}), called, calls, validCalls };
}

function exhibitOf({ id, messages, groundTruth }: ToolCase, call: Call | undefined, { reason = '' }: CaseReply) {
	const made =
		call?.kind === 'answered' ? call.toolCalls.map(({ name, arguments: given }) => `${name}(${given})`).join('\n') || call.answer : '';
	return {
		id,
		request: String(messages.at(-1)?.content ?? ''),
		due: groundTruth.map((due) => JSON.stringify(due)).join('\n') || '(no call)',
		made: made.slice(0, 4000),
		reason,
	};
}

/** Cases with several due calls show whether several can be made at once. */
function parallelProbe(cases: readonly CaseEvidence[]) {
	const parallel = cases.filter(({ category, candidate }) => /parallel/.test(category) && candidate.outcome !== 'error');
	const worked = parallel.filter(({ candidate }) => candidate.calls > 1).length;
	// One turn with several calls shows that it can be done; a turn with fewer is a wrong answer, not a missing feature.
	const seen = worked > 0 ? worked : parallel.length;
	return {
		feature: 'parallel_calls' as const,
		tried: seen,
		worked,
		rejected: 0,
		failed: 0,
		...(worked === 0 ? { detail: 'never more than one call a turn' } : {}),
	};
}

async function schemaValidator(): Promise<Validator> {
	const { Ajv } = await import('ajv');
	const ajv = new Ajv({ strict: false, validateFormats: false, logger: false });
	const compiled = new Map<string, (value: unknown) => boolean>();
	return (schema) => {
		const text = JSON.stringify(schema);
		const known = compiled.get(text);
		if (known) return known;
		let validate: (value: unknown) => boolean;
		try {
			const check = ajv.compile(schema);
			validate = (value) => check(value) === true;
		} catch {
			// A schema that is none itself can't be broken.
			validate = () => true;
		}
		compiled.set(text, validate);
		return validate;
	};
}

function needsOf({ earlier }: CheckContext): WorkflowNeed[] | undefined {
	return earlier.inventory?.findings.flatMap((finding) => {
		const { workflow, node, uses } = finding;
		return Array.isArray(uses) && isObject(finding) ? [{ workflow: String(workflow), node: String(node), uses: uses.map(String) }] : [];
	});
}
