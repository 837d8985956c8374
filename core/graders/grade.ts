/** What a grader says about one answer. `skipped` is not counted: neither right nor wrong could be told. */
export type Grade = { outcome: 'right' | 'wrong'; extracted: string; reason?: string } | { outcome: 'skipped'; reason: string };

export type Grader = (answer: string) => Grade | Promise<Grade>;

export const graded = (right: boolean, extracted: string, reason?: string): Grade => ({
	outcome: right ? 'right' : 'wrong',
	extracted,
	...(reason && !right ? { reason } : {}),
});
