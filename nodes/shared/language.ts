import { detectChinese, type Detection } from '../../core/chinese/detect';
import type { DetectOptions } from '../../core/chinese/detectOptions';
import { plainText, ReasonError, type Attempt, type ReasonMessage, type ReasonRequest } from '../../core/reason';
import type { FallbackResult } from '../../core/reason/reasonWithFallback';
import { sumUsage, sumUsd } from '../../core/reason/sums';

/** What happens when the answer holds Chinese that nobody asked for. Chinese in the trace is only flagged. */
export type WhenChinese = 'pass' | 'flag' | 'askAgain' | 'fail';

export interface LanguageSettings {
	whenChinese: WhenChinese;
	/** How often is asked again; then it is flagged. */
	askAgain: number;
	expectedLanguages: readonly string[];
}

export interface Leak {
	found: boolean;
	share: number;
	spans: Detection['spans'];
}

export interface CheckedResult extends FallbackResult {
	chinese?: { answer: Leak; thinking: Leak; askedAgain: number };
}

type Ask = (request: Omit<ReasonRequest, 'model'>) => Promise<FallbackResult>;

/** Asks, looks for Chinese, and asks again with a nudge as often as is allowed; tokens and costs of all answers are counted. */
export async function withoutChinese(request: Omit<ReasonRequest, 'model'>, ask: Ask, settings: LanguageSettings): Promise<CheckedResult> {
	if (settings.whenChinese === 'pass') return await ask(request);
	const options = detectOptions(request.messages, settings.expectedLanguages);
	let result = await ask(request);
	let answer = leakIn(result.answer, options);
	let askedAgain = 0;
	while (answer.found && settings.whenChinese === 'askAgain' && askedAgain < settings.askAgain) {
		askedAgain += 1;
		result = joined(result, await askAgain(ask, nudged(request, options), result.attempts));
		answer = leakIn(result.answer, options);
	}
	if (answer.found && settings.whenChinese === 'fail') throw leaked(result);
	return { ...result, chinese: { answer, thinking: leakIn(result.thinking, options), askedAgain } };
}

/** A failure of a later answer still tells what the earlier ones cost. */
const askAgain = (ask: Ask, request: Omit<ReasonRequest, 'model'>, earlier: readonly Attempt[]) =>
	ask(request).catch((error: unknown) => {
		if (error instanceof ReasonError) error.attempts = [...earlier, ...asNudge(error.attempts)];
		throw error;
	});

function detectOptions(messages: readonly ReasonMessage[], languages: readonly string[]): DetectOptions {
	const prompt = messages
		.filter(({ role }) => role !== 'assistant')
		.map(({ content }) => plainText(content))
		.join('\n');
	const asked = messages.findLast(({ role }) => role === 'user');
	// Who asks in Chinese gets Chinese.
	const isChinese = languages.length === 0 && detectChinese(plainText(asked?.content)).share > 0.3;
	return { prompt, expectedLanguages: isChinese ? ['zh'] : languages };
}

function leakIn(text: string, options: DetectOptions): Leak {
	const { found, share, spans } = detectChinese(text, options);
	return { found, share, spans };
}

function nudged(request: Omit<ReasonRequest, 'model'>, { expectedLanguages = [] }: DetectOptions): Omit<ReasonRequest, 'model'> {
	const last = request.messages.findLastIndex(({ role }) => role === 'user');
	const messages = request.messages.map((message, index) => (index === last ? withNudge(message, nudgeFor(expectedLanguages)) : message));
	return { ...request, messages };
}

function nudgeFor(languages: readonly string[]): string {
	const names = languages.map((tag) => languageName(tag)).join(' or ');
	return names ? `Answer in ${names}. Do not use Chinese.` : 'Answer in the language of this message. Do not use Chinese.';
}

function languageName(tag: string): string {
	const names = new Intl.DisplayNames('en', { type: 'language' });
	return names.of(tag) ?? tag;
}

const withNudge = (message: ReasonMessage, nudge: string): ReasonMessage => ({
	...message,
	content: Array.isArray(message.content)
		? [...message.content, { type: 'text', text: nudge }]
		: `${plainText(message.content)}\n\n${nudge}`,
});

const asNudge = (attempts: readonly Attempt[]): Attempt[] =>
	attempts.map((each, index) => (index === 0 ? { ...each, reason: 'language' } : each));

function joined(before: FallbackResult, after: FallbackResult): FallbackResult {
	const attempts = [...before.attempts, ...asNudge(after.attempts)];
	return {
		...after,
		attempts,
		passedOver: [...before.passedOver, ...after.passedOver],
		timings: { ...after.timings, totalMs: before.timings.totalMs + after.timings.totalMs },
		usage: sumUsage(attempts),
		costUsd: sumUsd(attempts),
	};
}

function leaked({ attempts }: FallbackResult): ReasonError {
	const error = new ReasonError('There is Chinese in the answer', {
		kind: 'language',
		description: 'Set When Chinese Leaks to ask again or to flag it, or name Chinese under Expected Languages.',
	});
	error.attempts = attempts;
	return error;
}
