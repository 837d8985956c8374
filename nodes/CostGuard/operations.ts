/** Outputs of each operation, in order. */
export const outputsOf = {
	checkAndReserve: ['Within Budget', 'Near Limit', 'Over Budget', 'Asked Before'],
	settle: ['Settled'],
	release: ['Released'],
	report: ['Report'],
	budget: ['Budget'],
} as const;

export type Operation = keyof typeof outputsOf;

export const isOperation = (name: unknown): name is Operation => typeof name === 'string' && Object.hasOwn(outputsOf, name);

/** Position of the outputs of Check and Reserve. */
export const lane = { within: 0, near: 1, over: 2, repeated: 3 } as const;

/** The last output of Check and Reserve is there only where an idempotency key can send items to it. */
export const outputsExpression: `={{${string}}}` = `={{ (${JSON.stringify(outputsOf)})[$parameter["operation"]].filter((name) => name !== "Asked Before" || $parameter["options"]?.["idempotencyKey"] !== undefined).map((displayName) => ({ type: "main", displayName })) }}`;
