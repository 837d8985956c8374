import type { GraderSpec } from '../graders';

/** One row of a file of tasks or cases, before it is known what it is. */
export interface FileRow {
	values: Record<string, unknown>;
	/** Line of the file in which it begins; of a list, the place in it. */
	line: number;
	/** Where the file says how to grade in words of its own. */
	grader?: GraderSpec;
}
