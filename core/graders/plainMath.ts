const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const subscripts = '₀₁₂₃₄₅₆₇₈₉';
const vulgar: Record<string, string> = {
	'½': '1/2', '⅓': '1/3', '⅔': '2/3', '¼': '1/4', '¾': '3/4', '⅕': '1/5', '⅖': '2/5', '⅗': '3/5', '⅘': '4/5', '⅙': '1/6', '⅚': '5/6', '⅛': '1/8', '⅜': '3/8', '⅝': '5/8', '⅞': '7/8',
}; // prettier-ignore

const symbols: Record<string, string> = {
	times: '×', cdot: '·', div: '÷', approx: '≈', sim: '≈', pm: '±', mp: '±', le: '≤', leq: '≤', leqslant: '≤', ge: '≥', geq: '≥', geqslant: '≥', ne: '≠', neq: '≠', lt: '<', gt: '>', pi: 'π', circ: '°', degree: '°', infty: '∞', euro: '€', pounds: '£', mid: '|', lvert: '|', rvert: '|', vert: '|',
}; // prettier-ignore

/** LaTeX as one would type it: `2\frac12\text{ hours}` is "2 1/2 hours". What has no such form keeps its command. */
export function plainMath(text: string): string {
	return text
		.replace(
			/[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+/g,
			(run) => `^${[...run].map((one) => (one === '⁻' ? '-' : one === '⁺' ? '+' : superscripts.indexOf(one))).join('')}`,
		)
		.replace(/[₀-₉]+/g, (run) => `_${[...run].map((one) => subscripts.indexOf(one)).join('')}`)
		.replace(/(\d?)([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])/g, (_, before: string, one: string) => (before ? `${before} ${vulgar[one]}` : vulgar[one]))
		.normalize('NFKC')
		.replace(/\{,\}|,\\!/g, ',')
		.replace(/\\[!]|\\left(?![a-z])|\\right(?![a-z])|\\displaystyle|\\[bB]ig[lr]?(?![a-z])/g, '')
		.replace(
			/(\d?)\s{0,2}\\[dtc]?frac\s{0,2}(?:\{\s{0,2}(-?[\d.,]+)\s{0,2}\}|(\d))\s{0,2}(?:\{\s{0,2}([\d.,]+)\s{0,2}\}|(\d))/g,
			(_, before: string, ...parts: string[]) => `${before} ${parts[0] ?? parts[1]}/${parts[2] ?? parts[3]} `,
		)
		.replace(/\\(?:text|mbox|mathrm|textbf|textrm|mathbf|textit|operatorname|rm)\s{0,2}\{([^{}]*)\}/g, ' $1')
		.replace(/\\([a-zA-Z]+)(?![a-zA-Z])/g, (command, name: string) => (Object.hasOwn(symbols, name) ? symbols[name] : command))
		.replace(/\^\s?\{\s?([^{}]{1,40})\s?\}/g, (_, inner: string) => (/^[-+]?\d+$|^°$/.test(inner) ? `^${inner}` : `^(${inner})`))
		.replace(/\^\s?°/g, '°')
		.replace(/\\([%$€#&])/g, '$1')
		.replace(/\\[,;: ]|~|\\quad|\\qquad/g, ' ')
		.replace(/\\[()[\]]/g, ' ')
		.replace(/\*\*(?=\s|$)|(?<=^|\s)\*\*/g, ' ')
		.replace(/[−‒]/g, '-')
		.replace(/ {2,}/g, ' ');
}
