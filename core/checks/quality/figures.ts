import type { Estimate } from '../../statistics';
import type { Scalar } from '../checkResult';

/** A share as percent with one decimal. */
export const percent = (share: number) => Math.round(share * 1000) / 10;

/** A difference of shares in points. */
export const points = ({ value, low, high }: Estimate) => ({ value: percent(value), low: percent(low), high: percent(high) });

/** A share with its interval, in percent. */
export const shareOf = ({ value, low, high }: Estimate) => ({ percent: percent(value), low: percent(low), high: percent(high) });

export type ShareFigure = ReturnType<typeof shareOf>;

/** Figures of nothing measured are `unknown`. */
export function toFigures(figures: Record<string, unknown>): Record<string, unknown> {
	return Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, known(value)]));
}

function known(value: unknown): unknown {
	if (typeof value === 'number') return Number.isFinite(value) ? value : 'unknown';
	if (Array.isArray(value)) return value.map(known);
	if (typeof value === 'object' && value !== null) return toFigures(Object.fromEntries(Object.entries(value)));
	return value;
}

/** Rows of a table, where nothing measured is an empty cell. */
export const toRows = (rows: readonly Record<string, Scalar>[]) =>
	rows.map((row) =>
		Object.fromEntries(
			Object.entries(row).map(([key, value]): [string, Scalar] => [
				key,
				typeof value === 'number' && !Number.isFinite(value) ? null : value,
			]),
		),
	);
