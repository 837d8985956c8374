import type { GraderSpec } from '../graders';
import type { ChatMessage } from './forms/messages';

/** One task, ready to be asked and graded. */
export interface Task {
	id: string;
	prompt: string;
	/** Turns that go before the prompt: a system text, an earlier exchange. */
	before?: readonly ChatMessage[];
	/** Empty where the task has none. */
	choices: readonly string[];
	grader: GraderSpec;
	/** Slices that the task belongs to. */
	tags: readonly string[];
	lang: string;
}

/** A task as files write it, in the shape that the bundled tasks have too. */
export interface TaskRow {
	id: string;
	prompt: string;
	answer: string;
	answerType: string;
	choices?: readonly string[];
	subject?: string;
	lang?: string;
	tests?: string;
	entryPoint?: string;
}
