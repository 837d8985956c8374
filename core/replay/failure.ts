import type { RecordedCall } from '../history/recordedCall';
import { withoutThinking } from '../graders/finalAnswer';
import type { Comparison } from './comparison';
import { jsonIn } from './jsonIn';
import type { Failure, NewAnswer } from './newAnswer';

/** The first rung: an answer that is none loses against one that is one. `undefined` where both are answers. */
export function compareFailures(call: RecordedCall, answer: NewAnswer): Comparison | undefined {
	const before = recordedFailure(call);
	const now = failureOf(call, answer);
	if (!before && !now) return undefined;
	const rung = 'failure';
	if (before && now) return { outcome: 'tie', rung, reason: `both failed: the old model ${before}, the candidate ${now}` };
	return before
		? { outcome: 'win', rung, reason: `the old model's answer failed (${before})` }
		: { outcome: 'loss', rung, reason: `the answer failed (${now})` };
}

export function recordedFailure(call: RecordedCall): Failure | undefined {
	const { text, toolCalls, finishReason, error } = call.answer;
	if (error !== undefined) return 'error';
	return failureOf(call, { text, toolCalls, finishReason });
}

function failureOf(
	{ use }: RecordedCall,
	{ text, toolCalls, finishReason = '', failed, unreadCalls = [] }: NewAnswer,
): Failure | undefined {
	if (failed) return failed;
	const said = withoutThinking(text).trim();
	if (/^(?:content_filter|safety|refusal|prohibited_content|recitation)$/i.test(finishReason)) return 'refused';
	if (/^(?:length|max_tokens|max_output_tokens)$/i.test(finishReason)) return 'cut off';
	if (toolCalls.length + unreadCalls.length > 0) return undefined;
	if (said === '') return 'empty';
	if (isRefusal(said)) return 'refused';
	return use.kind === 'json' && jsonIn(said) === undefined ? 'no JSON' : undefined;
}

/** How models begin when they will not do what is asked, in the languages of the lab; further in the text it may be a quotation. */
const refusals =
	/^\W*(?:(?:i['’]?m|i am|we['’]?re) (?:very |really |so )?sorry,? but|sorry,? (?:but )?i (?:can|am unable|won)|i (?:can ?not|can['’]t|won['’]t|am unable to|am not able to) (?:help|assist|fulfil|comply|provide|do that|answer|create|generate|engage|support|participate)|i must decline|as an ai[^.]{0,80}(?:can ?not|can['’]t|unable)|(?:es )?tut mir leid,? aber|(?:ich )?kann (?:ich )?(?:dabei|damit|das|dir dabei|ihnen dabei) (?:leider )?nicht|désolé,? (?:mais )?je ne p|je ne peux pas (?:vous )?(?:aider|répondre)|lo siento,? (?:pero )?no p|no puedo (?:ayudar|responder|cumplir)|desculpe,? mas|não posso ajudar|mi dispiace,? ma non|het spijt me,? maar|przykro mi,? ale|извините,? но|к сожалению,? я не могу|(?:很)?抱歉[，,]?|对不起[，,]?我(?:不能|无法)|申し訳(?:ありません|ございません)|죄송(?:합니다|하지만))/iu;

/** Short, too: who refuses does not go on for pages. */
const isRefusal = (said: string) => said.length < 1500 && refusals.test(said);
