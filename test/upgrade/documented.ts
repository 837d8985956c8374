import type { WorkflowJson } from '../support/runWorkflow';
import type { Leaves } from './leaves';

type Value = string | number | boolean | null | undefined;

/** What says something else since 0.1.0, as CHANGELOG.md tells; every other value has to stay. */
const documented: readonly { workflow: RegExp; place: RegExp; why: string }[] = [
	{ workflow: /./, place: /Ms$/, why: 'times, which are the same in two runs only by chance' },
	{ workflow: /router/i, place: /\.route\.(confidence|reasons\.\d+)$/, why: 'the router decides by the task, and quotes the words' },
	{
		workflow: /^Router evaluation$/,
		place: /\.(queryClass|predicted|accuracy)$|\.(matrix|wrong)\./,
		why: 'one of its twenty queries, which was sorted wrongly, is sorted rightly',
	},
	{
		workflow: /latency|audit/i,
		place: /\.figures\.(candidate|baseline)\.[1-9]\d*\./,
		why: 'the latency check ends where more load brings no more answers, which hangs on the machine at that moment',
	},
	{ workflow: /^Graders/, place: /\.grade\.extracted$/, why: 'a grader no longer takes the whole of an answer that has no marked result' },
];

/** Lists that a report shows; workflows go by verdicts and figures. */
const shown = /\.(tables|charts|findings|problems|html)\b/;

/** Whether a value may be another one after the update. */
export function mayDiffer({ name, nodes }: WorkflowJson, before: Leaves, now: Leaves) {
	const nodeOf = (place: string) => nodes.find((node) => place.startsWith(`${node.name} | `));
	const judges = nodes.some(({ type }) => /\.migration(Check|Report)$/.test(type));
	const sameKind = (place: string): boolean => {
		const [was, is]: Value[] = [before.get(place), now.get(place)];
		if (shown.test(place)) return true;
		// Where nothing was solved, both sides were taken for equal; that is undecided now, and so is what is made of it.
		if (place.endsWith('.verdict')) return is === 'warn' && ['quality', undefined].includes(textAt(now, place.replace(/verdict$/, 'id')));
		return typeof was === typeof is && is !== null;
	};
	return (place: string): boolean =>
		// Triggers tell the time.
		/Trigger$/.test(nodeOf(place)?.type ?? '') ||
		documented.some((each) => each.workflow.test(name) && each.place.test(place)) ||
		(judges && !name.startsWith('Graders') && sameKind(place));
}

function textAt(leaves: Leaves, place: string): string | undefined {
	const value = leaves.get(place);
	return typeof value === 'string' ? value : undefined;
}
