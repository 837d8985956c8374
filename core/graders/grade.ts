/** What kind of thing was expected; an answer that is not of that kind is wrong, never bent into it. */
export type AnswerType = 'number' | 'date' | 'id' | 'choice' | 'set' | 'expression' | 'text' | 'json';

/**
 * What a grader says about one answer. `skipped` is the third outcome, "can't be judged": neither right nor wrong could be
 * told; such answers are counted apart and bound the verdict.
 */
export type Grade =
	| { outcome: 'right' | 'wrong'; extracted: string; reason?: string; type?: AnswerType }
	| { outcome: 'skipped'; reason: string; type?: AnswerType };

export type Grader = (answer: string) => Grade | Promise<Grade>;

export const graded = (right: boolean, extracted: string, reason?: string, type?: AnswerType): Grade => ({
	outcome: right ? 'right' : 'wrong',
	extracted,
	...(reason && !right ? { reason } : {}),
	...(type ? { type } : {}),
});
