/** What an error says to a user, and what to do about it where it knows. */
export function describeError(error: unknown): { message: string; description?: string } {
	if (!(error instanceof Error)) return { message: String(error) };
	const description = 'description' in error && typeof error.description === 'string' ? error.description : undefined;
	return { message: error.message, ...(description ? { description } : {}) };
}

/** What an error says, without what to do. */
export const messageOf = (error: unknown): string => describeError(error).message;
