import type { JsonMode } from './host';

/** US dollars per million tokens. */
export interface Rates {
	input: number;
	/** Price of input that the cache held; `unknown` is never taken for 0. */
	cachedInput: number | 'unknown';
	output: number;
}

/** Hours at which other rates apply. Minutes of the UTC day, `from` included, `to` excluded; `to` below `from` passes midnight. */
export interface HourRates {
	days: 'daily' | 'weekdays';
	windows: readonly { from: number; to: number }[];
	rates: Rates;
	/** What this calendar leaves out, and which side it errs on. */
	note?: string;
}

/** A price from a moment on, until the next row's moment or its own `until`. */
export interface Price extends Rates {
	from: string;
	until?: string;
	hours?: HourRates;
	/** Rates of the whole request where its input is longer than so many tokens. */
	long?: { above: number; rates: Rates };
	source: string;
	checkedAt: string;
}

export interface ModelRow {
	id: string;
	/** Host id of the catalogue. */
	host: string;
	/** Names under which the same model is asked for on that host. */
	aliases: readonly string[];
	/** Weights that it is known to run, for weights that several hosts serve. */
	weights?: string;
	context: number | 'unknown';
	maxOutput: number | 'unknown';
	trace: 'visible' | 'hidden' | 'none' | 'unknown';
	tools: boolean | 'unknown';
	vision: boolean | 'unknown';
	jsonModes: readonly JsonMode[] | 'unknown';
	/** R1 weights want everything in the user turn. */
	systemPrompt: 'avoid' | 'ok';
	/** Parameters that this model's API rejects. */
	rejectedParameters: readonly string[];
	/** Sampling that the makers recommend. */
	sampling?: { temperature: number; topP: number };
	prices: readonly Price[];
	/** Day or moment (UTC) from which the host no longer serves it. */
	retiresOn?: string;
	/** Whether the host was seen to serve it at `checkedAt`; `no` where it is gone and the day is not known. */
	served: 'yes' | 'no' | 'unknown';
	replacement?: string;
	notes?: string;
	source: string;
	checkedAt: string;
}
