/** A call as the model wrote it; texts are typed by the tool's schema later. */
export interface WrittenCall {
	name: string;
	/** An object, or parameters whose values are texts. */
	arguments: { json: unknown } | WrittenTexts;
}

export interface WrittenTexts {
	texts: Readonly<Record<string, string>>;
	/** Those that were marked as texts, by quotes or otherwise: "42" is no number where the tool takes both. */
	quoted?: ReadonlySet<string>;
}

/** A way in which models write calls of tools as text. */
export interface Grammar {
	id: string;
	/** Part of it that any text in this grammar holds. */
	hint: RegExp;
	/** One call, or a list of them, with what stands around it. */
	pattern: RegExp;
	/** The calls of one match; none where it can't be read. */
	read: (match: RegExpExecArray) => WrittenCall[];
	/** Nothing else may stand in the answer. */
	alone?: true;
	/** Has code fences of its own around the arguments. */
	fenced?: true;
	source: string;
}
