import isCreditCard from 'validator/lib/isCreditCard';
import isIBAN from 'validator/lib/isIBAN';
import isIdentityCard from 'validator/lib/isIdentityCard';
import isTaxID from 'validator/lib/isTaxID';

/** Only this much of a text is searched at each end. */
const SEARCHED = 100_000;

interface Detector {
	kind: string;
	pattern: RegExp;
	/** A check digit or the like; without one, the pattern alone decides. */
	isReal?: (found: string) => boolean;
}

const plain = (found: string) => found.replace(/[\s.\-/]/g, '');

/** National IDs whose check digits rule out nearly all other numbers of that length. */
const idCards = ['ES', 'IT', 'PL', 'TH', 'zh-CN', 'zh-TW', 'zh-HK', 'FI', 'NO'] as const;
const taxIds = ['fr-FR', 'it-IT', 'pt-BR', 'sv-SE', 'es-ES', 'bg-BG', 'fi-FI', 'dk-DK'] as const;

const isNationalId = (found: string): boolean => {
	const id = plain(found).toUpperCase();
	return (
		idCards.some((locale) => isIdentityCard(id, locale)) || taxIds.some((locale) => isTaxID(id, locale) || isTaxID(found.trim(), locale))
	);
};

const DETECTORS: readonly Detector[] = [
	{ kind: 'e-mail address', pattern: /[\p{L}\p{N}._%+-]{1,64}@[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})*\.\p{L}{2,24}/gu },
	{
		kind: 'card number',
		pattern: /(?<![\d.,])(?:\d[ -]?){12,18}\d(?![\d.,]*\d)/g,
		isReal: (found) => isCreditCard(found.replace(/[ -]/g, '')),
	},
	{ kind: 'bank account', pattern: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b/g, isReal: (found) => isIBAN(found) },
	{ kind: 'national ID', pattern: /(?<![\w.,-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g },
	{ kind: 'national ID', pattern: /(?<![\p{L}\p{N}])[A-Z]{0,6}\d{2}(?:[ .\-/]?[A-Z0-9]){5,16}(?![\p{L}\p{N}])/giu, isReal: isNationalId },
	{
		kind: 'national ID',
		pattern: /(?<![\p{L}\p{N}])[XYZ]-?\d{7}-?[A-Z](?![\p{L}\p{N}])/giu,
		isReal: (found) => isIdentityCard(plain(found).toUpperCase(), 'ES'),
	},
	{ kind: 'national ID', pattern: /(?<![\d.,-])\d{6}-?[1-4]\d{6}(?![\d-])/g, isReal: isKoreanId },
	{
		kind: 'national ID',
		pattern: /(?<![\d.,-])[1-9]\d{3}[ -]?\d{4}[ -]?\d{4}(?![\d-]|[ -]\d{4})/g,
		isReal: (found) => isIdentityCard(plain(found), 'IN'),
	},
	{
		kind: 'secret',
		pattern:
			/\bsk-(?:[a-z]+-)*[A-Za-z0-9_-]{20,}|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[opsur]_[A-Za-z0-9]{36}|\bgithub_pat_\w{22,}|\bglpat-[\w-]{20}|\bxox[abpros]-[\w-]{10,}|\bAIza[\w-]{35}|\b[rs]k_(?:live|test)_\w{16,}|\bnpm_[A-Za-z0-9]{36}|\bhf_[A-Za-z0-9]{30,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}|-----BEGIN [A-Z ]*PRIVATE KEY-----/g,
	},
	{
		kind: 'secret',
		pattern:
			/(?:pass(?:word|wort|wd)|pwd|secret|api[_ -]?key|access[_ -]?token|contraseña|mot de passe|senha|пароль|密码|パスワード|비밀번호)["']?\s*(?:\bis\b|\bist\b|=|:|：)\s*[=:]?\s*["']?(?<value>[^\s"',;]{6,})/giu,
	},
];

/** Kinds of sensitive data in a text: never the data themselves. */
export function findSensitive(text: string): string[] {
	const searched = text.length <= 2 * SEARCHED ? text : `${text.slice(0, SEARCHED)}\n${text.slice(-SEARCHED)}`;
	const kinds = DETECTORS.filter(({ pattern, isReal }) =>
		isReal ? [...searched.matchAll(pattern)].some(([found]) => isReal(found)) : searched.search(pattern) >= 0,
	).map(({ kind }) => kind);
	return [...new Set(kinds)];
}

/** Where sensitive data stand in a text, start and end in UTF-16 code units; all of the text is searched. */
export function* sensitivePlaces(text: string): Generator<{ kind: string; start: number; end: number }> {
	for (const { kind, pattern, isReal } of DETECTORS)
		for (const match of text.matchAll(pattern)) {
			const end = match.index + match[0].length;
			// Of `password: x` only the value is one.
			const start = match.groups?.value === undefined ? match.index : end - match.groups.value.length;
			if (!isReal || isReal(match[0])) yield { kind, start, end };
		}
}

/** Resident registration numbers: date of birth and a weighted check digit. */
function isKoreanId(found: string): boolean {
	const digits = [...plain(found)].map(Number);
	const month = digits[2] * 10 + digits[3];
	const day = digits[4] * 10 + digits[5];
	const sum = [2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5].reduce((total, weight, index) => total + weight * digits[index], 0);
	return month >= 1 && month <= 12 && day >= 1 && day <= 31 && (11 - (sum % 11)) % 10 === digits[12];
}
