import { ReasonError, type Endpoint } from '../../reason';
import { sharedFetch } from '../../reason/networkFetch';
import { reasonWithFallback, type FallbackOptions, type FallbackResult } from '../../reason/reasonWithFallback';
import { hostOf } from '../../reason/destination';
import { seededRandom } from '../../statistics';
import { ask, callOptions } from '../calls/ask';
import type { CheckContext, Side } from '../check';
import type { Evidence, Trial } from './evidence';
import { expectedAnswerer, type Lasting } from './expected';
import type { FailurePolicy } from './failurePolicy';
import { findFault, type DrillFault } from './faults';
import type { FallbackParameters } from './parameters';
import { startProxy, type DrillProxy, type Passage } from './proxy';
import { SkippingClock } from './skippingClock';
import { messageOf } from '../../describeError';

const questions = [
	'What is 19 times 23? Answer with the number only.',
	'Which weekday comes 10 days after a Monday? Answer with the weekday only.',
];

interface Job {
	fault: DrillFault;
	lasting: Lasting;
	item: number;
}

interface Target {
	model: string;
	endpoint: Endpoint;
	otherHost: boolean;
}

/** Runs the drill: every fault, once and lasting, with items under way, through proxies that inject it and count. */
export async function collect({ settings, options }: FallbackParameters, context: CheckContext): Promise<Evidence> {
	const { candidate } = context;
	if (!candidate) throw new Error('The fallback drill needs a candidate model');
	const { targets, problems } = targetsOf(settings.fallbacks, candidate, context.baseline);
	const jobs = options.faults.flatMap((id) =>
		options.lasting.flatMap((lasting) =>
			Array.from({ length: options.items }, (_, item): Job[] => {
				const fault = findFault(id);
				return fault ? [{ fault, lasting, item }] : [];
			}).flat(),
		),
	);
	const evidence: Evidence = {
		trials: [],
		planned: jobs.length,
		ending: 'finished',
		candidate: candidate.model,
		fallbacks: targets.slice(1).map(({ model, otherHost }) => ({ model, otherHost })),
		emulated: candidate.emulated || (context.baseline?.emulated ?? false),
		problems,
	};
	const prompts = options.prompts.split('\n').filter((line) => line.trim());
	const drill: Drill = {
		context,
		candidate,
		targets,
		settings,
		options,
		prompts: prompts.length > 0 ? prompts : questions,
		clocks: new Map(),
		proxies: [],
	};
	evidence.broken = await failsWithoutFault(drill);
	if (evidence.broken !== undefined) return evidence;
	drill.proxies.push(...(await startProxies(drill)));
	try {
		evidence.ending = await runAll(drill, jobs, evidence.trials);
	} finally {
		await Promise.all(drill.proxies.map((proxy) => proxy.close()));
	}
	return evidence;
}

interface Drill {
	context: CheckContext;
	candidate: Side;
	targets: Target[];
	settings: FailurePolicy;
	options: FallbackParameters['options'];
	prompts: readonly string[];
	clocks: Map<string, SkippingClock>;
	/** One for each target, in their order. */
	proxies: DrillProxy[];
}

function targetsOf(fallbacks: FailurePolicy['fallbacks'], candidate: Side, baseline: Side | undefined) {
	const hostOfSide = ({ endpoint }: Side) => new URL(endpoint.baseURL).host;
	const targets: Target[] = [{ model: candidate.model, endpoint: candidate.endpoint, otherHost: false }];
	const problems: Evidence['problems'] = [];
	for (const { at, model } of fallbacks) {
		const side = at === 'candidate' ? candidate : at === 'baseline' ? baseline : undefined;
		if (!side) {
			problems.push({
				file: 'fallback list',
				reason: `"${model}" was left out: its endpoint is neither the candidate's nor the baseline's`,
			});
			continue;
		}
		const name = at === 'baseline' && model.toLowerCase() === 'baseline' ? side.model : model;
		targets.push({ model: name, endpoint: side.endpoint, otherHost: hostOfSide(side) !== hostOfSide(candidate) });
	}
	return { targets, problems };
}

/** Undefined when the candidate answers while nothing is injected. */
async function failsWithoutFault({ context, candidate, prompts, options }: Drill): Promise<string | undefined> {
	const request = { messages: [{ role: 'user' as const, content: prompts[0] }], maxTokens: options.maxTokens };
	const call = await ask(candidate, request, context, { fresh: true, retries: 1 });
	if (call.kind === 'stopped') return call.why === 'cost cap' ? 'the cost cap leaves no room for a single call' : 'it was cancelled';
	return call.kind === 'answered' || call.errorKind === 'length' ? undefined : call.reason;
}

async function startProxies(drill: Drill): Promise<DrillProxy[]> {
	const send = drill.context.fetch ?? (await sharedFetch());
	const byAddress = new Map<Endpoint, Promise<DrillProxy>>();
	return Promise.all(
		drill.targets.map(({ endpoint, otherHost }) => {
			const known = byAddress.get(endpoint);
			const proxy =
				known ??
				startProxy({
					endpoint,
					fetch: send,
					faultFor: (item, model, passage) => (otherHost ? undefined : injectionFor(item, model, passage, drill)),
					onSilence: (item) => setTimeout(() => drill.clocks.get(item)?.skip(), 5),
				});
			byAddress.set(endpoint, proxy);
			return proxy;
		}),
	);
}

