import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StoredExecution {
	id: string;
	jsonSizeBytes?: number;
}

/** The part of n8n's API that tells of executions, newest first, with its cursor; and of workflows, as far as they are given. */
export async function startExecutionsApi(executions: readonly StoredExecution[], workflows: Record<string, object> = {}) {
	const asked: URL[] = [];
	const server: Server = createServer((request, response) => {
		const url = new URL(request.url ?? '', 'http://x');
		asked.push(url);
		const [, room, one] = /\/(executions|workflows)(?:\/([^/]+))?$/.exec(url.pathname) ?? [];
		const answer = (body: unknown) => {
			response.statusCode = body === undefined ? 404 : 200;
			response.end(JSON.stringify(body ?? { message: 'Not Found' }));
		};
		if (room === 'workflows') return answer(workflows[one ?? '']);
		if (one !== undefined) return answer(executions.find(({ id }) => id === one));
		const whole = url.searchParams.get('includeData') === 'true';
		const cursor = url.searchParams.get('cursor');
		const { lastId = 'Infinity' } = cursor ? (JSON.parse(Buffer.from(cursor, 'base64').toString()) as { lastId: string }) : {};
		const rows = executions.filter(({ id }) => Number(id) < Number(lastId)).slice(0, Number(url.searchParams.get('limit')));
		answer({ data: rows.map((each) => (whole ? each : { id: each.id, jsonSizeBytes: each.jsonSizeBytes })), nextCursor: null });
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		asked,
		async close() {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}
