import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod/v4';
import { inTurns } from '../breathe';
import { messageOf } from '../describeError';
import { parseInSteps } from '../parseInSteps';

/**
 * The part of n8n's public API that changes workflows, as n8n 2.40 answers it. What it needs of a key:
 * `workflow:list`, `workflow:read`, `workflow:update`, `workflow:activate` and `credential:list`; for executions
 * `execution:list` and `execution:read`.
 */
const node = z.looseObject({ id: z.string(), name: z.string(), type: z.string(), typeVersion: z.number() });

const summary = z.looseObject({
	id: z.string(),
	name: z.string(),
	active: z.boolean(),
	isArchived: z.boolean().default(false),
	versionId: z.string().nullish(),
	activeVersionId: z.string().nullish(),
	updatedAt: z.string(),
	tags: z.array(z.looseObject({ name: z.string() })).nullish(),
	shared: z.array(z.looseObject({ role: z.string(), projectId: z.string() })).nullish(),
});
const workflow = summary.extend({
	versionCounter: z.number().nullish(),
	nodes: z.array(node),
	connections: z.record(z.string(), z.unknown()),
	/** What runs, where it is published. */
	activeVersion: z.looseObject({ nodes: z.array(node), connections: z.record(z.string(), z.unknown()) }).nullish(),
});
const version = z.looseObject({ versionId: z.string() });
const run = z.looseObject({
	workflowId: z.union([z.string(), z.number()]).transform(String).nullish(),
	mode: z.string().optional(),
	startedAt: z.string().nullish(),
});
const share = z.looseObject({
	role: z.string(),
	projectId: z.string(),
	project: z.looseObject({ name: z.string(), type: z.string() }).nullish(),
});
/** Without data; `jsonSizeBytes` is what the data takes, where this version of n8n tells. */
const executionSummary = z.looseObject({ id: z.coerce.string(), jsonSizeBytes: z.number().nullish() });

export type ExecutionSummary = z.infer<typeof executionSummary>;

export interface ExecutionQuery {
	limit: number;
	/** Only executions older than this one; n8n gives the newest first. */
	before?: string;
	workflowId?: string;
	/** ISO 8601, inclusive. */
	startedAfter?: string;
	startedBefore?: string;
}

export type LiveNode = z.infer<typeof node>;
export type LiveWorkflow = z.infer<typeof workflow>;
export type Run = z.infer<typeof run>;
export type WorkflowSummary = z.infer<typeof summary>;

/** The keys of a node that `PUT /workflows` takes; it refuses a workflow for any other. Read from n8n 2.40.7 on 2026-11-28. */
const nodeKeys = new Set(
	'id name webhookId disabled notesInFlow notes type typeVersion executeOnce alwaysOutputData retryOnFail maxTries waitBetweenTries continueOnFail onError position parameters credentials customTelemetryTags'.split(
		' ',
	),
);

/** Keys of nodes that a save would be refused for. */
export const unknownKeysOf = ({ nodes }: Pick<LiveWorkflow, 'nodes'>): string[] => [
	...new Set(
		nodes.flatMap((each) =>
			Object.entries(each).flatMap(([key, value]) => (nodeKeys.has(key) && !(key === 'notes' && value === null) ? [] : [key])),
		),
	),
];

/** Where n8n stores nodes anew, key order changes; the content must not. */
export const sameContent = (one: Pick<LiveWorkflow, 'nodes' | 'connections'>, other: Pick<LiveWorkflow, 'nodes' | 'connections'>) =>
	isDeepStrictEqual(plain(one), plain(other));
/** Whether somebody changed the draft and did not publish it; after an undo the ids differ, though nothing else does. */
export const hasUnpublishedDraft = ({ active, versionId, activeVersionId, activeVersion, nodes, connections }: LiveWorkflow) =>
	active && versionId !== activeVersionId && !(activeVersion && sameContent({ nodes, connections }, activeVersion));

