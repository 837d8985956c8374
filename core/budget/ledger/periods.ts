export const periods = ['execution', 'hour', 'day', 'week', 'month', 'allTime'] as const;
export type Period = (typeof periods)[number];
