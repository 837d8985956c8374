import { graded, type Grade, type Grader } from './grade';

/**
 * Right when all (or any) of the graders say so. One that can't judge leaves the whole open, unless the others decide it
 * alone: one wrong of `all`, one right of `any`.
 */
export function combined(graders: readonly Grader[], mode: 'all' | 'any'): Grader {
	return async (answer) => {
		const grades: Grade[] = [];
		for (const grader of graders) grades.push(await grader(answer));
		const deciding = grades.find(({ outcome }) => outcome === (mode === 'all' ? 'wrong' : 'right'));
		const open = grades.find(({ outcome }) => outcome === 'skipped');
		const [first] = grades;
		return deciding ?? open ?? first ?? graded(false, '', 'nothing was asked of the answer');
	};
}