function injectionFor(item: string, model: string, { faulted }: Passage, { candidate }: Drill) {
	const [id, lasting] = item.split('/');
	const fault = findFault(id);
	if (!fault || (lasting === 'once' && faulted > 0)) return undefined;
	return fault.wholeHost || model === candidate.model ? fault.injection : undefined;
}

async function runAll(drill: Drill, jobs: readonly Job[], trials: Trial[]): Promise<Evidence['ending']> {
	const { context } = drill;
	let next = 0;
	let ending: Evidence['ending'] = 'finished';
	const worker = async () => {
		while (next < jobs.length && ending === 'finished') {
			const job = jobs[next++];
			const key = memoryKey(drill, job);
			const kept = context.memory?.get(key);
			if (isTrial(kept)) {
				trials.push(kept);
			} else {
				const trial = await runTrial(drill, job);
				if (context.signal?.aborted || trial.errorKind === 'budget') {
					ending = context.signal?.aborted ? 'cancelled' : 'cost cap';
					return;
				}
				trials.push(trial);
				context.memory?.set(key, trial);
			}
			context.onProgress?.(trials.length, jobs.length);
		}
	};
	await Promise.all(Array.from({ length: Math.min(context.concurrency, jobs.length) }, worker));
	return ending;
}

const isTrial = (value: unknown): value is Trial => typeof value === 'object' && value !== null && 'outcome' in value && 'fault' in value;

const memoryKey = ({ candidate, targets, settings, options, prompts }: Drill, { fault, lasting, item }: Job) =>
	JSON.stringify([
		'fallback',
		candidate.endpoint.baseURL,
		targets.map(({ model }) => model),
		settings,
		options.maxTokens,
		prompts,
		fault.id,
		lasting,
		item,
	]);

async function runTrial(drill: Drill, { fault, lasting, item }: Job): Promise<Trial> {
	const { context, targets, proxies, settings, options, prompts } = drill;
	const name = `${fault.id}/${lasting}/${item}`;
	const random = seededRandom(item + 1);
	for (let skipped = 0; skipped < 32; skipped++) random();
	const clock = new SkippingClock(context.now, random);
	drill.clocks.set(name, clock);
	const through = targets.map(({ model, endpoint }, index) => {
		const { id } = hostOf(endpoint);
		return { model, endpoint: { ...proxies[index].endpointFor(name), profile: endpoint.profile ?? (id === 'unknown' ? undefined : id) } };
	});
	const reasonOptions: FallbackOptions = {
		...callOptions(context),
		// The way to the proxy on this machine is nobody's business; the proxy itself goes out as the context says.
		fetch: fault.injection.kind === 'hang-up' ? refused : globalThis.fetch,
		clock,
		retries: settings.retries,
		fallBackOn: settings.fallBackOn,
		silenceTimeoutMs: settings.silenceTimeoutMs,
		totalTimeoutMs: settings.totalTimeoutMs,
	};
	const request = { messages: [{ role: 'user' as const, content: prompts[item % prompts.length] }], maxTokens: options.maxTokens };
	const startedMs = clock.elapsedMs();
	const ended = await reasonWithFallback(request, through, reasonOptions).then(answered, failed);
	const tookMs = Math.round(clock.elapsedMs() - startedMs);
	drill.clocks.delete(name);

	const passages = [...new Set(proxies)].map((proxy) => proxy.passageOf(name));
	const count = (key: keyof Passage) => passages.reduce((sum, passage) => sum + passage[key], 0);
	const unseen = fault.mayBeCharged && fault.injection.kind !== 'cut' ? count('faulted') : 0;
	const isMadeUp = ended.outcome !== 'error' && count('completed') === 0;
	return {
		fault: fault.id,
		lasting,
		item,
		expected: expectedAnswerer(fault, lasting, settings, targets.slice(1)),
		outcome: isMadeUp ? 'lost' : ended.outcome,
		model: ended.model,
		errorKind: ended.errorKind,
		says: ended.says,
		tookMs,
		requests: count('requests'),
		faulted: count('faulted'),
		paid: count('passed') + unseen,
		completed: count('completed'),
	};
}

/** A host that is down refuses the connection; the proxy is up, and can only hang up. */
const refused: typeof fetch = (input, init) =>
	globalThis.fetch(input, init).catch((error: unknown) => {
		if (init?.signal?.aborted) throw error;
		throw new TypeError('fetch failed', { cause: Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }) });
	});

type Ended = Pick<Trial, 'model' | 'errorKind' | 'says'> & {
	outcome: 'primary' | 'fallback' | 'error' | 'lost';
};

const answered = ({ answer, thinking, model, passedOver }: FallbackResult): Ended => ({
	outcome: answer.trim() === '' && thinking.trim() === '' ? 'lost' : passedOver.length > 0 ? 'fallback' : 'primary',
	model,
});

function failed(error: unknown): Ended {
	if (!(error instanceof ReasonError)) return { outcome: 'lost', says: messageOf(error) };
	return { outcome: 'error', errorKind: error.kind, says: error.message };
}
