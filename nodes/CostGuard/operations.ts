/** Outputs of each operation, in order. */
export const outputsOf = {
	checkAndReserve: ['Within Budget', 'Near Limit', 'Over Budget'],
	settle: ['Settled'],
	release: ['Released'],
	report: ['Report'],
	budget: ['Budget'],
} as const;

export type Operation = keyof typeof outputsOf;

export const isOperation = (name: unknown): name is Operation => typeof name === 'string' && Object.hasOwn(outputsOf, name);

/** Position of the outputs of Check and Reserve. */
export const lane = { within: 0, near: 1, over: 2 } as const;
