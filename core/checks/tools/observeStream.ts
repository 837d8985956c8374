/** A fetch that tells how many pieces the arguments of tool calls came in; nothing of the stream is changed. */
export function observeStream(base: typeof fetch, onArguments: (piece: string) => void): typeof fetch {
	return async (input, init) => {
		const response = await base(input, init);
		if (!response.body || !/event-stream/.test(response.headers.get('content-type') ?? '')) return response;
		const decoder = new TextDecoder();
		let rest = '';
		const watch = new TransformStream<Uint8Array, Uint8Array>({
			transform(chunk, controller) {
				controller.enqueue(chunk);
				const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
				rest = lines.pop() ?? '';
				for (const line of lines) for (const piece of argumentsIn(line)) onArguments(piece);
			},
		});
		return new Response(response.body.pipeThrough(watch), {
			status: response.status,
			statusText: response.statusText,
			headers: response.headers,
		});
	};
}

function argumentsIn(line: string): string[] {
	if (!line.startsWith('data:') || !line.includes('tool_calls')) return [];
	try {
		const payload: unknown = JSON.parse(line.slice(5));
		return collect(payload);
	} catch {
		return [];
	}
}

/** The texts under `arguments`, wherever a host nests them. */
function collect(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(collect);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, part]) =>
		key === 'arguments' && typeof part === 'string' ? (part === '' ? [] : [part]) : collect(part),
	);
}
