import type { FileProblem } from '../../fileProblem';
import { detectChinese } from '../../chinese/detect';
import type { CheckContext, Side } from '../check';
import { ask, factsOf, settingsFor, type Call } from '../calls/ask';
import { runAll } from '../calls/runAll';
import { makeGrader, type Grader } from '../../graders';
import type { LanguageEvidence, LanguageReply, Leak, PromptEvidence } from './evidence';
import type { LanguagePrompt } from './prompts';

/** A prompt, and its right answer where it has one. */
export interface PromptToAsk extends LanguagePrompt {
	grader?: Parameters<typeof makeGrader>[0];
}

export interface CollectLanguageOptions {
	maxTokens?: number;
	/** Terms that are no leak, such as product names. */
	allowedTerms: readonly string[];
}

/** Asks both sides all prompts and looks for Chinese in answers and traces; the texts themselves are dropped at once. */
export async function collectLanguage(
	prompts: readonly PromptToAsk[],
	problems: FileProblem[],
	{ maxTokens: chosenMaxTokens, allowedTerms }: CollectLanguageOptions,
	context: CheckContext,
): Promise<LanguageEvidence> {
	const { baseline } = context;
	if (!context.candidate) throw new Error('Expected a candidate model');
	// A copy, so that a model held against itself is still two sides.
	const candidate = { ...context.candidate };
	const collected: PromptEvidence[] = [];
	const pieces = prompts.map((prompt, index) => async (note: (call: Call) => Call) => {
		const grader = prompt.grader && (await makeGrader(prompt.grader));
		const put = async (side: Side) => {
			const { maxTokens, temperature, topP } = settingsFor(side, { maxTokens: chosenMaxTokens });
			const call = note(
				await ask(side, { messages: [{ role: 'user', content: prompt.prompt }], maxTokens, temperature, topP }, context, {
					repeat: side === candidate ? 'candidate' : 'baseline',
				}),
			);
			return await replyOf(call, grader, allowedTerms);
		};
		const replies = new Map<Side, LanguageReply | undefined>();
		for (const side of index % 2 === 0 ? [baseline, candidate] : [candidate, baseline]) if (side) replies.set(side, await put(side));
		const [ours, theirs] = [replies.get(candidate), baseline && replies.get(baseline)];
		const { id, lang, topic } = prompt;
		if (ours && (!baseline || theirs)) collected.push({ id, lang, topic, prompt: prompt.prompt, baseline: theirs, candidate: ours });
	});
	const stopped = await runAll(pieces, context);
	const order = new Map(prompts.map(({ id }, index) => [id, index]));
	return {
		prompts: collected.sort((one, other) => (order.get(one.id) ?? 0) - (order.get(other.id) ?? 0)),
		planned: prompts.length,
		baseline: baseline && factsOf(baseline),
		candidate: factsOf(candidate),
		emulated: candidate.emulated || baseline?.emulated === true,
		problems,
		stopped,
	};
}

async function replyOf(call: Call, grader: Grader | undefined, allowedTerms: readonly string[]): Promise<LanguageReply | undefined> {
	if (call.kind === 'stopped') return undefined;
	if (call.kind !== 'answered') {
		const outcome = call.kind === 'error' ? 'error' : 'unanswered';
		return { outcome, reason: `${call.errorKind}: ${call.reason}`, hasTrace: false };
	}
	const { answer, thinking } = call;
	const [inAnswer, inTrace] = [leakIn(answer, allowedTerms), leakIn(thinking, allowedTerms)];
	const grade = grader && (await grader(answer));
	return {
		outcome: 'answered',
		...(inAnswer ? { inAnswer } : {}),
		...(inTrace ? { inTrace } : {}),
		hasTrace: thinking.trim() !== '',
		chineseShare: shareOfProse(answer),
		...(grade && grade.outcome !== 'skipped' ? { right: grade.outcome === 'right' } : {}),
	};
}

function leakIn(text: string, allowedTerms: readonly string[]): Leak | undefined {
	const { found, share, spans } = detectChinese(text, { allowedTerms });
	if (!found) return undefined;
	const [{ start, end }] = spans;
	return { share, excerpt: text.slice(Math.max(0, start - 20), Math.min(end, start + 80) + 20).trim() };
}

/** Formulas and code are written alike in all languages, so only what is said around them tells the language. */
function shareOfProse(answer: string): number | undefined {
	const prose = answer
		.replace(/```[\s\S]*?(?:```|$)|`[^`]*`/g, ' ')
		.replace(/\$\$?[^$]*\$\$?|\\\([\s\S]*?\\\)|\\\[[\s\S]*?\\\]/g, ' ')
		.replace(/\\boxed\{(?:[^{}]|\{[^{}]*\})*\}|\\[a-zA-Z]+/g, ' ');
	// A letter of a choice or a number says nothing either.
	return /\p{L}{2}/u.test(prose) ? detectChinese(prose).share : undefined;
}
