import { choiceText } from '../graders/choice';
import { answerTypeOf } from '../graders/answerType';
import { soleNumber } from '../graders/number';
import type { AnswerType } from '../graders/grade';
import type { GraderSpec } from '../graders';
import type { Task } from './task';
import { asList, isObject, parseJson } from '../json';
import { namesIn, readColumns, type TaskFields } from './columns';
import { messagesIn, type ChatMessage } from './forms/messages';
import { languageOf } from './languageOf';

/**
 * A task from a row of a task set.
 *
 * @throws Error with the reason when the row can't be asked or graded.
 */
export function toTask(row: Record<string, unknown>, fallbackId: string, ownGrader?: GraderSpec): Task {
	const { fields } = readColumns(row);
	const prompt = textOf(fields.prompt);
	if (prompt.trim() === '') throw new Error(`the task has no prompt; ${namesIn(row)}`);
	const choices = choicesOf(fields.choices);
	const lang = textOf(fields.lang) || languageOf(prompt);
	const grader = ownGrader ?? graderOf(fields, prompt, choices);
	const before = beforePrompt(fields);
	return {
		id: textOf(fields.id).trim() || fallbackId,
		prompt,
		...(before.length > 0 ? { before } : {}),
		choices: choices.map(choiceText),
		grader,
		tags: tagsOf(fields, row, lang),
		lang,
	};
}

/** What stands before the prompt: a system text, or earlier turns. */
function beforePrompt({ system, messages }: TaskFields): ChatMessage[] {
	const earlier = messagesIn(typeof messages === 'string' ? parseJson(messages) : messages) ?? [];
	const told = textOf(system);
	return told === '' ? earlier : [{ role: 'system', content: told }, ...earlier];
}

function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
	return '';
}

function tagsOf({ tags, prompt }: TaskFields, row: Record<string, unknown>, lang: string): string[] {
	const listed = Array.isArray(tags) ? tags.map(textOf) : textOf(tags).split(/[;|]/);
	const task = textOf(row.task);
	return [...new Set([...(task !== textOf(prompt) ? [task] : []), ...listed, lang].map((tag) => tag.trim()))].filter(
		(tag) => tag !== '' && tag.length <= 60,
	);
}

