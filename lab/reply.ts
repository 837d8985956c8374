import type { Behaviour } from './behaviour';
import { filler, pieces } from './pieces';
import { callsInPromptForm, replyToPromptTools, toolsInPrompt } from './promptTools';
import { draw, stream } from './random';
import { lastUserText, switchesThinkingOff, textOf, type ChatRequest } from './request';
import { example, offeredName, wrongAnswer, type LabTask, type LabToolCase } from './tasks';
import { sample } from './timing';
import type { ToolCall } from './wire';

/** What the lab decided to say, with the truth about it. */
export interface Plan {
	thinking: string;
	answer: string;
	toolCalls: ToolCall[];
	truth: Truth;
}

export interface Truth {
	taskId?: string;
	repeat: number;
	/** Whether the answer, or the call, is the right one; absent where the lab does not know the task. */
	right?: boolean;
	leakInAnswer: boolean;
	leakInThinking: boolean;
	promptLanguage: Language;
	answerLanguage: Language;
}

export interface Situation {
	request: ChatRequest;
	behaviour: Behaviour;
	seed: number;
	repeat: number;
	task?: LabTask;
	toolCase?: LabToolCase;
}

type Language = 'en' | 'zh' | 'ja' | 'ko' | 'de' | 'fr' | 'es' | 'pt' | 'it' | 'ru' | 'ar' | 'hi';

const scripts: [Language, RegExp][] = [
	['ja', /[\u3040-\u30ff]/],
	['ko', /[\uac00-\ud7af]/],
	['zh', /[\u4e00-\u9fff]/],
	['ru', /[\u0400-\u04ff]/],
	['ar', /[\u0600-\u06ff]/],
	['hi', /[\u0900-\u097f]/],
	['de', /\b(der|die|das|und|ist|nicht|wie|ein|eine|warum|bitte)\b/i],
	['fr', /\b(le|les|des|est|une|que|pourquoi|comment|vous|dans)\b/i],
	['es', /\b(el|los|las|una|qué|cómo|por|para|está|cuál)\b/i],
	['pt', /\b(não|uma|você|como|são|está|qual|porque)\b/i],
	['it', /\b(il|gli|che|perché|è|una|come|sono|della)\b/i],
];

export function languageOf(text: string): Language {
	const [name] = scripts.find(([, pattern]) => pattern.test(text)) ?? ['en'];
	return name as Language;
}

interface Phrases {
	answer: string;
	result: (answer: string) => string;
	thinking: string[];
	correction: string;
}

const english: Phrases = {
	answer: 'Here is a short and complete answer to your question, with the main point first and the details after it.',
	result: (answer) => `The answer is ${answer}.`,
	thinking: [
		'Let me read the question once more.',
		'First I note what is given, then what is asked.',
		'I take it step by step.',
		'That gives the next value.',
		'I check this against the question.',
	],
	correction: 'Wait, that is not right. Let me redo this step.',
};

