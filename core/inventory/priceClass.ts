import { findModel } from '../catalogue/lookup';

/** How dear a model is among its maker's: what replaces a small one should be small. */
export type PriceClass = 'small' | 'medium' | 'large';

/** Words by which makers call their sizes; a mini of any maker is a small one. */
const small = /(^|[-/.\d])(mini|nano|lite|luna|flash-lite|haiku|small|tiny|instant|8b|7b|3b|1b|micro|fast)([-:.\d]|$)/i;
const large = /(^|[-/.\d])(opus|pro|ultra|large|sol|max|405b|o1|o3)([-:.\d]|$)/i;

/** US dollars per million tokens of output, under which and from which a model is small or large. */
const limits = { small: 2, large: 15 };

/** The class of a model by its maker's word for its size, or by its list price; `medium` where neither is known. */
export function priceClassOf(name: string): PriceClass {
	if (small.test(name)) return 'small';
	if (large.test(name)) return 'large';
	const output = findModel(name)?.prices.at(-1)?.output;
	if (output === undefined) return 'medium';
	return output < limits.small ? 'small' : output >= limits.large ? 'large' : 'medium';
}
