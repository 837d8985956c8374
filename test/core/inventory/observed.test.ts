import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { observedOf, readModelLists } from '../../../core/inventory/observed';

const now = new Date('2026-11-28T12:00:00Z');

async function startEndpoint(status: number, body: unknown) {
	const server = createServer((_, response) => {
		response.statusCode = status;
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(body));
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		server.close();
	});
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
}

/** What is sent to the provider goes to a server here instead. */
const sendTo =
	(base: string): typeof fetch =>
	async (input, init) => {
		const { pathname } = new URL(input instanceof Request ? input.url : input);
		return await fetch(base.replace(/\/v1$/, '') + pathname, init);
	};

test('an endpoint says which models it still lists, and when', async () => {
	const base = await startEndpoint(200, { data: [{ id: 'gpt-4o' }, { id: 'GPT-6-Luna' }] });
	const remarks: { file: string; reason: string }[] = [];
	const lists = await readModelLists([{ baseURL: 'https://api.openai.com/v1', apiKey: 'k' }], sendTo(base), now, remarks);
	const asked = (model: string, more: object = {}) => observedOf({ provider: 'openai', form: 'locator', model, ...more }, lists);
	expect(remarks).toEqual([]);
	expect(asked('gpt-4o')).toEqual({ listed: true, listedOn: '2026-11-28' });
	expect(asked('gpt-6-luna')).toMatchObject({ listed: true });
	expect(asked('o1')).toEqual({ listed: false, listedOn: '2026-11-28' });
	expect(asked('gpt-4o', { provider: 'azure' })).toBeUndefined();
	expect(asked('={{ $json.model }}', { form: 'dynamic' })).toBeUndefined();
});

test('an endpoint that gives no list is told, without its key', async () => {
	const base = await startEndpoint(401, { error: { message: 'no' } });
	const remarks: { file: string; reason: string }[] = [];
	const lists = await readModelLists([{ baseURL: 'https://api.openai.com/v1', apiKey: 'very-secret-key' }], sendTo(base), now, remarks);
	expect(lists).toEqual([]);
	expect(remarks).toMatchObject([{ file: 'api.openai.com', reason: expect.stringContaining('could not be read') }]);
	expect(JSON.stringify(remarks)).not.toContain('very-secret-key');
});
