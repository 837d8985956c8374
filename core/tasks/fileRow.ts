import type { GraderSpec } from '../graders';

/** A row of a task file, by the names of its columns. */
export interface FileRow {
	values: Record<string, unknown>;
	/** Line of the file in which it begins; of a list, the place in it. */
	line: number;
	/** Where the file says how to grade in words of its own. */
	grader?: GraderSpec;
}
