declare module 'js-quantities' {
	export default class Qty {
		/** @throws Error when the text is no quantity. */
		constructor(text: string);
		readonly scalar: number;
		kind(): string;
		isCompatible(other: Qty): boolean;
		to(unit: string): Qty;
	}
}