/** Choices as a list, as an object by letter, as ARC's pair of lists, or as text with one choice a line or between bars. */
function choicesOf(value: unknown): string[] {
	if (Array.isArray(value)) return value.map((entry) => (isObject(entry) ? textOf(entry.text) : textOf(entry)));
	if (isObject(value)) return Array.isArray(value.text) ? value.text.map(textOf) : Object.values(value).map(textOf);
	const text = textOf(value).trim();
	if (text === '') return [];
	if (/^[[{]/.test(text)) {
		try {
			return choicesOf(JSON.parse(text));
		} catch {
			// No JSON: a choice may well begin with a bracket.
		}
	}
	return text
		.split(/\n|\s*\|\s*/)
		.map((part) => part.trim())
		.filter((part) => part !== '');
}

function graderOf(fields: TaskFields, prompt: string, choices: string[]): GraderSpec {
	const several = Array.isArray(fields.answer) && fields.answer.length > 1 && textOf(fields.type) === '' && choices.length === 0;
	if (several && fields.pattern === undefined && fields.schema === undefined && fields.tests === undefined)
		return anyOf(asList(fields.answer).map((answer) => graderOf({ ...fields, answer }, prompt, choices)));
	const type = textOf(fields.type).trim().toLowerCase();
	const { language, kind } = kindOf(type, fields, choices);
	if (kind === 'regex')
		return { type: 'regex', pattern: needed(textOf(fields.pattern) || textOf(fields.answer), 'pattern'), flags: textOf(fields.flags) };
	if (kind === 'schema') return jsonGrader(fields);
	if (kind === 'code') {
		const tests = Array.isArray(fields.tests) ? fields.tests.map(textOf).join('\n') : textOf(fields.tests);
		return { type: 'code', language, prompt, entryPoint: textOf(fields.entryPoint) || undefined, tests: needed(tests, 'tests') };
	}
	const answer = answerOf(fields.answer);
	if (kind === 'choice') return { type: 'choice', expected: letterOf(fields.answer, answer, choices), choices: choices.map(choiceText) };
	if (kind === 'contains') return { type: 'contains', texts: listOf(fields.answer) };
	if (kind === 'judge')
		return { type: 'judge', question: prompt, reference: needed(answer, 'reference answer'), rubric: textOf(fields.rubric) || undefined };
	needed(answer, 'answer');
	if (kind === 'exact') return { type: 'exact', accepted: listOf(fields.answer) };
	if (kind === 'normalised') return { type: 'normalised', accepted: listOf(fields.answer), ...told(fields.lang) };
	if (kind === 'date') return { type: 'date', expected: answer, ...told(fields.lang) };
	if (kind === 'id') return { type: 'id', expected: answer };
	if (kind === 'math') return { type: 'math', expected: answer };
	if (!soleNumber(answer, textOf(fields.lang) || undefined)) throw new Error(`the answer "${answer.slice(0, 60)}" is not one number`);
	return {
		type: 'number',
		expected: answer,
		absolute: tolerance(fields.tolerance),
		relative: tolerance(fields.relativeTolerance),
		...told(fields.lang),
	};
}

/** The language that a row names, where it names one: it tells which mark is for decimals and how dates are ordered. */
const told = (lang: unknown) => (textOf(lang) === '' ? {} : { lang: textOf(lang) });

type Kind = GraderSpec['type'];

const kinds: Record<string, Kind> = {
	number: 'number',
	numeric: 'number',
	integer: 'number',
	int: 'number',
	float: 'number',
	latex: 'math',
	math: 'math',
	expression: 'math',
	boxed: 'math',
	choice: 'choice',
	mcq: 'choice',
	multiple_choice: 'choice',
	'multiple-choice': 'choice',
	exact: 'exact',
	exact_match: 'exact',
	text: 'normalised',
	string: 'normalised',
	normalised: 'normalised',
	normalized: 'normalised',
	date: 'date',
	id: 'id',
	identifier: 'id',
	boolean: 'normalised',
	contains: 'contains',
	includes: 'contains',
	regex: 'regex',
	regexp: 'regex',
	pattern: 'regex',
	json: 'schema',
	schema: 'schema',
	'json-schema': 'schema',
	json_schema: 'schema',
	judge: 'judge',
	llm: 'judge',
	rubric: 'judge',
};

function kindOf(type: string, fields: TaskFields, choices: string[]): { kind: Kind; language: 'javascript' | 'python' } {
	const tests = Array.isArray(fields.tests) ? fields.tests.join('\n') : textOf(fields.tests);
	const isJavaScript =
		/javascript|\bjs\b|typescript/.test(type) ||
		(!/python|\bpy\b/.test(type) && /\bassert(?:\.|\()|=>|\bconst\b|===/.test(tests) && !/^\s*assert\s|\bdef /m.test(tests));
	const language = isJavaScript ? 'javascript' : 'python';
	if (/tests$|^code$|python|javascript/.test(type) || (type === '' && tests !== '')) return { kind: 'code', language };
	if (Object.hasOwn(kinds, type)) return { kind: kinds[type], language };
	if (fields.pattern !== undefined) return { kind: 'regex', language };
	if (fields.schema !== undefined || isObject(fields.answer)) return { kind: 'schema', language };
	if (choices.length > 0) return { kind: 'choice', language };
	const answer = answerOf(fields.answer);
	return { kind: kindOfAnswer[answerTypeOf(answer)], language };
}

const kindOfAnswer: Record<AnswerType, Kind> = {
	number: 'number',
	date: 'date',
	id: 'id',
	set: 'math',
	expression: 'math',
	choice: 'choice',
	text: 'normalised',
	json: 'schema',
};

/** The conclusion of an answer that comes with its working: "#### 72", or a box. */
function answerOf(value: unknown): string {
	const text = Array.isArray(value) ? textOf(value[0]) : textOf(value);
	const [, final] = /####\s*(.+?)\s*$/.exec(text) ?? [];
	if (final !== undefined) return final;
	const start = text.length > 40 ? text.lastIndexOf('\\boxed{') : -1;
	if (start < 0) return text.trim();
	let depth = 0;
	for (let index = start + 6; index < text.length; index += 1) {
		if (text[index] === '{') depth += 1;
		if (text[index] === '}' && (depth -= 1) === 0) return text.slice(start + 7, index);
	}
	return text.trim();
}

/** Accepted answers: a list, or one text. */
const listOf = (value: unknown): string[] => {
	const texts = (Array.isArray(value) ? value.map(textOf) : [answerOf(value)]).filter((text) => text.trim() !== '');
	if (texts.length === 0) throw new Error('the task has no answer');
	return texts;
};

/** The letter of the right choice, which may be given as a letter, as an index or as the choice's text. */
function letterOf(value: unknown, answer: string, choices: string[]): string {
	const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
	needed(answer, 'answer');
	if (typeof value === 'number' && choices.length > 0) {
		if (Number.isInteger(value) && value >= 0 && value < choices.length) return letters[value];
		throw new Error(`the answer ${value} is the index of no choice`);
	}
	const listed = Array.isArray(value) ? value.map(textOf).join('') : answer;
	const given = listed.trim().replace(/^[([]?([A-Za-z](?:\s*[,、]?\s*[A-Za-z])*)[)\].]?$/, '$1');
	const named = given.toUpperCase().replace(/[\s,、]/g, '');
	const isLetters = /^[A-Z]+$/.test(named) && new Set(named).size === named.length && (given.length === 1 || given === given.toUpperCase());
	if (isLetters && (choices.length === 0 || [...named].every((letter) => letters.indexOf(letter) < choices.length))) return named;
	const index = choices.findIndex((choice) => [choice, choiceText(choice)].some((text) => text.trim() === answer.trim()));
	if (index < 0) throw new Error(`the answer "${answer.slice(0, 60)}" is none of the choices`);
	return letters[index];
}

/** By the schema where there is one; an answer that is no schema itself is the very value that is expected. */
function jsonGrader({ schema, answer }: TaskFields): GraderSpec {
	if (schema !== undefined) return { type: 'schema', schema: schemaOf(schema) };
	const value: unknown = typeof answer === 'string' ? parseJson(answer) : answer;
	if (value === undefined) throw new Error('the task has no JSON schema and no JSON answer');
	const isSchema = isObject(value) && ['$schema', 'properties', 'anyOf', 'oneOf', 'allOf', '$ref'].some((name) => name in value);
	return isSchema || isTypeOnly(value) ? { type: 'schema', schema: schemaOf(value) } : { type: 'json', expected: JSON.stringify(value) };
}

const jsonTypes = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);
const isTypeOnly = (value: unknown) => isObject(value) && typeof value.type === 'string' && jsonTypes.has(value.type);

/** Several accepted answers; texts are one grader, which knows them all. */
function anyOf(graders: GraderSpec[]): GraderSpec {
	const accepted = graders.flatMap((grader) => (grader.type === 'normalised' ? grader.accepted : []));
	const others = graders.filter(({ type }) => type !== 'normalised');
	if (others.length === 0) return { type: 'normalised', accepted };
	return { type: 'any', of: accepted.length > 0 ? [...others, { type: 'normalised', accepted }] : others };
}

function schemaOf(value: unknown): object {
	const schema: unknown = typeof value === 'string' ? parseJson(value) : value;
	if (!isObject(schema)) throw new Error('the task has no JSON schema');
	return schema;
}

function needed(text: string, what: string): string {
	if (text.trim() === '') throw new Error(`the task has no ${what}`);
	return text;
}

function tolerance(value: unknown): number {
	const number = Number(value ?? 0);
	if (!(number >= 0)) throw new Error(`the tolerance "${textOf(value)}" is not a number from 0 up`);
	return number;
}
