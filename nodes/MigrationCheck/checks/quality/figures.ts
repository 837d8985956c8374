import type { Estimate } from '../../../shared/statistics';

/** A share as percent with one decimal. */
export const percent = (share: number) => Math.round(share * 1000) / 10;

/** A difference of shares in points. */
export const points = ({ value, low, high }: Estimate) => ({ value: percent(value), low: percent(low), high: percent(high) });

/** A share with its interval, in percent. */
export const shareOf = ({ value, low, high }: Estimate) => ({ percent: percent(value), low: percent(low), high: percent(high) });

export type ShareFigure = ReturnType<typeof shareOf>;
