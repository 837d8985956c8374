/** A host of a process of its own that answers every chat request after a while: `node host.ts MILLISECONDS`; sends its port. */
import { createServer } from 'node:http';

const delay = Number(process.argv[2]);
const usage = { prompt_tokens: 20, completion_tokens: 5, total_tokens: 25 };
const common = { id: 'c1', created: 1, model: 'deepseek-flash' };
const chunk = (delta: object, finish: string | null, more: object = {}) =>
	`data: ${JSON.stringify({ ...common, object: 'chat.completion.chunk', choices: [{ index: 0, delta, finish_reason: finish }], ...more })}\n\n`;
const streamed = `${chunk({ role: 'assistant', content: 'Forty' }, null)}${chunk({ content: '-two.' }, 'stop', { usage })}data: [DONE]\n\n`;
const whole = JSON.stringify({
	...common,
	object: 'chat.completion',
	choices: [{ index: 0, message: { role: 'assistant', content: 'Forty-two.' }, finish_reason: 'stop' }],
	usage,
});

const server = createServer((request, response) => {
	let body = '';
	request.on('data', (part) => (body += part));
	request.on('end', () => {
		const streams = body.includes('"stream":true');
		setTimeout(() => {
			response.writeHead(200, { 'content-type': streams ? 'text/event-stream' : 'application/json' });
			response.end(streams ? streamed : whole);
		}, delay);
	});
});
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', 4096, () => {
	const address = server.address();
	process.send?.(typeof address === 'object' ? address?.port : undefined);
});