const plain = ({ nodes, connections }: Pick<LiveWorkflow, 'nodes' | 'connections'>): unknown =>
	JSON.parse(JSON.stringify({ nodes, connections }));

/** n8n refused, or was not reached. A refused change may have been saved all the same: read it back. */
export class InstanceError extends Error {
	override readonly name = 'InstanceError';
	constructor(
		message: string,
		readonly description: string,
		/** HTTP status; nothing when no answer came. */
		readonly status?: number,
	) {
		super(message);
	}
}

/** An answer has more bytes than were asked for. */
export class TooLarge extends Error {}

/**
 * Most bytes that are read of any answer. n8n itself takes workflows of at most 16 MB (`N8N_PAYLOAD_SIZE_MAX`) and a page has
 * up to 250 of them, few of which are large.
 */
const mostAnswerBytes = 256 * 2 ** 20;
const mostStatusBytes = 2 ** 20;

const timeoutMs = 60_000;

/** The JSON of an answer, given up once it is longer than wanted; nothing where it is none. @throws TooLarge */
async function jsonOf(response: Response, mostBytes: number): Promise<unknown> {
	const decoder = new TextDecoder();
	const parts: string[] = [];
	let bytes = 0;
	const reader = response.body?.getReader();
	for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
		if ((bytes += part.value.byteLength) > mostBytes) {
			await reader?.cancel();
			throw new TooLarge();
		}
		parts.push(decoder.decode(part.value, { stream: true }));
	}
	parts.push(decoder.decode());
	return await inTurns(parseInSteps(parts));
}

export interface Instance {
	url: string;
	apiKey: string;
	fetch: typeof fetch;
	/** Cookie of a session (`n8n-auth=...`): then it is also asked whether what was published really runs. */
	cookie?: string;
	signal?: AbortSignal;
	/** Most bytes that are read of any answer; default 256 MiB. */
	mostBytes?: number;
}

const scopes: Record<string, string> = {
	'GET /workflows': 'workflow:list',
	'GET /workflows/:id': 'workflow:read',
	'PUT /workflows/:id': 'workflow:update',
	'POST /workflows/:id/publish': 'workflow:activate',
	'GET /credentials': 'credential:list',
	'GET /executions': 'execution:list',
	'GET /executions/:id': 'execution:read',
};

export type N8nApi = ReturnType<typeof openInstance>;

