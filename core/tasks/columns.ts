import { isObject, type JsonObject } from '../json';

/**
 * Names under which task sets and people keep the same thing, in the order in which they are looked for; written without
 * case, spaces and signs, so that "Expected answer" and `expected_answer` are one.
 */
const columns = {
	id: ['id', 'taskid', 'questionid', 'uid', 'key', 'name'],
	prompt: [
		'prompt',
		'question',
		'problem',
		'input',
		'query',
		'userprompt',
		'usermessage',
		'chatinput',
		'instruction',
		'task',
		'text',
		'message',
		...[
			'frage',
			'aufgabe',
			'pregunta',
			'domanda',
			'pergunta',
			'vraag',
			'pytanie',
			'fråga',
			'spørgsmål',
			'вопрос',
			'问题',
			'题目',
			'質問',
			'質問文',
			'질문',
		],
	],
	answer: [
		'answer',
		'expected',
		'expectedoutput',
		'expectedanswer',
		'expectedresponse',
		'expectedresult',
		'correctanswer',
		'correctlabel',
		'target',
		'reference',
		'referenceanswer',
		'groundtruth',
		'ideal',
		'label',
		'correct',
		'answerkey',
		'gold',
		'golden',
		'output',
		'completion',
		'canonicalsolution',
		'solution',
		...[
			'antwort',
			'erwartet',
			'lösung',
			'réponse',
			'reponse',
			'respuesta',
			'risposta',
			'resposta',
			'antwoord',
			'odpowiedź',
			'svar',
			'ответ',
			'答案',
			'回答',
			'正解',
			'답',
			'정답',
		],
	],
	type: ['answertype', 'grader', 'type', 'antworttyp'],
	choices: ['choices', 'options', 'auswahl'],
	tags: ['tags', 'tag', 'subject', 'category', 'topic', 'dataset', 'kategorie'],
	lang: ['lang', 'language', 'locale', 'sprache'],
	tests: ['tests', 'test', 'testlist'],
	entryPoint: ['entrypoint'],
	tolerance: ['tolerance', 'absolutetolerance'],
	relativeTolerance: ['relativetolerance', 'rtol'],
	pattern: ['pattern', 'regex'],
	flags: ['flags'],
	schema: ['schema', 'jsonschema'],
	rubric: ['rubric', 'criteria'],
	system: ['system', 'systemprompt', 'systemmessage'],
	messages: ['messages', 'history'],
} as const;

export type TaskFields = Partial<Record<keyof typeof columns, unknown>>;

const plain = (name: string) => name.toLowerCase().replace(/[\s_\-.:?*()[\]]/g, '');
const isGiven = (value: unknown) => value !== undefined && value !== null && value !== '';

/** What a row holds for a task, by the names of its columns; the columns that were not understood come along. */
export function readColumns(row: JsonObject): { fields: TaskFields; unread: string[] } {
	const byName = new Map(Object.keys(row).map((name) => [plain(name), name]));
	const fields: TaskFields = {};
	const read = new Set<string>();
	for (const [field, names] of Object.entries(columns)) {
		const name = names.map((one) => byName.get(one)).find((one) => one !== undefined && isGiven(row[one]));
		if (name === undefined) continue;
		// A set may call its slice "task" and its question "prompt": then "task" is a slice.
		fields[field as keyof typeof columns] = row[name];
		read.add(name);
	}
	const unread = Object.keys(row).filter((name) => !read.has(name) && isGiven(row[name]));
	return { fields, unread };
}

/** The prompt among named texts: by its column's name, else the only text there is. */
export function promptIn(row: JsonObject): string | undefined {
	const { prompt } = readColumns(row).fields;
	if (typeof prompt === 'string') return prompt;
	const texts = Object.values(row).filter((value) => typeof value === 'string' && value.trim() !== '');
	return texts.length === 1 && typeof texts[0] === 'string' ? texts[0] : undefined;
}

/** What to say of a row without a prompt or an answer. */
export const namesIn = (row: JsonObject) => {
	const names = Object.keys(isObject(row) ? row : {}).map((name) => `"${name.slice(0, 40)}"`);
	return names.length === 0
		? 'it has no columns'
		: `its columns are ${names.slice(0, 12).join(', ')}${names.length > 12 ? ` and ${names.length - 12} more` : ''}`;
};
