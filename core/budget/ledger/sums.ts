/** What is added up of reservations; the names are columns. */
export const sumNames = ['spent', 'reserved', 'calls', 'overruns', 'overrun', 'charged', 'unanswered'] as const;
export type Sums = Record<(typeof sumNames)[number], bigint>;

export const emptySums = (): Sums => ({ spent: 0n, reserved: 0n, calls: 0n, overruns: 0n, overrun: 0n, charged: 0n, unanswered: 0n });
