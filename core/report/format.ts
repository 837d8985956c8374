/** A value of a figure or a finding as one line of text. */
export function formatFigure(value: unknown): string {
	if (value === undefined || value === null) return '';
	if (typeof value === 'number') return formatNumber(value);
	if (typeof value === 'boolean') return value ? 'yes' : 'no';
	if (typeof value === 'string') return value;
	if (Array.isArray(value)) {
		return value.map(formatFigure).join(value.some((entry) => typeof entry !== 'number') ? '; ' : ' to ');
	}
	if (isInterval(value)) {
		const middle = 'percent' in value ? `${formatNumber(value.percent)} %` : formatNumber(value.value);
		return `${middle} (${formatNumber(value.low)} to ${formatNumber(value.high)})`;
	}
	return Object.entries(value)
		.filter(([, entry]) => entry !== undefined && entry !== null)
		.map(([key, entry]) => `${labelOf(key)}: ${formatFigure(entry)}`)
		.join(', ');
}

/** A figure with its interval, as the statistics give it. */
export function isInterval(value: object): value is { low: number; high: number } & ({ value: number } | { percent: number }) {
	const entries = new Map(Object.entries(value));
	return [entries.get('low'), entries.get('high'), entries.get('value') ?? entries.get('percent')].every(
		(part) => typeof part === 'number',
	);
}

export function formatNumber(value: number): string {
	if (!Number.isFinite(value)) return String(value);
	if (Number.isInteger(value)) return Math.abs(value) < 1_000 ? String(value) : whole.format(value);
	return (Math.abs(value) >= 100 ? oneDigit : threeDigits).format(value);
}

// Made once: each takes longer to make than thousands of numbers to write.
const whole = new Intl.NumberFormat('en-US');
const oneDigit = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 });
const threeDigits = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3 });

/** `retiresOn` as a reader says it: "Retires on". */
export function labelOf(key: string): string {
	const words = key
		.replace(/([a-z\d])([A-Z])/g, '$1 $2')
		.replace(/[_-]+/g, ' ')
		.toLowerCase()
		.replace(/\b(usd|id|url|json|gpu|tls|llm|api)\b/g, (word) => word.toUpperCase())
		.replace(/\bp(50|90|95|99)\b/g, 'p$1')
		.replace(/ ms$/, ' (ms)');
	return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Text on one line, without characters that a terminal or XML takes as commands. */
export function oneLine(text: string): string {
	return withoutControls(text).replace(/\s+/g, ' ').trim();
}

/** Text without control characters (line breaks and tabs stay), direction overrides and lone surrogates. */
export function withoutControls(text: string): string {
	return text.replace(/\p{Surrogate}/gu, '\uFFFD').replace(/(?![\t\n\r])\p{Control}|[\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/gu, '\uFFFD');
}

/** `1 check`, `2 checks`. */
export const count = (number: number, noun: string) => `${number.toLocaleString('en-US')} ${noun}${number === 1 ? '' : 's'}`;

export function formatDuration(ms: number): string {
	if (ms < 1000) return `${Math.round(ms)} ms`;
	const seconds = ms / 1000;
	if (seconds < 60) return `${seconds.toFixed(1)} s`;
	return seconds < 3600
		? `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`
		: `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`;
}

/** A sentence with its percent signs tied to their numbers. */
export const sentence = (text: string) => withoutControls(text).replace(/(?<=\d) %/g, '\u00A0%');
