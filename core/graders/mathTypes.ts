import type { Unit } from './units';

/** A MathJSON expression as the LaTeX parser gives it. */
export type Expression = number | string | Expression[] | { num: string } | { str: string };

/** What kind of mathematical thing an answer is; parts are compared by the kind's own rule. */
export type MathForm =
	| { kind: 'value'; expression: Expression }
	| { kind: 'word'; text: string }
	/** Ordered, and its brackets count: a point, an open or closed interval. */
	| { kind: 'tuple'; open: string; close: string; items: MathForm[] }
	| { kind: 'set'; items: MathForm[] }
	| { kind: 'union'; items: MathForm[] }
	| { kind: 'matrix'; rows: MathForm[][] }
	| { kind: 'equation'; left: Expression; right: Expression };

/** A formula as it was read. */
export interface ReadMath {
	form: MathForm;
	/** A unit that is known; unknown words behind a number are no unit. */
	unit?: Unit;
	/** Digits of a plain decimal: long numbers are compared by digit, not as floating point. */
	literal?: string;
	/** What stands before a percent sign. */
	percentOf?: MathForm;
}
