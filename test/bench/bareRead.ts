/** The least that reads a stream: fetch, split into lines, parse, join. No limits, no retries, no split of inline traces. */
export async function bareRead(baseURL: string, prompt: string): Promise<{ thinking: string; answer: string; tokens: number }> {
	const response = await fetch(`${baseURL}/chat/completions`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: 'Bearer bench' },
		body: JSON.stringify({
			model: 'lab-right',
			messages: [{ role: 'user', content: prompt }],
			stream: true,
			stream_options: { include_usage: true },
		}),
	});
	if (!response.body) throw new Error('No body');
	const decoder = new TextDecoder();
	let [thinking, answer, rest, tokens] = ['', '', '', 0];
	const reader = response.body.getReader();
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		const lines = (rest + decoder.decode(value, { stream: true })).split('\n');
		rest = lines.pop() ?? '';
		for (const line of lines) {
			if (!line.startsWith('data: {')) continue;
			const chunk = JSON.parse(line.slice(6));
			const delta = chunk.choices[0]?.delta;
			if (delta?.reasoning_content) thinking += delta.reasoning_content;
			if (delta?.content) answer += delta.content;
			if (chunk.usage) tokens = chunk.usage.completion_tokens;
		}
	}
	return { thinking, answer, tokens };
}
