import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface FakeWorkflow {
	id: string;
	name: string;
	active?: boolean;
	isArchived?: boolean;
	tags?: string[];
	/** Id of the project that owns it. */
	project?: string;
	nodes: { id: string; name: string; type: string; typeVersion: number; [key: string]: unknown }[];
	connections: Record<string, unknown>;
}

interface Options {
	workflows: FakeWorkflow[];
	projects?: Record<string, { name: string; type: 'personal' | 'team' }>;
	runs?: { workflowId: string; mode: string; startedAt: string }[];
	credentials?: { id: string; name: string; type: string }[];
	/** Routes that the key may not use, as the real n8n answers them. */
	forbidden?: RegExp;
}

/**
 * The part of n8n's public API that the pack uses, on loopback: drafts and published versions are told apart, and saving makes
 * a version of its own, as n8n 2.40.7 does it (test/n8n runs the same code against the real one).
 */
export async function startFakeN8n({ workflows, projects = {}, runs = [], credentials = [], forbidden }: Options) {
	const versions = new Map<string, { versionId: string; nodes: unknown; connections: unknown }[]>();
	const stored = new Map(
		workflows.map(({ tags = [], project = 'p1', active = false, isArchived = false, ...rest }) => {
			const first = { versionId: randomUUID(), nodes: rest.nodes, connections: rest.connections };
			versions.set(rest.id, [first]);
			return [
				rest.id,
				{
					...rest,
					active,
					isArchived,
					versionId: first.versionId,
					activeVersionId: active ? first.versionId : null,
					activeVersion: active ? first : null,
					updatedAt: new Date(0).toISOString(),
					tags: tags.map((name) => ({ id: name, name })),
					shared: [
						{
							role: 'workflow:owner',
							projectId: project,
							project: projects[project] ?? { name: 'Ada <ada@example.com>', type: 'personal' },
						},
					],
				},
			] as const;
		}),
	);
	const received: { method: string; route: string; query: URLSearchParams; key: unknown }[] = [];
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '/', 'http://n8n');
		const route = url.pathname.replace('/api/v1', '');
		const method = request.method ?? 'GET';
		received.push({ method, route, query: url.searchParams, key: request.headers['x-n8n-api-key'] });
		const parts: Buffer[] = [];
		request.on('data', (part: Buffer) => parts.push(part));
		request.on('end', () => {
			const body = parts.length > 0 ? JSON.parse(Buffer.concat(parts).toString()) : {};
			const { status = 200, json } = answer(method, route, url.searchParams, body);
			response.statusCode = status;
			response.setHeader('content-type', 'application/json');
			response.end(JSON.stringify(json));
		});
	});

	function answer(
		method: string,
		route: string,
		query: URLSearchParams,
		body: Record<string, unknown>,
	): { status?: number; json: unknown } {
		if (forbidden?.test(`${method} ${route}`)) return { status: 403, json: { message: 'Forbidden' } };
		const page = (all: unknown[]) => {
			const from = Number(query.get('cursor') ?? 0);
			const limit = Number(query.get('limit') ?? 100);
			return { json: { data: all.slice(from, from + limit), nextCursor: from + limit < all.length ? String(from + limit) : null } };
		};
		if (route === '/workflows')
			return page(
				[...stored.values()].map(({ shared, ...one }) => ({ ...one, shared: shared.map(({ role, projectId }) => ({ role, projectId })) })),
			);
		if (route === '/credentials') return page(credentials);
		if (route === '/executions') {
			const since = query.get('startedAfter') ?? '';
			return page(
				runs.filter(({ startedAt }) => startedAt >= since).map((run, index) => ({ id: String(index), status: 'success', ...run })),
			);
		}
		const [, id = '', action] = /^\/workflows\/([^/]+)(?:\/(\w+))?$/.exec(route) ?? [];
		const workflow = stored.get(id);
		const known = versions.get(id);
		if (!workflow || !known) return { status: 404, json: { message: 'not found' } };
		if (action === 'history') return { json: { data: [...known].reverse().slice(0, Number(query.get('limit') ?? 10)) } };
		if (action === 'publish') {
			const version = known.find(({ versionId }) => versionId === body.versionId);
			if (!version) return { status: 404, json: { message: 'Version not found' } };
			Object.assign(workflow, { active: true, activeVersionId: version.versionId, activeVersion: version });
			return { json: workflow };
		}
		if (method === 'PUT') {
			const version = { versionId: randomUUID(), nodes: body.nodes, connections: body.connections };
			const isNew = JSON.stringify([body.nodes, body.connections]) !== JSON.stringify([workflow.nodes, workflow.connections]);
			if (isNew) {
				known.push(version);
				Object.assign(workflow, version);
			}
			Object.assign(workflow, { updatedAt: new Date().toISOString() });
		}
		return { json: workflow };
	}

	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, received, workflow: (id: string) => stored.get(id) };
}

/** A workflow whose only node is a chat model. */
export const chatWorkflow = (id: string, model: string, more: Partial<FakeWorkflow> = {}): FakeWorkflow => ({
	id,
	name: `Workflow ${id}`,
	nodes: [
		{
			id: `${id}-model`,
			name: 'Model',
			type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			typeVersion: 1.2,
			position: [0, 0],
			parameters: { model: { __rl: true, mode: 'id', value: model }, options: {} },
			credentials: { openAiApi: { id: 'openai', name: 'OpenAI' } },
		},
	],
	connections: {},
	...more,
});
