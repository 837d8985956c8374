interface LocalServer {
	name: string;
	baseURL: string;
	model: string;
}

/** Ports on which model servers listen unless told otherwise. Read in their documentation on 2026-11-23. */
export const usualPorts: readonly { name: string; port: number }[] = [
	{ name: 'Ollama', port: 11434 },
	{ name: 'llama.cpp', port: 8080 },
	{ name: 'LM Studio', port: 1234 },
	{ name: 'vLLM', port: 8000 },
	{ name: 'SGLang', port: 30000 },
];

/** Model servers that answer on this machine with a model loaded. */
export async function findLocalServers(ports = usualPorts, fetchImplementation: typeof fetch = fetch): Promise<LocalServer[]> {
	const asked = await Promise.all(
		ports.map(async ({ name, port }) => {
			const baseURL = `http://127.0.0.1:${port}/v1`;
			const model = await firstModel(baseURL, fetchImplementation);
			return model ? [{ name, baseURL, model }] : [];
		}),
	);
	return asked.flat();
}

async function firstModel(baseURL: string, fetchImplementation: typeof fetch): Promise<string | undefined> {
	try {
		const response = await fetchImplementation(`${baseURL}/models`, { signal: AbortSignal.timeout(2_000) });
		const list: unknown = response.ok ? await response.json() : undefined;
		const data = typeof list === 'object' && list !== null && 'data' in list && Array.isArray(list.data) ? list.data : [];
		const names = data.map((entry) => entry?.id).filter((id) => typeof id === 'string' && !/embed|rerank|whisper/i.test(id));
		return names.find((id) => /r1|reason|think|qwq|deepseek/i.test(id)) ?? names[0];
	} catch {
		return undefined;
	}
}
