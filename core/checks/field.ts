/**
 * A setting of a check, as a form shows it. The words are those of n8n's node properties, so that the node lists it as it
 * is; the command reads names and defaults from the same rows.
 */
export interface Field {
	displayName: string;
	name: string;
	type: 'string' | 'number' | 'boolean' | 'options' | 'multiOptions' | 'collection' | 'json';
	default: string | number | boolean | string[] | Record<string, never>;
	description?: string;
	hint?: string;
	placeholder?: string;
	typeOptions?: { minValue?: number; maxValue?: number; numberPrecision?: number; rows?: number; password?: boolean };
	options?: (Choice | Field)[];
	/** Shown, and read, only where all these fields have one of these values. */
	displayOptions?: { show?: Record<string, (string | number | boolean)[]> };
}

export interface Choice {
	name: string;
	value: string | number | boolean;
	description?: string;
}
