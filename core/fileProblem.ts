/** What of a file could not be used, and why; `line` counts from 1. */
export interface FileProblem {
	file: string;
	line?: number;
	reason: string;
}
