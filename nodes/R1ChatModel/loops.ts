import { parseJson } from '../../core/json';
import type { ReasonMessage } from '../../core/reason';
import { callsOf } from './sentCalls';

/** An agent that goes round: the calls of tools that repeat, as `name(arguments)`. */
export interface Loop {
	action: 'nudge' | 'end';
	calls: string[];
	/** How many of the last answers are part of it. */
	rounds: number;
}

const shapes = [
	/** A-A-A is told, A-A-A-A ends; a tool that changes something is not called a third time. */
	{ length: 1, nudgeAt: 3, endAt: 4, writing: { nudgeAt: 2, endAt: 3 } },
	/** A-B-A-B is told, A-B-A-B-A-B ends. */
	{ length: 2, nudgeAt: 4, endAt: 6 },
];

/**
 * Whether the answers since the user's last message repeat the same calls with the same arguments and the same results: an
 * agent that polls something until it changes is no loop.
 */
export function loopOf(conversation: readonly ReasonMessage[], isWriting: (tool: string) => boolean = () => false): Loop | undefined {
	const since = conversation.slice(conversation.findLastIndex(({ role }) => role === 'user') + 1);
	const rounds = roundsOf(since);
	const writes = rounds.at(-1)?.tools.some(isWriting) ?? false;
	for (const { length, writing, ...usual } of shapes) {
		const { nudgeAt, endAt } = (writes && writing) || usual;
		const repeated = repeatedAtEnd(rounds, length);
		if (repeated < nudgeAt) continue;
		return {
			action: repeated >= endAt ? 'end' : 'nudge',
			calls: [...new Set(rounds.slice(-length).map((round) => round.calls))],
			rounds: repeated,
		};
	}
	return undefined;
}

/** How many rounds at the end repeat with this period; those without calls repeat nothing. */
function repeatedAtEnd(rounds: readonly Round[], period: number): number {
	let count = 0;
	for (const [back, round] of rounds.toReversed().entries()) {
		if (round.calls === '') break;
		const later = rounds[rounds.length - 1 - back + period];
		if (count >= period && (round.calls !== later?.calls || round.results !== later.results)) break;
		count += 1;
	}
	return count;
}

interface Round {
	calls: string;
	tools: string[];
	/** In order, since that of the calls says nothing. */
	results: string;
}

/** Each answer with what its calls gave. */
function roundsOf(since: readonly ReasonMessage[]): Round[] {
	const rounds: { calls: string; tools: string[]; results: string[] }[] = [];
	for (const message of since) {
		if (message.role === 'assistant')
			rounds.push({ calls: signatureOf(message), tools: callsOf(message).map(({ name }) => name), results: [] });
		else if (message.role === 'tool') rounds.at(-1)?.results.push(String(message.content));
	}
	return rounds.map(({ results, ...round }) => ({ ...round, results: results.sort().join('\n') }));
}

/** Order of calls and of keys says nothing. */
const signatureOf = (message: ReasonMessage): string =>
	callsOf(message)
		.map(({ name, arguments: given }) => `${name}(${JSON.stringify(sorted(parseJson(given) ?? given))})`)
		.sort()
		.join(', ');

function sorted(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(sorted);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.sort(([first], [second]) => (first < second ? -1 : 1))
			.map(([key, inner]) => [key, sorted(inner)]),
	);
}

/** The hint stands in the last result: a turn of the user would end the turn that hosts want the trace of. */
export function nudged(conversation: readonly ReasonMessage[], { rounds }: Loop): ReasonMessage[] {
	const last = conversation.at(-1);
	if (last?.role !== 'tool') return [...conversation];
	const hint = `[You have made the same calls ${rounds} times in a row. Their results will not help further: use what you have, try something else, or answer now.]`;
	return [...conversation.slice(0, -1), { ...last, content: `${String(last.content)}\n\n${hint}` }];
}

/** The answer of an agent that went on after the hint. */
export function stoppedBy({ calls, rounds }: Loop, conversation: readonly ReasonMessage[]): string {
	return `Stopped without an answer: the model repeated the same calls of tools in its last ${rounds} turns (${shortened(calls.join(' and '))}), and went on after it was told.\n\n${workSoFar(conversation)}`;
}

/** What the tools have given since the user's last message, the last five. */
export function workSoFar(conversation: readonly ReasonMessage[]): string {
	const since = conversation.slice(conversation.findLastIndex(({ role }) => role === 'user') + 1);
	const names = new Map(since.flatMap((message) => callsOf(message).map(({ id, name }) => [id, name])));
	const results = since
		.filter(({ role }) => role === 'tool')
		.map(({ tool_call_id: id, content }) => `- ${names.get(String(id)) ?? 'a tool'}: ${shortened(String(content))}`);
	return `Results so far:\n${[...new Set(results)].slice(-5).join('\n')}`;
}

const shortened = (text: string) => (text.length > 300 ? `${text.slice(0, 300)}…` : text);
