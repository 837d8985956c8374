import { z } from 'zod/v4';
import pLimit from 'p-limit';
import type { Ask } from '../graders/judgeModel';
import { parseJson } from '../json';
import type { FileProblem } from '../fileProblem';
import { judgePair } from './judgePair';

/** A pair of answers of which somebody knows the better one. */
export interface Anchor {
	question: string;
	better: string;
	worse: string;
}

/** What a judge made of the anchors. */
export interface JudgeQuality {
	anchors: number;
	right: number;
	wrong: number;
	/** Found neither better. */
	ties: number;
	unreadable: number;
	/**
	 * Mean of 1 for right, 0 for a tie and -1 for wrong: what is left of a true difference once this judge has looked at it.
	 * Without ties it is 2q - 1, where q is the share that it gets right.
	 */
	kept: number;
	/** Of `kept`. */
	variance: number;
}

const pair = z.object({ question: z.string().min(1), better: z.string(), worse: z.string() });
/** As the replay writes it for a person to mark; blind, since which answer is whose stands nowhere. */
const marked = z
	.object({ question: z.string().min(1), one: z.string(), other: z.string(), better: z.enum(['one', 'other', 'tie', '']) })
	.transform(({ question, one, other, better }) =>
		better === '' || better === 'tie'
			? undefined
			: { question, better: better === 'one' ? one : other, worse: better === 'one' ? other : one },
	);

/** Anchors from lines of JSON: `{question, better, worse}`, or marked pairs; pairs without a mark are passed over. */
export async function readAnchors(lines: AsyncIterable<string>, file: string): Promise<{ anchors: Anchor[]; problems: FileProblem[] }> {
	const [anchors, problems]: [Anchor[], FileProblem[]] = [[], []];
	let line = 0;
	for await (const text of lines) {
		line += 1;
		if (text.trim() === '') continue;
		const parsed = z.union([pair, marked]).safeParse(parseJson(text));
		if (!parsed.success) problems.push({ file, line, reason: 'no anchor: it needs question, better and worse' });
		else if (parsed.data) anchors.push(parsed.data);
	}
	return { anchors, problems };
}

/** Asks the judge about pairs whose answer is known. */
export async function measureJudge(
	anchors: readonly Anchor[],
	judge: { ask: Ask; rubric?: string },
	concurrency: number,
): Promise<JudgeQuality> {
	const limit = pLimit(Math.max(1, concurrency));
	const found = await Promise.all(
		anchors.map(({ question, better, worse }, index) =>
			limit(async () => {
				// Which one stands first takes turns.
				const isFirst = index % 2 === 0;
				const [first, second] = isFirst ? [better, worse] : [worse, better];
				const preference = await judgePair({ question, first, second }, judge).catch(() => 'unreadable' as const);
				if (preference === 'tie' || preference === 'unreadable') return preference;
				return (preference === 'first') === isFirst ? 'right' : 'wrong';
			}),
		),
	);
	const of = (kind: string) => found.filter((one) => one === kind).length;
	return judgeQuality({ right: of('right'), wrong: of('wrong'), ties: of('tie'), unreadable: of('unreadable') });
}

export function judgeQuality({
	right,
	wrong,
	ties,
	unreadable = 0,
}: {
	right: number;
	wrong: number;
	ties: number;
	unreadable?: number;
}): JudgeQuality {
	const anchors = right + wrong + ties;
	const kept = anchors > 0 ? (right - wrong) / anchors : 0;
	// One more of each kind keeps a handful of right ones from looking certain.
	const [r, w, n] = [right + 1, wrong + 1, anchors + 3];
	const variance = ((r + w) / n - ((r - w) / n) ** 2) / n;
	return { anchors, right, wrong, ties, unreadable, kept, variance };
}
