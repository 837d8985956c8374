import { isObject, parseJson } from '../json';
import { isDate } from './date';
import type { AnswerType } from './grade';
import { soleNumber } from './number';

/** Of what kind an expected value is, when a task does not say: the value's own form decides. */
export function answerTypeOf(expected: string): AnswerType {
	const text = expected.normalize('NFKC').trim();
	if (isJson(expected)) return 'json';
	if (isDate(text)) return 'date';
	if (isIdentifier(text)) return 'id';
	if (isFormula(text)) return /^\\\{.*\\\}$|^\{.*\}$/s.test(text) ? 'set' : 'expression';
	if (soleNumber(text)) return 'number';
	return 'text';
}

/** An object, or a list that holds more than numbers: those are read as lists of values. */
function isJson(text: string): boolean {
	if (!/^\s*[{[]/.test(text)) return false;
	const value = parseJson(text);
	return isObject(value) || (Array.isArray(value) && value.some((entry) => typeof entry !== 'number'));
}

/** Order, phone and part numbers, versions, times of day, ratios: digits whose form is part of what they say. */
function isIdentifier(text: string): boolean {
	if (!/\d/.test(text) || text.length > 60) return false;
	return (
		/^\+\d[\d\s()/-]{5,}$/.test(text) ||
		// Leading zeros, but for "0", "0.5" and "0,5".
		/^0\d[\d\s/-]*$/.test(text) ||
		// Groups of digits between dashes, colons or slashes that are no fraction.
		/^\d+(?:[-:]\d+)+$/.test(text) ||
		(/^\d+(?:\/\d+)+$/.test(text) && !/^\d{1,3}\/\d{1,3}$/.test(text)) ||
		(/^v?\d+(?:\.\d+){2,}(?:[-+][\w.]+)?$/.test(text) && !/^\d{1,3}(?:\.\d{3})+$/.test(text)) ||
		// Capital letters glued to digits or bound to them by a dash: "INV-2026", "A-17", "DE89 3704 0044".
		(/^[A-Z]{1,10}[-_/#. ]?\d[\dA-Z\s_/.-]*$/.test(text) && !/^[A-Z]{3} ?\d[\d.,]*$/.test(text)) ||
		/^[A-Z]{1,5} \d+[-/]\d+$/.test(text) ||
		/^\d+[A-Z]+\d+[\dA-Z]*$/.test(text) ||
		/^#\d+$/.test(text)
	);
}

const isFormula = (text: string) =>
	/\\[a-z]+|[\^_]\{|^\$[^$]*[a-z\\^][^$]*\$$|√|π/i.test(text)
		? soleNumber(text.replace(/\\(?:text|mathrm)\s?\{[^{}]*\}/g, '')) === undefined || /\\(?:frac|sqrt)/.test(text)
		: /^[-\d\s+*/^()=a-z]*[\d)a-z][-\s+*/^()=]*[-+*/^=][-\s+*/^()=]*[\d(a-z][-\d\s+*/^()=a-z]*$/.test(text) &&
			!/[a-z]{2,}/.test(text) &&
			!/^-?\d+\s?\/\s?\d+$/.test(text) &&
			!/^[-+]\s?\d+$/.test(text);
