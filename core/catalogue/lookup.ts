import type { Host } from './host';
import { hosts, unknownHost } from './hosts';
import { remember } from '../remember';
import type { ModelRow } from './model';
import { models } from './models';

export interface ModelStatus {
	/** `retires`: served today, with an announced end. */
	status: 'alive' | 'retires' | 'retired' | 'unknown';
	/** Day or moment (UTC) of the end, where it is known. */
	on?: string;
	replacement?: string;
	source?: string;
	checkedAt?: string;
	notes?: string;
}

const patterns = hosts.flatMap((host) => host.domains.map((domain) => ({ host, expression: domainExpression(domain) })));

function domainExpression(domain: string): RegExp {
	const source = domain
		.split('.')
		.map((label) => label.replaceAll('*', '[^/]+').replaceAll('{region}', '(?<region>[a-z0-9-]+)'))
		.join('\\.');
	return new RegExp(`^${source}$`);
}

function parse(baseURL: string): URL | undefined {
	const text = baseURL.trim();
	const withScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `https://${text}`;
	try {
		// Of host names of thousands of letters `canParse` says yes, and the constructor throws.
		return new URL(withScheme);
	} catch {
		return undefined;
	}
}

const hostname = (url: URL) => url.hostname.toLowerCase().replace(/\.$/, '');

/** The host behind a base URL; the row `unknown` for an address that the catalogue does not name. */
export const findHost: (baseURL: string) => Host = remember((baseURL) => {
	const url = parse(baseURL);
	if (!url) return unknownHost;
	const name = hostname(url);
	const byDomain = patterns.find(({ expression }) => expression.test(name));
	if (byDomain) return byDomain.host;
	const byPort = hosts.find((host) =>
		host.ports?.some(({ port, onlyPrivate }) => url.port === String(port) && (!onlyPrivate || looksPrivate(name))),
	);
	return byPort ?? unknownHost;
});

const hostsById = new Map([unknownHost, ...hosts].map((host) => [host.id, host]));

export const findHostById = (id: string): Host | undefined => hostsById.get(id);

/** The region token in the host name of a base URL, such as `eu-central-1`. */
export function regionOf(baseURL: string): string | undefined {
	const url = parse(baseURL);
	if (!url) return undefined;
	const name = hostname(url);
	for (const { expression } of patterns) {
		const region = expression.exec(name)?.groups?.region;
		if (region) return region;
	}
	return undefined;
}

/** Loopback, private ranges, and names that only a local network resolves. */
function looksPrivate(name: string): boolean {
	return (
		/^(localhost|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(name) ||
		/^\[(::1|f[cd]|fe[89ab])/.test(name) ||
		/\.(local|internal|localhost|lan|home\.arpa)$/.test(name) ||
		!/[.:]/.test(name)
	);
}

/** Hosts that train what they serve: a bare model name means them. */
const makers = ['deepseek', 'openai', 'anthropic', 'google', 'mistral', 'xai', 'cohere', 'perplexity', 'moonshot', 'minimax'];
/** Clouds that serve others' models on a timetable of their own. */
const clouds = ['azure', 'bedrock', 'vertex'];

const byHost = new Map<string, Map<string, ModelRow>>();
const byName = new Map<string, ModelRow>();
const makersFirst = [...models].sort((a, b) => Number(makers.includes(b.host)) - Number(makers.includes(a.host)));
for (const row of makersFirst) {
	const ofHost = byHost.get(row.host) ?? new Map<string, ModelRow>();
	byHost.set(row.host, ofHost);
	for (const name of [row.id, ...row.aliases]) {
		const key = name.toLowerCase();
		if (!ofHost.has(key)) ofHost.set(key, row);
		if (!byName.has(key)) byName.set(key, row);
	}
}

/** Names as brokers and clouds decorate them, plainest last. */
function* plainNames(name: string): Generator<string> {
	let plain = name
		.trim()
		.toLowerCase()
		.replace(/^models\//, '');
	yield plain;
	// Fine-tuned models end with the model that they stand on.
	plain = plain.replace(/^ft:/, '').replace(/^(gpt-[\w.-]+):.*$/, '$1');
	yield plain;
	plain = plain.replace(/:(free|nitro|floor|online|beta|extended|thinking)$/, '');
	yield plain;
	plain = plain
		.replace(/^(us|eu|apac|global|us-gov)\./, '')
		.replace(/^(anthropic|deepseek|mistral|meta|cohere)\./, '')
		.replace(/-v\d+(:\d+)?$/, '')
		.replace('@', '-');
	yield plain;
	yield plain.replace(/^(openai|anthropic|google|mistralai|x-ai|deepseek|moonshotai|minimax)\//, '');
	yield plain.replace(/^[^/]+\/(?=gpt-|o\d|claude|gemini|deepseek)/, '').replace(/(claude-(?:[a-z]+-)?\d)\.(\d)/, '$1-$2');
}

function find(index: ReadonlyMap<string, ModelRow> | undefined, name: string): ModelRow | undefined {
	if (!index) return undefined;
	for (const plain of plainNames(name)) {
		const row = index.get(plain);
		if (row) return row;
	}
	return undefined;
}

/** A replacement as the broker that a name is from spells it: with its maker in front, and Claude's versions with a dot. */
function spelledLike(name: string, replacement: string): string {
	const maker = /^([a-z-]+\/)[^/]+$/.exec(name.trim().toLowerCase())?.[1];
	if (maker === undefined || replacement.includes('/')) return replacement;
	return maker + replacement.replace(/^(claude-[a-z]+-\d)-(\d)$/, '$1.$2');
}

/**
 * The row of a model, by id or alias. Without a host the maker's own API is meant. A broker that has no row of its own for
 * it gets the maker's row without the price; on a server of one's own nothing is retired and nothing is priced.
 */
export const findModel = (name: string, hostId = ''): ModelRow | undefined => modelsOf(hostId)(name);

/** Asked several times for each item of a run, about a few names. */
const modelsOf = remember((hostId) => remember((name) => findAt(hostId, name)));

function findAt(hostId: string, name: string): ModelRow | undefined {
	if (!hostId) return find(byName, name);
	const own = find(byHost.get(hostId), name);
	if (own) return own;
	const kind = findHostById(hostId)?.kind;
	if (kind === 'api' && !clouds.includes(hostId)) return undefined;
	const row = find(byName, name);
	if (!row) return undefined;
	const borrowed: ModelRow = {
		...row,
		host: hostId,
		prices: [],
		...(row.replacement && { replacement: spelledLike(name, row.replacement) }),
	};
	if (kind === 'broker') return borrowed;
	return { ...borrowed, retiresOn: undefined, replacement: undefined, served: kind === 'self-hosted' ? 'yes' : 'unknown' };
}

/** Whether a model is served at a moment. */
export function modelStatus(name: string, hostId: string | undefined, at: Date): ModelStatus {
	if (hostId && findHostById(hostId)?.kind === 'self-hosted') {
		return { status: 'alive', source: "runs on a server of one's own: nobody can retire it" };
	}
	const row = findModel(name, hostId);
	if (!row) return { status: 'unknown' };
	const { replacement, source, checkedAt, notes } = row;
	const facts = { replacement, source, checkedAt, notes };
	if (row.retiresOn) {
		const isOver = at.getTime() >= Date.parse(row.retiresOn);
		return { ...facts, status: isOver ? 'retired' : 'retires', on: row.retiresOn };
	}
	const status = { yes: 'alive', no: 'retired', unknown: 'unknown' } as const;
	return { ...facts, status: status[row.served] };
}