const phrases: Record<Language, Phrases> = {
	en: english,
	zh: {
		answer: '这是对您问题的简短而完整的回答，先说要点，再说细节。',
		result: (answer) => `答案是 ${answer}。`,
		thinking: ['让我再读一遍题目。', '首先看已知条件，再看要求什么。', '一步一步来。', '这样就得到下一个值。'],
		correction: '等等，这一步不对，我重新算一下。',
	},
	ja: { ...english, answer: 'ご質問への短い回答です。まず要点、次に詳細を述べます。', result: (answer) => `答えは ${answer} です。` },
	ko: { ...english, answer: '질문에 대한 짧은 답변입니다. 요점을 먼저 말씀드리겠습니다.', result: (answer) => `답은 ${answer}입니다.` },
	de: {
		...english,
		answer: 'Hier ist eine kurze und vollständige Antwort auf die Frage.',
		result: (answer) => `Die Antwort ist ${answer}.`,
	},
	fr: { ...english, answer: 'Voici une réponse courte et complète à votre question.', result: (answer) => `La réponse est ${answer}.` },
	es: { ...english, answer: 'Aquí tiene una respuesta breve y completa a su pregunta.', result: (answer) => `La respuesta es ${answer}.` },
	pt: { ...english, answer: 'Aqui está uma resposta breve e completa à sua pergunta.', result: (answer) => `A resposta é ${answer}.` },
	it: { ...english, answer: 'Ecco una risposta breve e completa alla sua domanda.', result: (answer) => `La risposta è ${answer}.` },
	ru: { ...english, answer: 'Вот краткий и полный ответ на ваш вопрос.', result: (answer) => `Ответ: ${answer}.` },
	ar: { ...english, answer: 'هذه إجابة قصيرة وكاملة عن سؤالك.', result: (answer) => `الإجابة هي ${answer}.` },
	hi: { ...english, answer: 'यह आपके प्रश्न का छोटा और पूरा उत्तर है।', result: (answer) => `उत्तर ${answer} है।` },
};

/** Chinese as it leaks into other languages: a clause, not a quoted term. */
const leaks = [
	'首先我们需要分析这个问题的条件，',
	'也就是说，这里应该先计算总数，',
	'因此可以得出以下结论：',
	'需要注意的是，用户并没有说明单位，',
	'综上所述，这个结果是正确的。',
];

/** Decides what to say. The same seed, model, task and repeat give the same plan. */
export function plan(situation: Situation): Plan {
	const { request, behaviour, seed, repeat, task, toolCase } = situation;
	const prompt = lastUserText(request);
	const identity = task?.id ?? toolCase?.id ?? prompt;
	const chance = (what: string) => draw(seed, what, request.model, identity, repeat);
	const promptLanguage = languageOf(prompt);
	const answerLanguage = promptLanguage === 'zh' && chance('chinese') >= behaviour.chinesePrompts ? 'en' : promptLanguage;
	const talk = phrases[answerLanguage];

	const isShared = draw(seed, 'which', identity) < behaviour.sharedDifficulty;
	const luck = isShared ? draw(seed, 'difficulty', identity) : chance('accuracy');
	const called = toolCase && toolsInPrompt(request) ? decideCallsAsText(situation, luck, chance) : decideCalls(situation, luck, chance);
	const body = called ?? decideAnswer(situation, luck, chance, talk);

	const leaves = promptLanguage !== 'zh';
	const leakInAnswer = leaves && body.answer !== '' && !body.isFormal && chance('leak answer') < behaviour.leakAnswer;
	const thinks = !switchesThinkingOff(request);
	const leakInThinking = leaves && thinks && chance('leak thinking') < behaviour.leakThinking;
	const random = stream(seed, 'text', request.model, identity, repeat);
	const thinking = thinks ? trace(behaviour, talk, random, leakInThinking) : '';
	return {
		thinking,
		answer: leakInAnswer ? `${pick(leaks, random)}${body.answer}` : body.answer,
		toolCalls: called?.toolCalls ?? [],
		truth: {
			taskId: task?.id ?? toolCase?.id,
			repeat,
			right: body.right,
			leakInAnswer,
			leakInThinking,
			promptLanguage,
			answerLanguage,
		},
	};
}

const pick = <Entry>(entries: readonly Entry[], random: () => number): Entry => entries[Math.floor(random() * entries.length)];

function trace(behaviour: Behaviour, talk: Phrases, random: () => number, leak: boolean): string {
	const target = Math.max(1, Math.round(sample(behaviour.thinkingTokens, random)));
	if (target > 2_000) return filler(target);
	const sentences: string[] = [];
	for (let count = 0; count < target;) {
		const sentence = pick(talk.thinking, random);
		sentences.push(sentence);
		count += pieces(sentence).length + 1;
	}
	if (random() < behaviour.selfCorrections) {
		const corrections = 1 + Math.floor(random() * 2);
		for (let index = 0; index < corrections; index++) {
			sentences.splice(1 + Math.floor(random() * sentences.length), 0, talk.correction);
		}
	}
	if (leak) sentences.splice(Math.floor(random() * (sentences.length + 1)), 0, pick(leaks, random));
	return sentences.join(' ');
}

