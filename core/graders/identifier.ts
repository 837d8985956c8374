import { finalAnswer } from './finalAnswer';
import { graded, type Grader } from './grade';

/** Right when the answer concludes with the expected order number, phone number, version or time, sign by sign. */
export function identifier({ expected }: { expected: string }): Grader {
	const wanted = identifierForm(expected);
	return (answer) => {
		const { text, from } = finalAnswer(answer);
		const lines = from === 'whole' ? text.split('\n').filter((line) => line.trim() !== '') : [text];
		const last = lines.at(-1) ?? '';
		return graded(
			[text, last].some((part) => identifierForm(part) === wanted),
			last.slice(0, 200),
			undefined,
			'id',
		);
	};
}

/** One spelling: spaces, case and the kind of dash do not count; digits, signs and their order do. */
function identifierForm(text: string): string {
	const form = text
		.replace(/\\(?:text|mathrm|mbox|textbf)\s?\{([^{}]*)\}/g, '$1')
		.normalize('NFKC')
		.toLowerCase()
		.replace(/[*`"“”'\s\\$]/g, '')
		.replace(/[‐-―−]/g, '-')
		.replace(/[.。,;]$/, '');
	return form.startsWith('+') ? form.replace(/[()]/g, '') : form;
}
