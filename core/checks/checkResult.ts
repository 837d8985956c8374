/** What a check concludes. `warn` also means: too little evidence to decide. */
export const verdicts = ['pass', 'warn', 'fail', 'skipped'] as const;
export type Verdict = (typeof verdicts)[number];

export type Scalar = string | number | boolean | null;

/** One row behind a verdict. Checks add columns of their own; every value is plain JSON. */
export type Finding = Record<string, unknown>;

/** A table of the report: `columns` name the keys of `rows`, in order. */
export interface Table {
	title: string;
	columns: { key: string; label: string; unit?: string }[];
	rows: Record<string, Scalar>[];
}

/**
 * A chart of the report, as data; the report draws it.
 * `interval` on a point is a 95 % interval `[low, high]` in the unit of `value`.
 */
export interface Chart {
	title: string;
	kind: 'bar' | 'line' | 'interval';
	/** Label of the axis along which points are laid out, and of the values. */
	xLabel?: string;
	yLabel: string;
	/** Reference lines, such as a margin or a deadline. */
	lines?: { label: string; value: number }[];
	series: { name: string; points: { x: string | number; value: number; interval?: [number, number] }[] }[];
}

/** Verbatim material; `sides` are two texts that the report lays beside each other, with their differences marked. */
export interface Exhibit {
	title: string;
	text: string;
	note?: string;
	sides?: { label: string; text: string }[];
}

/** The result of one check: what the Migration Check node puts out, one item a check. */
export interface CheckResult<Id extends string = string> {
	id: Id;
	title: string;
	verdict: Verdict;
	/** One sentence for a manager; for `skipped` and a thin `warn`, the reason and what would decide it. */
	summary: string;
	/** Named figures, so that a program can read them; `'unknown'` where it is not known. */
	figures: Record<string, unknown>;
	/** The thresholds that were used, by option name. */
	thresholds: Record<string, Scalar>;
	findings: Finding[];
	/** True when any evidence came from the provider lab instead of a real model. */
	emulated: boolean;
	tables?: Table[];
	charts?: Chart[];
	/** Input that was left out, each with the file, the line where known, and the reason; or `audited` all the same, though odd. */
	problems?: { file: string; line?: number; reason: string; audited?: boolean }[];
	/** Verbatim material that an engineer digs into: prompts sent, traces, wrong tasks. */
	exhibits?: Exhibit[];
	/** The models that this check compared, where they are not the sides of the run: the cost check prices by name. */
	compared?: { baseline?: string; candidate?: string };
	/** What ended the check before it was done, where its summary says so; not part of the record. */
	stopped?: Stop;
}

/** Why calls were not made any more. */
export type Stop = 'cost cap' | 'cancelled';

export const stopOf = (ending: string): Stop | undefined => (ending === 'cost cap' || ending === 'cancelled' ? ending : undefined);

/** What a check says; which check it is, the table of checks adds. */
export type Conclusion = Omit<CheckResult, 'id' | 'title'>;
