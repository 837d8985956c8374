import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { behaviourOf, labModels, type Behaviour } from './behaviour';
import { Capacity } from './capacity';
import { composeReply, PromptCache } from './composeReply';
import { hostError, unknownModelError } from './errors';
import { faultNames, faultOf, FaultPlan, type Fault, type FaultRule } from './faults';
import { listing } from './listings';
import { isProfileId, profileFor, profiles, type Profile, type ProfileId } from './profiles';
import { stream } from './random';
import type { LabRecord, ReceivedRequest, ScriptedReply } from './record';
import { embeddingsReply } from './embeddings';
import { toolsInPrompt } from './promptTools';
import { plan } from './reply';
import { chatRequest, lastUserText, textOf, type ChatRequest } from './request';
import { sendError, sendStream, sendWhole, type Sending } from './send';
import { PromptIndex, type LabTask, type LabToolCase } from './tasks';
import { now, sample, Schedule, type Timing } from './timing';
import { streamParts, wholeBody } from './wire';
import { parseJson } from '../core/json';

/** What can also be changed while the lab runs, by `lab.set` or `POST /lab/script`. */
export interface LabSettings {
	faults?: readonly FaultRule[];
	models?: Record<string, Partial<Behaviour>>;
	timing?: Timing;
	tasks?: readonly LabTask[];
	toolCases?: readonly LabToolCase[];
	capacity?: { streams?: number; queue?: number };
}

export interface LabOptions extends LabSettings {
	/** Host that the lab acts as; `/as/<profile>/` before a path chooses another one. */
	profile?: ProfileId;
	seed?: number;
	port?: number;
	/** The only key that is let in; default: any, or none. */
	apiKey?: string;
	/** Refuse model names that the profile does not list, unless they begin with `lab-` or `fault-`. */
	strictModels?: boolean;
	replies?: readonly ScriptedReply[];
	/** Decides a reply from the request's body; undefined leaves it to the model's behaviour. */
	reply?: (request: ChatRequest) => ScriptedReply | undefined;
	balanceUsd?: string;
}

export interface Lab {
	/** Address without a path; `${baseURL}/v1` and `${baseURL}` both work. */
	baseURL: string;
	/** Address under which the lab acts as a host, with that host's own path. */
	at(profile: ProfileId): string;
	/** Every API request, as it came. */
	received: ReceivedRequest[];
	/** Bodies of the chat requests alone. */
	readonly chats: ChatRequest[];
	/** What really happened to each chat request. */
	records: LabRecord[];
	/** Queues replies for the next chat requests, one each. */
	script(...replies: ScriptedReply[]): void;
	set(settings: LabSettings): void;
	/** Forgets what was received, recorded and scripted, and counts repeats anew. */
	reset(): void;
	close(): Promise<void>;
}

/** Starts the provider lab on a free port of 127.0.0.1. Whatever is measured against it is emulated. */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
	const service = new LabService(options);
	const server = createServer((request, response) => {
		service.handle(request, response).catch((error: unknown) => {
			if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
			response.end(`The lab itself failed: ${error instanceof Error ? error.stack : String(error)}`);
		});
	});
	server.keepAliveTimeout = 120_000;
	server.requestTimeout = 0;
	server.headersTimeout = 0;
	server.on('connection', (socket) => socket.setNoDelay(true));
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(options.port ?? 0, '127.0.0.1', 4_096, resolve);
	});
	const { port } = server.address() as AddressInfo;
	const baseURL = `http://127.0.0.1:${port}`;
	return {
		baseURL,
		at: (profile) => `${baseURL}/as/${profile}${profiles[profile].basePath}`,
		received: service.received,
		records: service.records,
		get chats() {
			return service.chats();
		},
		script: (...replies) => void service.scripted.push(...replies),
		set: (settings) => service.set(settings),
		reset: () => service.reset(),
		close: async () => {
			service.schedule.clear();
			const closed = new Promise<void>((resolve) => server.close(() => resolve()));
			server.closeAllConnections();
			await closed;
		},
	};
}

class LabService {
	readonly received: ReceivedRequest[] = [];
	readonly records: LabRecord[] = [];
	readonly scripted: ScriptedReply[] = [];
	readonly schedule = new Schedule();
	private readonly seed: number;
	private readonly repeats = new Map<string, number>();
	private readonly cache = new PromptCache();
	private settings: LabSettings = {};
	private faults = new FaultPlan([], 0);
	private capacity = new Capacity({});
	private tasks = new PromptIndex<LabTask>([], () => '');
	private toolCases = new PromptIndex<LabToolCase>([], () => '');
	private nextId = 1;

	constructor(private readonly options: LabOptions) {
		this.seed = options.seed ?? 1;
		this.scripted.push(...(options.replies ?? []));
		this.set(options);
	}

	set(settings: LabSettings): void {
		this.settings = { ...this.settings, ...settings };
		if (settings.faults) this.faults = new FaultPlan(settings.faults, this.seed);
		if (settings.capacity) this.capacity = new Capacity(settings.capacity);
		if (settings.tasks) this.tasks = new PromptIndex(settings.tasks, ({ prompt }) => prompt);
		if (settings.toolCases) {
			this.toolCases = new PromptIndex(settings.toolCases, ({ messages }) => textOf(messages.findLast(({ role }) => role === 'user')));
		}
	}

