import type { Ask } from '../graders/judgeModel';
import type { RecordedCall, RecordedToolCall } from '../history/recordedCall';
import type { Comparison } from './comparison';
import type { FreeText } from './compareValues';
import { compareFailures } from './failure';
import { compareJson } from './json';
import { judgePair } from './judgePair';
import { compareLabels } from './label';
import type { NewAnswer } from './newAnswer';
import { compareNumbers } from './number';
import { requestText } from './requestText';
import { writtenAnswer } from './writtenAnswer';
import { compareToolCalls } from './toolCalls';

export interface LadderOptions {
	/** How far off a number may be, as a share of the recorded one. */
	relative: number;
	/** Asks the judge model; without it free text can't be judged, unless it is the same. */
	ask?: Ask;
	rubric?: string;
	/** Let the judge say which of two valid answers is better, where nobody knows how often the old model differs from itself. */
	judgesDifferences?: boolean;
	/** Calls of tools that the old model requested in later rounds of the same run. */
	later: readonly RecordedToolCall[];
}

/**
 * Holds a new answer against the recorded one by what the workflow does with it, on the first rung that can tell: failure,
 * requested tools, label, number, JSON, and at last a judge of text.
 */
export async function compareAnswers(call: RecordedCall, answer: NewAnswer, options: LadderOptions): Promise<Comparison> {
	const comparison = compareFailures(call, answer) ?? (await compareByUse(call, answer, options));
	if (!comparison.differs || !options.judgesDifferences || !options.ask) return comparison;
	const texts = [{ path: '', recorded: writtenAnswer(call.answer), answer: writtenAnswer(answer) }];
	const opinion = await judgeTexts(call, texts, options);
	return { ...opinion, rung: comparison.rung, reason: `${comparison.reason}: ${opinion.reason}` };
}

async function compareByUse(call: RecordedCall, answer: NewAnswer, options: LadderOptions): Promise<Comparison> {
	const { use } = call;
	const { text: recorded, toolCalls } = call.answer;
	const { relative, later } = options;
	const freely = (texts: readonly FreeText[]) => judgeTexts(call, texts, options);
	if (toolCalls.length + answer.toolCalls.length + (answer.unreadCalls?.length ?? 0) > 0)
		return await compareToolCalls(call, answer, { relative, freely, later });
	switch (use.kind) {
		case 'label':
			return compareLabels(recorded, answer.text, use.labels);
		case 'number':
			return await compareNumbers(recorded, answer.text, { relative });
		case 'json':
			return await compareJson(recorded, answer.text, use.schema ?? call.request.schema, { relative, freely });
		case 'tools':
		case 'text':
			return { rung: 'text', ...(await freely([{ path: '', recorded, answer: answer.text }])) };
	}
}

/** The last rung. Several texts of one answer are judged together: they are one case. */
async function judgeTexts(
	call: RecordedCall,
	texts: readonly FreeText[],
	{ ask, rubric }: LadderOptions,
): Promise<Pick<Comparison, 'outcome' | 'reason' | 'judged'>> {
	const written = (side: 'recorded' | 'answer') =>
		texts.map((one) => (one.path === '' ? one[side] : `${one.path}: ${one[side]}`)).join('\n\n');
	const [first, second] = [written('recorded'), written('answer')];
	if (first.trim() === second.trim()) return { outcome: 'tie', reason: 'word for word the same' };
	if (!ask) return { outcome: 'unjudged', reason: 'free text, and no judge model is named' };
	const preference = await judgePair({ question: requestText(call.request), first, second }, { ask, rubric }).catch((error: unknown) =>
		error instanceof Error ? error : new Error(String(error)),
	);
	if (preference instanceof Error) return { outcome: 'unjudged', reason: preference.message };
	switch (preference) {
		case 'first':
			return { outcome: 'loss', reason: 'the judge finds the old answer better', judged: true };
		case 'second':
			return { outcome: 'win', reason: 'the judge finds the new answer better', judged: true };
		case 'tie':
			return { outcome: 'tie', reason: 'the judge finds neither better in both orders', judged: true };
		case 'unreadable':
			return { outcome: 'unjudged', reason: 'the judge gave no verdict that can be read' };
	}
}
