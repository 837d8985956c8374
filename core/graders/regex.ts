import { withoutThinking } from './finalAnswer';
import { graded, type Grader } from './grade';

/**
 * Right when the pattern is found in the answer. Runs on RE2, which takes linear time, because a task file may come from
 * anywhere; look-around and back-references are not known to it.
 *
 * @throws Error when the pattern is not valid.
 */
export async function regex({ pattern, flags = '' }: { pattern: string; flags?: string }): Promise<Grader> {
	const { RE2JS } = await import('re2js');
	const bits = [...flags].reduce((sum, flag) => {
		if (flag === 'i') return sum | RE2JS.CASE_INSENSITIVE;
		if (flag === 'm') return sum | RE2JS.MULTILINE;
		if (flag === 's') return sum | RE2JS.DOTALL;
		return sum;
	}, 0);
	const compiled = RE2JS.compile(pattern, bits);
	return (answer) => {
		const matcher = compiled.matcher(withoutThinking(answer).trim());
		return matcher.find() ? graded(true, matcher.group(0) ?? '', undefined, 'text') : graded(false, '', 'the pattern is not found', 'text');
	};
}
