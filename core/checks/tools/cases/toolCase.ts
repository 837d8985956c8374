import type { ReasonMessage } from '../../../reason';

/** Accepted values by argument, in the Berkeley leaderboard's way: `''` among them means that it may be left out. */
export type AcceptedArguments = Record<string, readonly unknown[]>;

/** A call that is due: the function's name and its accepted arguments. */
export type DueCall = Record<string, AcceptedArguments>;

export interface FunctionSpec {
	name: string;
	description?: string;
	parameters: Record<string, unknown>;
}

export interface ToolCase {
	id: string;
	category: string;
	messages: readonly ReasonMessage[];
	functions: readonly FunctionSpec[];
	/** Empty where no call is due. */
	groundTruth: readonly DueCall[];
}
