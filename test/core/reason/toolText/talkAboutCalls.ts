import { leakedForms } from './leakedForms';

/** Answers that show calls to a reader, in the ways in which people and documentation do; none of them means one. */
export function talkAboutCalls(name: string, given: Record<string, unknown>): string[] {
	return leakedForms.flatMap((form) => {
		const call = form.write(name, given);
		const oneLine = call.replace(/\n/g, ' ');
		return [...ways(call, oneLine), ...(form.alone ? [] : waysWithMarks(call, oneLine))];
	});
}

const indented = (text: string, by: string) =>
	text
		.split('\n')
		.map((line) => by + line)
		.join('\n');

/** For every form. */
const ways = (call: string, oneLine: string): string[] => [
	`To use it, the model writes:\n\n\`\`\`\n${call}\n\`\`\`\n\nThe server turns that into a call.`,
	`Use \`${oneLine.replace(/`+/g, '')}\` for it.`,
	`> ${call.replace(/\n/g, '\n> ')}\n\nThat is what the log says.`,
	`1. The model answers.\n2. The server reads it.\n\n~~~text\n${call}\n~~~\n\n3. The tool runs.`,
	`Das Modell schreibt zum Beispiel:\n\n\`\`\`json\n${call}\n\`\`\`\n\nDanach antwortet das Werkzeug.`,
	`The log of yesterday:\n\n    ${call.replace(/\n/g, '\n    ')}\n\nNothing else happened.`,
];

/** For forms that also stand beside text, where a reader could take them for a call. */
const waysWithMarks = (call: string, oneLine: string): string[] => [
	`The model wrote ${oneLine} and the server did not notice. You have to set a parser for it.`,
	`He said "${oneLine}" and laughed.`,
	`« ${oneLine} » est ce que le modèle écrit alors.`,
	`在这种格式里，模型会输出：\n${call}\n然后服务器解析它。`,
	`Here is an example of a call:\n\n${call}`,
	`Ein Beispiel:\n${call}`,
	`Voici un exemple d'appel :\n\n${call}`,
	`Este es el formato:\n${call}`,
	`例えば：\n${call}`,
	`Вот пример вызова:\n${call}`,
	`The syntax of the template looks like this:\n${call}\n\nEvery key is required.`,
	`| form | text |\n| --- | --- |\n| this one | ${oneLine.replace(/\|/g, '\\|')} |`,
	`<pre>${call}</pre>`,
	`${indented(call, '> ')}`,
	`First you see ${oneLine}, then the result. Both are part of the training data.`,
	`- a call: ${oneLine}\n- a result: 21 degrees\n- an answer: It is warm.`,
];
