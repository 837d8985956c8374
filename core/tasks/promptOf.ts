import type { Task } from './task';

interface Instructions {
	value: string;
	choice: string;
	text: string;
	code: string;
	json: string;
	jsonOnly: string;
}

const english: Instructions = {
	value: 'Please reason step by step, and put your final answer within \\boxed{}.',
	choice: 'End with a line "Answer: X", where X is the letter of the right choice.',
	text: 'End with a line "Answer: ..." that gives the answer and no explanation.',
	code: 'Answer with the complete code in one fenced block.',
	json: 'Answer with JSON that this JSON Schema accepts, without any other text:',
	jsonOnly: 'Answer with JSON, without any other text.',
};

const chinese: Instructions = {
	value: '请逐步推理，并将最终答案放在 \\boxed{} 中。',
	choice: '最后一行写“答案：X”，其中 X 是正确选项的字母。',
	text: '最后一行写“答案：……”，给出答案，不加解释。',
	code: '请把完整代码写在一个代码块里。',
	json: '请用符合以下 JSON Schema 的 JSON 回答，不要其他文字：',
	jsonOnly: '请只用 JSON 回答，不要其他文字。',
};

/** What is sent for a task: all in the user's turn, as R1's makers recommend, with the form that the grader reads. */
export function promptOf({ prompt, choices, grader, lang }: Task, { instruct = true }: { instruct?: boolean } = {}): string {
	const lines = [prompt.trim()];
	if (choices.length > 0) lines.push(choices.map((choice, index) => `${String.fromCharCode(65 + index)}) ${choice}`).join('\n'));
	const instruction = instruct ? instructionFor(grader, lang.startsWith('zh') ? chinese : english) : '';
	if (instruction) lines.push(instruction);
	return lines.join('\n\n');
}

function instructionFor(grader: Task['grader'], instructions: Instructions): string {
	switch (grader.type) {
		case 'number':
		case 'math':
			return instructions.value;
		case 'choice':
			return instructions.choice;
		case 'date':
		case 'id':
		case 'exact':
		case 'normalised':
			return instructions.text;
		case 'code':
			return instructions.code;
		case 'schema':
			return `${instructions.json}\n${JSON.stringify(grader.schema)}`;
		case 'json':
			return instructions.jsonOnly;
		case 'regex':
		case 'contains':
		case 'all':
		case 'any':
		case 'judge':
			return '';
	}
}
