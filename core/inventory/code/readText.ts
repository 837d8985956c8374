import { readAddress } from '../address';
import { isLanguageKind, kindOfName } from '../modelKind';
import { isModelName, quotedModelNames } from '../modelNames';
import { bodySettings } from '../usedSettings';
import type { CodeReading, CodeUse } from './codeReading';

export type Language = 'javascript' | 'python' | 'shell';

const longest = 300_000;

/** Comments of one line. */
const lineComments: Readonly<Record<Language, RegExp>> = {
	javascript: /(?<!:)\/\/[^\n]*/g,
	python: /(?<=^|\s)#[^\n]*/gm,
	shell: /^[ \t]*#[^\n]*/gm,
};

/** Comments of several lines by their beginnings; each ends with the other mark. */
const longComments: Readonly<Record<Language, readonly { begins: RegExp; ends: string }[]>> = {
	javascript: [{ begins: /\/\*/g, ends: '*/' }],
	python: [
		{ begins: /^[ \t]*"""/gm, ends: '"""' },
		{ begins: /^[ \t]*'''/gm, ends: "'''" },
	],
	shell: [],
};

function withoutComments(text: string, language: Language): string {
	const short = longComments[language].reduce(withoutLong, text);
	return short.replace(lineComments[language], '');
}

/** By hand, since a pattern would look for the end of each comment that has none, through the whole text each time. */
function withoutLong(text: string, { begins, ends }: { begins: RegExp; ends: string }): string {
	let rest = '';
	let from = 0;
	for (const { index, 0: mark } of text.matchAll(begins)) {
		if (index < from) continue;
		const end = text.indexOf(ends, index + mark.length);
		if (end < 0) break;
		rest += text.slice(from, index);
		from = end + ends.length;
	}
	return rest + text.slice(from);
}

const sends: Readonly<Record<Language, RegExp>> = {
	javascript: /fetch\(|axios|httpRequest|\bgot\b|\.request\(/,
	python: /requests\.|httpx|urllib|aiohttp|openai|anthropic|genai|litellm|client\./i,
	shell: /\b(curl|wget|http|ollama|llm)\b/,
};

const url = /https?:\/\/(?:\{\{[^}]{0,200}\}\}|\$\{[^}]{0,200}\}|[^\s"'`<>\\])+/g;
const model = /(?<![\w.])(?:model|model_id|model_name|modelId)["'\\]{0,4}\s{0,50}[:=]\s{0,50}\\?["']([^"'\\\n]{2,120})\\?["']/gi;

/** What text in a language without a parser here calls: its comments are taken out, addresses and models beside them are read. */
export function readText(text: string, language: Language): CodeReading {
	const code = withoutComments(text.slice(0, longest), language);
	const named = [...code.matchAll(model)].map(([, name]) => name).filter((name) => !name.includes('{{'));
	const mentions = [...new Set(named.filter(isModelName))].map((name) => ({ name, field: 'model' }));
	if (!sends[language].test(code)) return { uses: [], mentions };
	const uses = [...code.matchAll(url)].flatMap(([found]): CodeUse[] => {
		const address = readAddress(found, {
			isGet: language === 'shell' && !/\s(-d|--data\S*|--json|-F|--form|-X\s*POST|--post-data\S*)(\s|=|')/.test(code),
		});
		if (!address) return [];
		const fits = (name: string) => {
			const kind = kindOfName(name);
			return kind === undefined || address.kind === undefined || isLanguageKind(kind) === isLanguageKind(address.kind);
		};
		const name = address.model && !/[{$]/.test(address.model) ? address.model : named.find(fits);
		if (name === undefined && (address.certainty !== 'sure' || address.kind === undefined)) return [];
		const kind = address.kind ?? (name === undefined ? 'chat' : (kindOfName(name) ?? 'chat'));
		return [
			{
				model: name ?? '',
				dynamic: name === undefined,
				constants: name === undefined ? quotedModelNames(code) : [],
				kind,
				provider: address.provider,
				...(address.baseURL && { baseURL: address.baseURL }),
				settings: isLanguageKind(kind) ? bodySettings(code, []) : [],
			},
		];
	});
	if (uses.length === 0) uses.push(...byLibrary(code, language, named));
	const used = new Set(uses.map((use) => use.model));
	return {
		uses: uses.filter((use, index) => uses.findIndex((one) => one.model === use.model && one.kind === use.kind) === index),
		mentions: mentions.filter(({ name }) => !used.has(name)),
	};
}

/** Python's client libraries, and `ollama run NAME`. */
function byLibrary(code: string, language: Language, named: readonly string[]): CodeUse[] {
	const use = (name: string, provider: string): CodeUse => ({
		model: name,
		dynamic: false,
		constants: [],
		kind: kindOfName(name) ?? 'chat',
		provider,
		settings: [],
	});
	if (language === 'shell') {
		const found = /\bollama\s+run\s+([\w.:/-]+)/.exec(code)?.[1];
		return found ? [use(found, 'ollama')] : [];
	}
	const library = /\b(openai|anthropic|groq|mistralai|ollama|cohere|google\.generativeai|genai)\b/.exec(code)?.[1];
	if (!library || !/\.(create|generate\w*|chat|complete|embed\w*)\s*\(/.test(code)) return [];
	const provider = { 'google.generativeai': 'google', genai: 'google', mistralai: 'mistral' }[library] ?? library;
	return named.filter((name) => kindOfName(name) !== undefined).map((name) => use(name, provider));
}
