import { asList, asText, at, get, isObject, strings, type JsonObject } from '../../json';
import { readGraph } from '../graph';

/** Where a node's answer stands in its item before and after. */
export interface AnswerMove {
	/** Paths that lead to the answer, such as `message.content` or `choices[0].message.content`. */
	from: readonly string[];
	/** Field of the new node: `answer` or `data`. */
	to: string;
}

/** What was rewritten, with what somebody should look at; or why it cannot be. */
export type Readers = { what: string[]; look: string[]; apply: () => void } | { reason: string };

/** Nodes that hand on the items that they get. */
const passesOn = /\.(if|switch|filter|noOp|merge|wait|limit|splitInBatches|sort|removeDuplicates|executionData)$/;
const codeNode = /\.(code|function|functionItem|toolCode)$/;

const step = String.raw`(?:(?:\?\.|\.)[A-Za-z_$][\w$]*|(?:\?\.)?\[\s*(?:\d+|"[^"\]]*"|'[^'\]]*')\s*\])`;
const chain = new RegExp(`^${step}*`);
const single = new RegExp(step, 'g');

const keysOf = (text: string) =>
	[...text.matchAll(single)].map(([part]) => part.replace(/^\?\.(?=\[)|^\??\.|^\[\s*["']?|["']?\s*\]$/g, '').replace(/^\[\s*["']?/, ''));

/** The text of a chain of accesses after its first `count` steps. */
const afterSteps = (text: string, count: number) =>
	[...text.matchAll(single)]
		.slice(count)
		.map(([part]) => part)
		.join('');

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Looks at every expression that reads a node's answer, by the node's name anywhere and by `$json` in what follows it, and
 * prepares to rewrite them. Nothing is changed before `apply`; where one of them reads something else, nothing is changed.
 */
export function answerReaders(workflow: unknown, nodeName: string, move: AnswerMove): Readers {
	const nodes = asList(get(workflow, 'nodes')).filter(isObject);
	const wanted = move.from.map((path) => keysOf(`.${path}`));
	const following = followers(workflow, nodeName, nodes);
	const edits: { node: JsonObject; path: string; text: string }[] = [];
	const what: string[] = [];
	const look: string[] = [];
	for (const node of nodes) {
		const name = asText(node.name) ?? '';
		if (name === nodeName) continue;
		const follows = following.has(name);
		const isCode = codeNode.test(asText(node.type) ?? '');
		let reads = false;
		for (const { path, text } of strings(node.parameters)) {
			const isRead = text.startsWith('=') || isCode;
			if (!isRead) continue;
			const result = rewritten(text, nodeName, wanted, move.to, { follows, isCode });
			if ('other' in result)
				return { reason: `${name} reads ${result.other} of this node's answer: what follows must be changed by hand.` };
			if (result.text !== text) {
				reads = true;
				edits.push({ node, path, text: result.text });
				what.push(`${name}: reads ${move.to} instead of ${move.from[0]}`);
			} else if (isCode && follows && /\$input|\bitems?\b|\$json/.test(text)) {
				return { reason: `The code of ${name} reads this node's answer: it must be changed by hand.` };
			}
		}
		if (reads && isCode) look.push(`the code of ${name}`);
		if (follows && !reads && !passesOn.test(asText(node.type) ?? ''))
			look.push(`${name}, which gets the item without naming a field of it`);
	}
	const apply = () => {
		for (const { node, path, text } of edits) {
			const keys = path.split('.');
			const last = keys.pop() ?? path;
			const holder = keys.length > 0 ? at(node.parameters, keys.join('.')) : node.parameters;
			if (Array.isArray(holder)) holder[Number(last)] = text;
			else if (isObject(holder)) holder[last] = text;
		}
	};
	return { what: [...new Set(what)], look: [...new Set(look)], apply };
}

/** Nodes that get the node's items: the next ones, and those behind nodes that hand items on. */
function followers(workflow: unknown, nodeName: string, nodes: readonly JsonObject[]): Set<string> {
	const graph = readGraph(get(workflow, 'connections'));
	const types = new Map(nodes.map((node) => [asText(node.name) ?? '', asText(node.type) ?? '']));
	const found = new Set<string>();
	const queue = [nodeName];
	for (let next = 0; next < queue.length; next++) {
		for (const to of graph.after(queue[next])) {
			if (found.has(to) || to === nodeName) continue;
			found.add(to);
			if (passesOn.test(types.get(to) ?? '')) queue.push(to);
		}
	}
	return found;
}

type Rewritten = { text: string } | { other: string };

function rewritten(
	text: string,
	nodeName: string,
	wanted: readonly (readonly string[])[],
	to: string,
	{ follows, isCode }: { follows: boolean; isCode: boolean },
): Rewritten {
	const byName = String.raw`(?:\$\(\s*(["'\`])${escaped(nodeName)}\1\s*\)(?:\.(?:item|first\(\)|last\(\)|all\(\)\[\d+\]))?|\$node\[\s*(["'\`])${escaped(nodeName)}\2\s*\])\.json`;
	const sources = [
		new RegExp(byName, 'g'),
		...(follows ? [/\$json\b/g] : []),
		...(follows && isCode ? [/(?<![\w$.])(?:item|items\[\d+\]|\$input\.(?:item|first\(\)|last\(\)|all\(\)\[\d+\]))\.json\b/g] : []),
	];
	let result = text;
	for (const source of sources) {
		let out = '';
		let from = 0;
		for (const match of result.matchAll(source)) {
			const end = match.index + match[0].length;
			const accesses = chain.exec(result.slice(end))?.[0] ?? '';
			const keys = keysOf(accesses);
			const path = wanted.find((one) => one.every((key, index) => keys[index] === key));
			if (!path) return { other: keys.join('.') || 'all' };
			out += `${result.slice(from, end)}.${to}${afterSteps(accesses, path.length)}`;
			from = end + accesses.length;
		}
		result = out + result.slice(from);
	}
	// Other ways to a node by its name: all its items, or its parameters.
	const mentions = new RegExp(
		String.raw`\$\(\s*["'\`]${escaped(nodeName)}["'\`]\s*\)(?!(?:\.(?:item|first\(\)|last\(\)|all\(\)\[\d+\]))?\.json)`,
	);
	return mentions.test(result) ? { other: 'more than one field' } : { text: result };
}