interface Body {
	answer: string;
	right?: boolean;
	/** JSON or code, which a leak would break. */
	isFormal?: boolean;
}

function decideAnswer(
	{ request, behaviour, task, seed, repeat }: Situation,
	luck: number,
	chance: (what: string) => number,
	talk: Phrases,
): Body {
	const schema =
		request.response_format ??
		(typeof request.format === 'object' && request.format !== null ? { type: 'json_schema', schema: request.format } : undefined);
	const wantsJson = schema?.type === 'json_schema' || schema?.type === 'json_object' || request.format === 'json';
	const padding = Math.round(sample(behaviour.answerTokens, stream(seed, 'padding', request.model, task?.id ?? '', repeat)));
	const pad = padding > 0 ? `${filler(padding)}. ` : '';
	if (!task) {
		const toTools = replyToPromptTools(request);
		if (toTools !== undefined) return { answer: toTools, isFormal: true };
		if (wantsJson) return { answer: JSON.stringify(example(schemaIn(schema)) ?? {}), isFormal: true };
		return { answer: pad + talk.answer };
	}
	const right = luck < behaviour.accuracy;
	const text = typeof task.answer === 'string' ? task.answer : JSON.stringify(task.answer);
	const given = right ? text : wrongAnswer(task, chance('wrong'));
	const prompt = lastUserText(request);
	if (wantsJson || task.answerType === 'json' || task.answerType === 'json-schema') {
		return { answer: /^\s*[[{]/.test(given) ? given : JSON.stringify({ answer: given }), right, isFormal: true };
	}
	if (/python/.test(task.answerType ?? '')) {
		return {
			answer: `\`\`\`python\n${task.prompt.includes('def ') ? task.prompt.trimEnd() + '\n' : ''}${given}\n\`\`\``,
			right,
			isFormal: true,
		};
	}
	if (/javascript|code/.test(task.answerType ?? '')) {
		return { answer: `\`\`\`javascript\n${right ? given : 'function broken() {'}\n\`\`\``, right, isFormal: true };
	}
	if (/boxed/.test(prompt) || task.answerType === 'latex') {
		return { answer: `${pad}${talk.result(`\\boxed{${given}}`)}`, right };
	}
	if (/only|nothing else|仅|只/.test(prompt) || task.answerType === 'exact') return { answer: given, right };
	return { answer: `${pad}${talk.result(given)}`, right };
}

function schemaIn(format: Record<string, unknown> | undefined): Record<string, unknown> | undefined {
	const holder = format?.json_schema ?? format;
	const schema = typeof holder === 'object' && holder !== null && 'schema' in holder ? holder.schema : undefined;
	return typeof schema === 'object' && schema !== null ? Object.fromEntries(Object.entries(schema)) : undefined;
}

/** The calls, or undefined where the reply is text. */
function decideCalls(
	{ request, behaviour, toolCase, seed, repeat }: Situation,
	luck: number,
	chance: (what: string) => number,
): (Body & { toolCalls: ToolCall[] }) | undefined {
	const tools = request.tools ?? [];
	const last = request.messages.at(-1);
	if (tools.length === 0 || request.tool_choice === 'none') return undefined;
	const id = (index: number) =>
		`call_${String(index).padStart(2, '0')}_${Math.floor(draw(seed, 'call', request.model, textOf(last), repeat, index) * 1e9)}`;
	if (last?.role === 'tool') {
		const results = request.messages.filter(({ role }) => role === 'tool').map(textOf);
		return { answer: `The tool says: ${results.join('; ')}`, toolCalls: [], right: toolCase ? true : undefined };
	}
	const forced = forcedName(request.tool_choice);
	const isForced = forced !== undefined || request.tool_choice === 'required';
	const breaksSchema = chance('schema') < behaviour.toolSchemaErrors;
	const call = (name: string, values: unknown, index = 0): ToolCall => ({
		id: id(index),
		name,
		arguments: breaksSchema ? JSON.stringify({ unexpected: 'x', value: [values] }).slice(0, -1) : JSON.stringify(values),
	});
	const sampleCall = (index: number) => {
		const { name, parameters } = tools[index % tools.length].function;
		return call(name, example(parameters ?? {}, name));
	};
	if (forced !== undefined) {
		const index = Math.max(
			0,
			tools.findIndex((tool) => tool.function.name === forced),
		);
		return { answer: '', toolCalls: [sampleCall(index)], right: !breaksSchema };
	}
	if (!toolCase) return { answer: '', toolCalls: [sampleCall(0)], right: undefined };

	const due = toolCase.groundTruth;
	if (due.length === 0 && !isForced) {
		const right = luck < behaviour.toolRefusals;
		return right
			? { answer: 'None of the functions fits this request, so I answer without calling one.', toolCalls: [], right }
			: { answer: '', toolCalls: [sampleCall(0)], right };
	}
	const right = luck < behaviour.toolCalls && !breaksSchema;
	const calls = due.map((entry, index) => {
		const [name, values] = Object.entries(entry)[0];
		return call(offeredName(name, tools), firstValues(values), index);
	});
	if (right || breaksSchema) return { answer: '', toolCalls: calls, right };
	return { right, ...spoil(calls, chance('how wrong')) };
}

/** The same decisions, where the tools stand in the prompt and the calls in the text. */
function decideCallsAsText(situation: Situation, luck: number, chance: (what: string) => number) {
	const request = { ...situation.request, tools: toolsInPrompt(situation.request) };
	const decided = decideCalls({ ...situation, request }, luck, chance);
	if (!decided || decided.toolCalls.length === 0) return decided;
	return { ...decided, answer: callsInPromptForm(decided.toolCalls), toolCalls: [], isFormal: true };
}

/** The first value that counts as right, for each argument that is not optional. */
export function firstValues(values: Record<string, readonly unknown[]>): Record<string, unknown> {
	const entries = Object.entries(values).filter(([, options]) => !options.includes(''));
	return Object.fromEntries(entries.map(([name, options]) => [name, unwrap(options[0])]));
}

function unwrap(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(unwrap);
	if (typeof value !== 'object' || value === null) return value;
	const entries = Object.entries(value).filter(([, options]) => !Array.isArray(options) || !options.includes(''));
	return Object.fromEntries(entries.map(([name, options]) => [name, Array.isArray(options) ? unwrap(options[0]) : options]));
}

/** The errors that models make: no call, one call too few, a wrong value, a wrong function. */
function spoil(calls: ToolCall[], random: number): { toolCalls: ToolCall[]; answer: string } {
	if (random < 0.25) return { toolCalls: [], answer: 'I can do that for you. Which one do you want?' };
	if (random < 0.5 && calls.length > 1) return { toolCalls: calls.slice(1), answer: '' };
	const [first, ...rest] = calls;
	if (random < 0.75) return { toolCalls: [{ ...first, name: `${first.name}_2` }, ...rest], answer: '' };
	const values = Object.fromEntries(Object.keys(JSON.parse(first.arguments)).map((name) => [name, 'wrong value']));
	return { toolCalls: [{ ...first, arguments: JSON.stringify({ ...values, wrong: true }) }, ...rest], answer: '' };
}

function forcedName(choice: unknown): string | undefined {
	if (typeof choice !== 'object' || choice === null || !('function' in choice)) return undefined;
	const named = choice.function;
	return typeof named === 'object' && named !== null && 'name' in named ? String(named.name) : undefined;
}
