import type { ChatTool } from './request';

/** A task whose answer the lab knows, in the form of the quality check's tasks. */
export interface LabTask {
	id: string;
	prompt: string;
	answer: unknown;
	answerType?: string;
	choices?: readonly string[] | null;
	lang?: string;
	/** A wrong answer to give; default: one made from the right one. */
	wrong?: string;
}

/** A function-calling case in the Berkeley leaderboard's form. */
export interface LabToolCase {
	id: string;
	messages: readonly { role: string; content: unknown }[];
	/** Each call that is due, with the values that count as right; empty where no call is due. */
	groundTruth: readonly Record<string, Record<string, readonly unknown[]>>[];
}

const keyLength = 40;
const squeeze = (text: string) => text.replace(/\s+/g, ' ').trim();

/** Finds which known text a prompt holds, also when it stands among other words. */
export class PromptIndex<Entry> {
	private readonly byStart = new Map<string, { text: string; entry: Entry }[]>();
	private shortest = keyLength;

	constructor(entries: Iterable<Entry>, textOf: (entry: Entry) => string) {
		for (const entry of entries) {
			const text = squeeze(textOf(entry));
			if (!text) continue;
			const key = text.slice(0, keyLength);
			this.shortest = Math.min(this.shortest, key.length);
			const known = this.byStart.get(key);
			if (known) known.push({ text, entry });
			else this.byStart.set(key, [{ text, entry }]);
		}
	}

	find(prompt: string): Entry | undefined {
		if (this.byStart.size === 0) return undefined;
		const squeezed = squeeze(prompt);
		let best: { text: string; entry: Entry } | undefined;
		for (let start = 0; start < squeezed.length; start++) {
			if (
				start > 0 &&
				/[\p{L}\p{N}]/u.test(squeezed[start - 1]) &&
				/[\p{L}\p{N}]/u.test(squeezed[start]) &&
				squeezed.charCodeAt(start) < 0x2e80
			)
				continue;
			for (let length = Math.min(keyLength, squeezed.length - start); length >= this.shortest; length--) {
				for (const known of this.byStart.get(squeezed.slice(start, start + length)) ?? []) {
					if (squeezed.startsWith(known.text, start) && known.text.length > (best?.text.length ?? 0)) best = known;
				}
				if (this.shortest === keyLength) break;
			}
			if (best && start > best.text.length) break;
		}
		return best?.entry;
	}
}

/** A wrong answer near the right one, the kind of error that a model makes. */
export function wrongAnswer({ answer, answerType, wrong, choices }: LabTask, random: number): string {
	if (wrong !== undefined) return wrong;
	const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
	const offset = 1 + Math.floor(random * 8);
	if (answerType === 'choice' || /^[A-E]$/.test(text)) {
		const letters = 'ABCDE'.slice(0, Math.max(2, choices?.length ?? 4));
		return letters[(letters.indexOf(text) + 1 + Math.floor(random * (letters.length - 1))) % letters.length] ?? 'A';
	}
	if (/^-?\d+(\.\d+)?$/.test(text)) return String(Math.round((Number(text) + offset) * 1e6) / 1e6);
	if (/^\d{4}-\d\d-\d\d$/.test(text)) {
		return new Date(Date.parse(text) + offset * 86_400_000).toISOString().slice(0, 10);
	}
	if (/tests|code|python|javascript/.test(answerType ?? '')) return '    return None\n';
	if (/^(yes|no|true|false)$/i.test(text)) return /^(no|false)$/i.test(text) ? 'yes' : 'no';
	if (answerType === 'latex') return `${offset + 1}(${text})+${offset}`;
	return `not ${text}, but item ${offset}`;
}

/** A value that a JSON schema takes. */
export function example(schema: Record<string, unknown> | null | undefined, name = 'value', depth = 0): unknown {
	if (!schema || depth > 6) return {};
	if (Array.isArray(schema.enum)) return schema.enum[0];
	if ('const' in schema) return schema.const;
	if ('default' in schema) return schema.default;
	for (const key of ['anyOf', 'oneOf', 'allOf']) {
		const options = schema[key];
		if (Array.isArray(options)) return example(options[0], name, depth + 1);
	}
	const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
	switch (type) {
		case 'string':
			return schema.format === 'date' ? '2026-01-01' : schema.format === 'email' ? 'a@example.org' : name;
		case 'integer':
			return typeof schema.minimum === 'number' ? schema.minimum : 1;
		case 'number':
		case 'float':
			return typeof schema.minimum === 'number' ? schema.minimum : 1.5;
		case 'boolean':
			return true;
		case 'null':
			return null;
		case 'array':
		case 'tuple':
			return [example(asSchema(schema.items) ?? { type: 'string' }, name, depth + 1)];
		default: {
			const properties = asSchema(schema.properties) ?? {};
			const wanted = Array.isArray(schema.required) ? schema.required : Object.keys(properties);
			return Object.fromEntries(wanted.map((key) => [key, example(asSchema(properties[key]), String(key), depth + 1)]));
		}
	}
}

function asSchema(value: unknown): Record<string, unknown> | undefined {
	return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : undefined;
}

const plainName = (name: string) => name.replace(/[^A-Za-z0-9]/g, '_').toLowerCase();

/** The name under which a request offers a function; dots are not allowed in OpenAI's names. */
export const offeredName = (name: string, tools: readonly ChatTool[]) =>
	tools.find((tool) => plainName(tool.function.name) === plainName(name))?.function.name ?? name;
