import { denial } from './answerWords';
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
			[text, last].some((part) => identifierForm(part) === wanted) || namesOnly(inTwentyFourHours(last), wanted),
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

/** Whether a sentence names this identifier, does not deny it, and holds no other digit: then it can mean no other. */
function namesOnly(sentence: string, wanted: string): boolean {
	if (wanted === '' || sentence.length > 1000) return false;
	const signs = [...wanted].map((sign) => (sign === '-' ? '[-‐-―−]' : sign.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&')));
	const named = new RegExp(
		`(?<![\\p{L}\\p{N}]|[\\p{L}\\p{N}][-‐-―−.:/_])${signs.join('[*`"“”\\s]?')}(?![\\p{L}\\p{N}]|[-‐-―−.:/]\\p{N})`,
		'iu',
	);
	const rest = sentence.replace(named, '');
	return rest !== sentence && !/\p{N}/u.test(rest) && !denial.test(rest);
}

/** "2:30 pm" is 14:30; a time without am or pm stays as it is. */
const inTwentyFourHours = (text: string) =>
	text.replace(
		/^(\D*)(1[0-2]|0?[1-9])(?:[:.]([0-5]\d))?\s?([ap])\.?\s?m\.?(\W*)$/i,
		(...[, before, hours, minutes, half, behind]: string[]) => {
			const hour = (Number(hours) % 12) + (half?.toLowerCase() === 'p' ? 12 : 0);
			return `${before}${String(hour).padStart(2, '0')}:${minutes ?? '00'}${behind}`;
		},
	);
