/** Something that must not leave: start and end in UTF-16 code units. */
export interface Place {
	kind: string;
	start: number;
	end: number;
	/** What stands there, where it is written in another way (`%40` for `@`). */
	value?: string;
}

export type Finder = (text: string) => Iterable<Place>;