/** @throws InstanceError that says which right the key lacks, or what to look at. */
export function openInstance({ url, apiKey, fetch: send, cookie, signal, mostBytes: most = mostAnswerBytes }: Instance) {
	const base = url.replace(/\/+$/, '').replace(/\/api\/v1$/, '');
	const host = new URL(base).host;
	let requests = 0;

	async function ask<Schema extends z.ZodType>(
		schema: Schema,
		method: string,
		route: string,
		{ id = '', query = {}, body, mostBytes }: Ask = {},
	): Promise<z.infer<Schema>> {
		const address = new URL(`${base}/api/v1${route.replace(':id', encodeURIComponent(id))}`);
		for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
		const headers = {
			'X-N8N-API-KEY': apiKey,
			accept: 'application/json',
			...(body === undefined ? {} : { 'content-type': 'application/json' }),
		};
		requests += 1;
		const noAnswer = noAnswerTo(`${method} ${route}`);
		const response = await send(address, {
			method,
			headers,
			redirect: 'error',
			signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])]),
			...(body === undefined ? {} : { body: JSON.stringify(body) }),
		}).catch(noAnswer);
		const answer = await jsonOf(response, mostBytes ?? most).catch((error: unknown) => {
			if (!(error instanceof TooLarge)) return noAnswer(error);
			if (mostBytes !== undefined) throw error;
			throw new InstanceError(
				`n8n at ${host} answered ${method} ${route} with more than ${most.toLocaleString('en')} bytes`,
				'No more is read of an answer. See whether the address is that of an n8n, and which workflow or execution is so large.',
				response.status,
			);
		});
		if (!response.ok) throw refusal(response.status, answer, `${method} ${route}`);
		const parsed = schema.safeParse(answer);
		if (parsed.success) return parsed.data;
		throw new InstanceError(
			`n8n at ${host} answered ${method} ${route} in a form that is not known`,
			'This version of n8n was not tried; 2.40 was.',
			response.status,
		);
	}

	function noAnswerTo(call: string) {
		return (error: unknown): never => {
			const description = messageOf(error instanceof Error && error.cause ? error.cause : error);
			throw new InstanceError(`n8n at ${host} did not answer ${call}`, description);
		};
	}

	function refusal(status: number, answer: unknown, call: string): InstanceError {
		const said = z.looseObject({ message: z.string() }).safeParse(answer);
		const isElsewhere = status >= 300 && status < 400;
		const words = said.success ? said.data.message : isElsewhere ? 'it redirects to another address' : 'no reason given';
		const needs = scopes[call];
		const description =
			status === 401
				? 'The API key is not valid: create one in n8n under Settings > n8n API and put it into the environment variable N8N_API_KEY.'
				: status === 403 && needs
					? `The API key lacks the scope ${needs}.`
					: status === 404 && call === 'GET /workflows'
						? 'See whether the address is that of the editor, without a path, and whether the public API is switched on.'
						: isElsewhere
							? 'Give the final address. The redirect was not followed, because the key would go with it.'
							: words;
		return new InstanceError(`n8n at ${host} refused ${call} (${status}): ${words}`, description, status);
	}

	return {
		base,
		/** How many requests were made so far. */
		requests: () => requests,
		linkTo: (id: string) => `${base}/workflow/${encodeURIComponent(id)}`,

		/** All workflows, each once: n8n pages by offset, so one that is added meanwhile comes twice. */
		async workflows(): Promise<WorkflowSummary[]> {
			const found = new Map<string, WorkflowSummary>();
			let cursor: string | undefined;
			do {
				const query = { limit: '250', excludePinnedData: 'true', ...(cursor ? { cursor } : {}) };
				const page = await ask(z.looseObject({ data: z.array(summary), nextCursor: z.string().nullish() }), 'GET', '/workflows', { query });
				for (const one of page.data) found.set(one.id, one);
				const next = page.nextCursor ?? undefined;
				cursor = next === cursor ? undefined : next;
			} while (cursor);
			return [...found.values()];
		},
		/** The same page by page, whole and as n8n gives them, so that a large instance is not held in memory. */
		async *eachWorkflow(): AsyncGenerator<WorkflowSummary> {
			const seen = new Set<string>();
			let cursor: string | undefined;
			do {
				const query = { limit: '100', excludePinnedData: 'true', ...(cursor ? { cursor } : {}) };
				const page = await ask(z.looseObject({ data: z.array(summary), nextCursor: z.string().nullish() }), 'GET', '/workflows', { query });
				for (const one of page.data) if (!seen.has(one.id)) yield one;
				for (const { id } of page.data) seen.add(id);
				const next = page.nextCursor ?? undefined;
				cursor = next === cursor ? undefined : next;
			} while (cursor);
		},

		/** Runs that began since, newest first, without their data; n8n forgets the filter between pages, so it is said again. */
		async *eachRun(since: Date): AsyncGenerator<Run> {
			let cursor: string | undefined;
			do {
				const query = { limit: '250', startedAfter: since.toISOString(), ...(cursor ? { cursor } : {}) };
				const page = await ask(z.looseObject({ data: z.array(run), nextCursor: z.string().nullish() }), 'GET', '/executions', { query });
				yield* page.data;
				const next = page.nextCursor ?? undefined;
				cursor = next === cursor ? undefined : next;
			} while (cursor);
		},

		/** The project that a workflow lives in; a person's own is called by the person's name. */
		async projectOf(id: string): Promise<{ name: string; isPersonal: boolean } | undefined> {
			const { shared } = await ask(z.looseObject({ shared: z.array(share).nullish() }), 'GET', '/workflows/:id', { id });
			const project = shared?.find(({ role }) => role === 'workflow:owner')?.project;
			// `First Last <address>`: the address is nobody's business in a report.
			return project ? { name: project.name.replace(/\s*<[^>]*>$/, ''), isPersonal: project.type === 'personal' } : undefined;
		},

		workflow: (id: string): Promise<LiveWorkflow> => ask(workflow, 'GET', '/workflows/:id', { id }),

		/** Saves a draft and publishes nothing. Settings are merged by n8n, so none are sent. */
		saveDraft: (id: string, { name, nodes, connections }: Pick<LiveWorkflow, 'name' | 'nodes' | 'connections'>): Promise<LiveWorkflow> =>
			ask(workflow, 'PUT', '/workflows/:id', { id, query: { publishIfActive: 'false' }, body: { name, nodes, connections, settings: {} } }),

		publish: (id: string, versionId: string, name?: string): Promise<unknown> =>
			ask(z.unknown(), 'POST', '/workflows/:id/publish', { id, body: { versionId, ...(name ? { name } : {}) } }),

		/** Ids of the last versions, newest first. */
		async history(id: string, limit: number): Promise<string[]> {
			const { data } = await ask(z.looseObject({ data: z.array(version) }), 'GET', '/workflows/:id/history', {
				id,
				query: { limit: String(limit) },
			});
			return data.map(({ versionId }) => versionId);
		},

		/** A page of executions, newest first, with all that n8n kept of them or with their size alone. */
		async executions({ limit, before, ...filters }: ExecutionQuery, withData: boolean): Promise<ExecutionSummary[]> {
			const query = {
				limit: String(limit),
				includeData: String(withData),
				// The cursor that n8n itself would give; it holds no filter, so that they are repeated.
				...(before === undefined ? {} : { cursor: Buffer.from(JSON.stringify({ lastId: before, limit })).toString('base64') }),
				...Object.fromEntries(Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined)),
			};
			const { data } = await ask(z.looseObject({ data: z.array(executionSummary) }), 'GET', '/executions', { query });
			return data;
		},
		/** One execution with its data. @throws TooLarge */
		execution: (id: string, mostBytes?: number): Promise<ExecutionSummary> =>
			ask(executionSummary, 'GET', '/executions/:id', { id, query: { includeData: 'true' }, mostBytes }),

		async credentials(): Promise<{ id: string; name: string; type: string }[]> {
			const entry = z.looseObject({ id: z.string(), name: z.string(), type: z.string() });
			const found = new Map<string, { id: string; name: string; type: string }>();
			let cursor: string | undefined;
			do {
				const query = { limit: '250', ...(cursor ? { cursor } : {}) };
				const page = await ask(z.looseObject({ data: z.array(entry), nextCursor: z.string().nullish() }), 'GET', '/credentials', { query });
				for (const { id, name, type } of page.data) found.set(id, { id, name, type });
				const next = page.nextCursor ?? undefined;
				cursor = next === cursor ? undefined : next;
			} while (cursor);
			return [...found.values()];
		},

		/** Whether what was published runs; n8n tells only a session, not a key. `unknown` without a cookie. */
		async publicationStatus(id: string): Promise<string> {
			if (!cookie) return 'unknown';
			const response = await send(`${base}/rest/workflows/${encodeURIComponent(id)}/publication-status`, {
				headers: { cookie, accept: 'application/json' },
				redirect: 'error',
				signal: AbortSignal.timeout(timeoutMs),
			});
			const told = z
				.looseObject({ data: z.looseObject({ status: z.string() }) })
				.safeParse(response.ok ? await jsonOf(response, mostStatusBytes) : undefined);
			return told.success ? told.data.data.status : 'unknown';
		},
	};
}

interface Ask {
	id?: string;
	query?: Record<string, string>;
	body?: unknown;
	/** An answer that is longer is given up with `TooLarge`; without it the limit of the instance holds. */
	mostBytes?: number;
}