	reset(): void {
		this.received.length = 0;
		this.records.length = 0;
		this.scripted.length = 0;
		this.repeats.clear();
		this.cache.clear();
	}

	chats(): ChatRequest[] {
		return this.received.flatMap(({ method, body }) => {
			const parsed = method === 'POST' ? chatRequest.safeParse(body) : undefined;
			return parsed?.success ? [parsed.data] : [];
		});
	}

	async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const at = now();
		const url = new URL(request.url ?? '/', 'http://lab');
		response.setHeader('x-provider-lab', '1');
		const text = await readText(request);
		if (url.pathname.startsWith('/lab/')) return this.control(url.pathname, request.method ?? 'GET', text, response);
		const [, acted, rest] = /^\/as\/([^/]+)(\/.*)?$/.exec(url.pathname) ?? [];
		const profileId = acted !== undefined && isProfileId(acted) ? acted : (this.options.profile ?? 'deepseek');
		const path = acted === undefined ? url.pathname : (rest ?? '/');
		const received: ReceivedRequest = {
			id: this.nextId++,
			at,
			method: request.method ?? 'GET',
			path,
			profile: profileId,
			headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])),
			body: jsonOrText(text),
		};
		this.received.push(received);
		response.setHeader('x-lab-request', received.id);
		await this.answer(received, profiles[profileId], response);
	}

	private async answer(received: ReceivedRequest, profile: Profile, response: ServerResponse): Promise<void> {
		const { path, method, headers } = received;
		const refuse = (status: number, message?: string) => {
			const error = hostError(profile, status, { message });
			response.writeHead(error.status, error.headers);
			response.end(error.body);
		};
		const { apiKey } = this.options;
		if (apiKey !== undefined && headers.authorization !== `Bearer ${apiKey}` && headers['api-key'] !== apiKey) return refuse(401);
		if (method === 'GET') {
			const listed = listing(path, profile, this.settings.models ?? {}, this.options.balanceUsd);
			if (!listed) return refuse(404, `Invalid URL (GET ${path})`);
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(JSON.stringify(listed));
			return;
		}
		const embedded = method === 'POST' ? embeddingsReply(path, received.body) : undefined;
		if (embedded) {
			response.writeHead(200, { 'content-type': 'application/json' });
			response.end(JSON.stringify(embedded));
			return;
		}
		const isChat = profile.protocol === 'ollama' ? path.endsWith('/api/chat') : path.endsWith('/chat/completions');
		if (method !== 'POST' || !isChat) return refuse(404, `Invalid URL (${method} ${path})`);
		const parsed = chatRequest.safeParse(received.body);
		if (!parsed.success) return refuse(400, `Invalid body: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`);
		await this.chat(received, parsed.data, response);
	}

	private async chat(received: ReceivedRequest, request: ChatRequest, response: ServerResponse): Promise<void> {
		const profile = profileFor(received.profile, request);
		const { model } = request;
		const record: LabRecord = {
			id: received.id,
			model,
			profile: received.profile,
			streamed: profile.protocol === 'ollama' ? request.stream !== false : request.stream === true,
			arrivedAt: received.at,
			tokenTimes: [],
			abandoned: false,
			status: 200,
		};
		this.records.push(record);
		response.on('close', () => {
			if (!response.writableFinished && record.endedAt === undefined) record.abandoned = true;
		});

		const script = this.takeScript(request);
		const fault = this.faultFor(script, model, received.profile);
		if (fault) record.fault = fault.kind === 'status' ? String(fault.status) : fault.kind === 'finish' ? fault.reason : fault.kind;
		if (fault?.kind === 'silent-start') return;
		if (fault?.kind === 'slow-headers') await new Promise<void>((resolve) => this.schedule.at(now() + fault.ms, resolve));
		if (fault?.kind === 'reset-before-headers') {
			record.endedAt = now();
			response.socket?.resetAndDestroy();
			return;
		}
		const refusal = this.refusal(profile, request, fault);
		if (refusal) return sendError({ response, record }, refusal);
		if (this.capacity.isFull) return sendError({ response, record }, hostError(profile, 429));

		const { capacity } = this;
		await capacity.enter();
		record.startedAt = now();
		try {
			if (response.destroyed) return;
			await this.reply({ record, request, response, profile, fault, script });
		} finally {
			capacity.leave();
		}
	}

	private takeScript(request: ChatRequest): ScriptedReply | undefined {
		const index = this.scripted.findIndex(({ model }) => model === undefined || model === request.model);
		if (index >= 0) return this.scripted.splice(index, 1)[0];
		return this.options.reply?.(request);
	}

	private faultFor(script: ScriptedReply | undefined, model: string, profile: string): Fault | undefined {
		const planned = this.faults.next({ model, profile });
		if (script?.fault) return faultOf(script.fault);
		const named = model.startsWith('fault-') ? model.slice('fault-'.length) : undefined;
		if (named !== undefined && faultNames.includes(named)) return faultOf(named);
		return planned;
	}

	private refusal(profile: Profile, request: ChatRequest, fault: Fault | undefined) {
		const { model } = request;
		if (fault?.kind === 'status') {
			const error = hostError(profile, fault.status, fault);
			if (fault.body === undefined) return error;
			return { ...error, body: fault.body, headers: { ...error.headers, 'content-type': fault.contentType ?? 'text/plain' } };
		}
		const isOwn = /^(lab|fault)-/.test(model) || model.split('?')[0] in (this.settings.models ?? {});
		const isUnknown = profile.retired.includes(model) || (this.options.strictModels && !isOwn && !profile.models.includes(model));
		if (fault?.kind === 'unknown-model' || isUnknown) return unknownModelError(profile, model);
		const rejection = profile.rejects.find((rule) => rule.applies(request));
		return rejection && hostError(profile, rejection.status, rejection);
	}

	private async reply(context: {
		record: LabRecord;
		request: ChatRequest;
		response: ServerResponse;
		profile: Profile;
		fault?: Fault;
		script?: ScriptedReply;
	}): Promise<void> {
		const { record, request, response, profile, fault, script } = context;
		if (script?.raw) {
			const { status = 200, contentType = 'application/json', headers, body } = script.raw;
			record.status = status;
			record.endedAt = now();
			response.writeHead(status, { 'content-type': contentType, ...headers });
			response.end(body);
			return;
		}
		const behaviour = behaviourOf(request.model, this.settings.models ?? {});
		const task = this.tasks.find(lastUserText(request));
		const toolCase = request.tools?.length || toolsInPrompt(request) ? this.toolCases.find(lastUserText(request)) : undefined;
		const repeat = this.countRepeat(request, task?.id ?? toolCase?.id);
		const planned = plan({ request, behaviour, seed: this.seed, repeat, task, toolCase });
		record.truth = script ? undefined : planned.truth;
		const reply = composeReply(request, planned, script, fault, this.cache);
		record.finishReason = reply.finishReason;
		record.usage = reply.usage;

		const timing: Timing = { ...this.settings.timing, ...behaviour.timing, ...script?.timing };
		const random = stream(this.seed, 'timing', request.model, record.truth?.taskId ?? lastUserText(request), repeat);
		const sending: Sending = {
			response,
			record,
			schedule: this.schedule,
			profile,
			fault,
			firstTokenMs: sample(timing.firstToken ?? 0, random),
			nextGapMs: () => sample(timing.betweenTokens ?? 0, random),
		};
		const identity = { id: `${profile.idPrefix}lab-${record.id}`, created: Math.floor(record.arrivedAt / 1000), model: request.model };
		const closed = fault?.kind !== 'missing-closing-tag';
		const parts = streamParts(profile, identity, reply, request.stream_options?.include_usage === true, closed);
		if (record.streamed && script?.chunks) {
			const tokens = script.chunks.map((payload) => ({ kind: 'answer' as const, text: '', write: `data: ${payload}\n\n` }));
			return await sendStream(sending, { opening: '', tokens, closing: { finish: '', usage: '', done: 'data: [DONE]\n\n' } });
		}
		if (record.streamed) return await sendStream(sending, parts);
		await sendWhole(sending, wholeBody(profile, identity, reply, closed), parts.tokens);
	}

	private countRepeat(request: ChatRequest, id: string | undefined): number {
		const key = `${request.model}\u0000${id ?? lastUserText(request)}`;
		const repeat = this.repeats.get(key) ?? 0;
		this.repeats.set(key, repeat + 1);
		return repeat;
	}

	private control(path: string, method: string, text: string, response: ServerResponse): void {
		const send = (status: number, body: unknown) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(body));
		};
		if (method === 'GET' && path === '/lab/record') {
			const received = this.received.map((entry) => ({ ...entry, headers: withoutSecrets(entry.headers) }));
			return send(200, { received, records: this.records });
		}
		if (method === 'GET' && path === '/lab/models') return send(200, { ...labModels, ...this.settings.models });
		if (method === 'POST' && path === '/lab/reset') {
			this.reset();
			return send(200, {});
		}
		if (method === 'POST' && path === '/lab/script') {
			try {
				const { replies = [], ...settings } = JSON.parse(text || '{}');
				this.set(settings);
				this.scripted.push(...replies);
				return send(200, {});
			} catch (error) {
				return send(400, { error: String(error) });
			}
		}
		send(404, { error: `The lab has GET /lab/record, GET /lab/models, POST /lab/script and POST /lab/reset, not ${method} ${path}` });
	}
}

function withoutSecrets(headers: Record<string, string>): Record<string, string> {
	return Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name, /authorization|key|token|cookie/i.test(name) ? '(hidden)' : value]),
	);
}

async function readText(request: IncomingMessage): Promise<string> {
	const parts: Buffer[] = [];
	for await (const part of request) parts.push(part);
	return Buffer.concat(parts).toString();
}

const jsonOrText = (text: string): unknown => parseJson(text) ?? text;
