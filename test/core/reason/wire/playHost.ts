import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { Step, WireCase } from './case';

interface Played {
	firstMs: number;
	plain: number;
}

/** A host that plays all cases, each below a path of its own. */
export async function playHost(cases: readonly WireCase[]) {
	const states = new Map<WireCase, Played>();
	const server = createServer((request, response) => {
		const pieces: Buffer[] = [];
		request.on('data', (piece: Buffer) => pieces.push(piece));
		request.on('end', () => {
			const played = cases[Number(request.url?.split('/')[1])];
			const state = states.get(played) ?? { firstMs: Date.now(), plain: 0 };
			states.set(played, state);
			const body: unknown = JSON.parse(Buffer.concat(pieces).toString() || '{}');
			const fill = filler(request, body, state);
			play(pick(played, state, body), response, fill).catch(() => response.destroy());
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	return {
		at: (played: WireCase) => `http://127.0.0.1:${port}/${cases.indexOf(played)}/${played.request.base ?? 'v1'}`,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

const at = (value: unknown, dotted: string): unknown =>
	dotted
		.split('.')
		.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined), value);

function pick({ server }: WireCase, state: Played, body: unknown): Step[] {
	for (const answer of server) {
		const when = answer[0]?.when;
		if (!when) continue;
		if (when.hasField !== undefined && at(body, when.hasField) === undefined) continue;
		if (when.beforeMs !== undefined && Date.now() - state.firstMs >= when.beforeMs) continue;
		return answer;
	}
	const plain = server.filter(([first]) => !first?.when);
	return plain[Math.min(state.plain++, plain.length - 1)];
}

function filler({ headers, url }: IncomingMessage, body: unknown, { firstMs }: Played) {
	const messages = JSON.stringify(at(body, 'messages'));
	const escaped = (text: string) => JSON.stringify(text).slice(1, -1);
	return (text: string) =>
		text
			.replaceAll('{{authorization}}', escaped(headers.authorization ?? ''))
			.replaceAll('{{messages}}', messages)
			.replaceAll('{{messagesEscaped}}', escaped(messages))
			.replaceAll('{{body}}', JSON.stringify(body))
			.replaceAll('{{url}}', url ?? '')
			.replace(/\{\{httpDate\+(\d+)\}\}/g, (_, ms) => new Date(Date.now() + Number(ms)).toUTCString())
			.replace(/\{\{epochMs\+(\d+)\}\}/g, (_, ms) => String(firstMs + Number(ms)));
}

async function play(steps: readonly Step[], response: ServerResponse, fill: (text: string) => string): Promise<void> {
	for (const step of steps) {
		if (response.destroyed || response.socket?.destroyed) return;
		if (step.status !== undefined) {
			const headers = { ...(step.contentType ? { 'content-type': step.contentType } : {}), ...step.headers };
			response.writeHead(step.status, Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, fill(String(value))])));
			response.flushHeaders();
		}
		if (step.write !== undefined || step.base64 !== undefined) {
			const bytes = step.base64 === undefined ? Buffer.from(fill(step.write ?? '')) : Buffer.from(step.base64, 'base64');
			const size = step.pieces ?? bytes.length;
			for (let from = 0; from < bytes.length; from += size) {
				response.write(bytes.subarray(from, from + size));
				if (from % (size * 7) === 0) await new Promise(setImmediate);
			}
		}
		if (step.waitMs) await pause(step.waitMs);
		if (step.reset) response.socket?.destroy();
		if (step.end) response.end();
		if (step.hold) return;
	}
}
