// Derives the detector's tables from public dictionaries and interface texts:
//   tsx scripts/buildHanTables.ts FOLDER [HANJA]
// FOLDER is where `npm i --ignore-scripts opencc-js@1.4.2 @node-rs/jieba@2.0.3 kuromoji@0.1.2
// @codingame/monaco-vscode-language-pack-{ja,zh-hans,zh-hant}@25.1.2` was run; HANJA is hanja.txt of Debian's
// libhangul-data. FOLDER/libreoffice holds the folders ja, zh-CN and zh-TW of /usr/share/libreoffice/help (Debian's
// libreoffice-help-ja, -zh-cn, -zh-tw). Nothing here is needed to build, test or run the package.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

const [folder, hanjaFile = '/usr/share/libhangul/hanja/hanja.txt'] = process.argv.slice(2);
if (!folder) throw new Error('Expected the folder in which the source packages are installed');
const modules = path.join(folder, 'node_modules');
const target = path.join(import.meta.dirname, '../core/chinese/tables');
const hanRun = /[\u3400-\u4dbf\u4e00-\u9fff\u3005]+/g;
const bigramLimit = 32_000;

type Language = 'zh' | 'ja' | 'ko';
interface Counts {
	unigrams: Map<string, number>;
	bigrams: Map<string, number>;
	total: number;
	pairs: number;
}

const openCc = (name: string) => {
	const file = path.join(modules, 'opencc-js/dist/esm-lib/dict', `${name}.js`);
	const text = readFileSync(file, 'utf8')
		.replace(/^export default "/, '')
		.replace(/";?\s*$/, '');
	return new Map(text.split('|').map((row) => [row.slice(0, row.indexOf(' ')), row.slice(row.indexOf(' ') + 1).split(' ')]));
};
const toTraditional = openCc('STCharacters');
const toSimplified = openCc('TSCharacters');
const taiwan = new Set([...openCc('TWVariants').values()].flat());
const hongKong = new Set([...openCc('HKVariants').values()].flat());
const shinjitai = openCc('JPShinjitaiCharacters');
const onlyIn = (table: Map<string, string[]>) => [...table].filter(([key, values]) => !values.includes(key)).map(([key]) => key);
const simplified = onlyIn(toTraditional);
const traditional = onlyIn(toSimplified).filter((character) => !simplified.includes(character));

const empty = (): Counts => ({ unigrams: new Map(), bigrams: new Map(), total: 0, pairs: 0 });
function add(counts: Counts, text: string, weight: number) {
	for (const [run] of text.matchAll(hanRun)) {
		for (let index = 0; index < run.length; index++) {
			counts.unigrams.set(run[index], (counts.unigrams.get(run[index]) ?? 0) + weight);
			counts.total += weight;
			if (index === 0) continue;
			const pair = run.slice(index - 1, index + 1);
			counts.bigrams.set(pair, (counts.bigrams.get(pair) ?? 0) + weight);
			counts.pairs += weight;
		}
	}
}
/** Counts of one source, scaled to a given number of characters so that no source drowns the others. */
function scaled(entries: Iterable<[string, number]>, size: number): Counts {
	const raw = empty();
	for (const [text, weight] of entries) add(raw, text, weight);
	const factor = size / raw.total;
	for (const map of [raw.unigrams, raw.bigrams]) for (const [key, count] of map) map.set(key, count * factor);
	return { ...raw, total: raw.total * factor, pairs: raw.pairs * factor };
}
function merge(parts: Counts[]): Counts {
	const sum = empty();
	for (const part of parts) {
		for (const [key, count] of part.unigrams) sum.unigrams.set(key, (sum.unigrams.get(key) ?? 0) + count);
		for (const [key, count] of part.bigrams) sum.bigrams.set(key, (sum.bigrams.get(key) ?? 0) + count);
		sum.total += part.total;
		sum.pairs += part.pairs;
	}
	return sum;
}

const convert = (text: string) => [...text].map((character) => toTraditional.get(character)?.[0] ?? character).join('');
const jieba = readFileSync(path.join(modules, '@node-rs/jieba/dict.txt'), 'utf8')
	.split('\n')
	.map((line) => line.split(' '))
	.filter(([word, count]) => word && Number(count) > 0)
	.map(([word, count]): [string, number] => [word, Number(count)]);
const phrases = new Map([...openCc('STPhrases')].map(([key, [value]]) => [key, value]));
const jiebaTraditional = jieba.map(([word, count]): [string, number] => [phrases.get(word) ?? convert(word), count]);

function* ipadic(): Generator<[string, number]> {
	const read = (name: string) => gunzipSync(readFileSync(path.join(modules, 'kuromoji/dict', name)));
	const records = read('tid.dat.gz');
	const features = read('tid_pos.dat.gz');
	for (let offset = 0; offset + 10 <= records.length; offset += 10) {
		const cost = records.readInt16LE(offset + 4);
		const start = records.readInt32LE(offset + 6);
		const surface = features.toString('utf8', start, features.indexOf(0x2c, start));
		if (surface) yield [surface, Math.exp(-cost / flatten)];
	}
}

function* languagePack(name: string): Generator<[string, number]> {
	const root = path.join(modules, `@codingame/monaco-vscode-language-pack-${name}/translations`);
	for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
		if (!/\.(js|json)$/.test(file)) continue;
		for (const [text] of readFileSync(path.join(root, file), 'utf8').matchAll(/"(?:[^"\\]|\\.)*"/g)) yield [text, 1];
	}
}
const require = createRequire(import.meta.url);
function* typescriptMessages(name: string): Generator<[string, number]> {
	const file = path.join(path.dirname(require.resolve('typescript')), name, 'diagnosticMessages.generated.json');
	for (const text of Object.values(JSON.parse(readFileSync(file, 'utf8')))) yield [String(text), 1];
}
function* officeHelp(name: string): Generator<[string, number]> {
	const root = path.join(folder, 'libreoffice', name);
	for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
		if (file.endsWith('.html')) yield [readFileSync(path.join(root, file), 'utf8'), 1];
	}
}
/** Queries composed for this project. */
function* written(...languages: string[]): Generator<[string, number]> {
	const root = path.join(import.meta.dirname, '../test/data/route-written');
	for (const file of readdirSync(root)) {
		for (const line of readFileSync(path.join(root, file), 'utf8').split('\n')) {
			if (!line) continue;
			const { lang, text } = JSON.parse(line);
			if (languages.includes(lang)) yield [text, 1];
		}
	}
}
const hanja = readFileSync(hanjaFile, 'utf8')
	.split('\n')
	.filter((line) => line && !line.startsWith('#'))
	.map((line): [string, number] => [line.split(':')[1] ?? '', 1]);

/** Costs are 700 ln(1/P) within a part of speech; flattened, so that rare words count too. */
const flatten = 1600;
const pairLift = { up: 2, down: 4 };
const million = 1_000_000;
const models: Record<Language, Counts> = {
	zh: merge([
		scaled(jieba, 6 * million),
		scaled(jiebaTraditional, 5 * million),
		scaled(languagePack('zh-hans'), million),
		scaled(languagePack('zh-hant'), million),
		scaled(officeHelp('zh-CN'), million),
		scaled(officeHelp('zh-TW'), million),
		scaled(typescriptMessages('zh-cn'), 0.3 * million),
		scaled(typescriptMessages('zh-tw'), 0.3 * million),
		scaled(written('zh'), 0.3 * million),
		scaled(written('zh-tw'), 0.3 * million),
	]),
	ja: merge([
		scaled(ipadic(), 6 * million),
		scaled(languagePack('ja'), million),
		scaled(officeHelp('ja'), million),
		scaled(typescriptMessages('ja'), 0.3 * million),
		scaled(written('ja'), 0.5 * million),
	]),
	ko: merge([scaled(hanja, 6 * million)]),
};

const vocabulary = new Set(Object.values(models).flatMap(({ unigrams }) => [...unigrams.keys()]));
const probability = (language: Language, character: string) =>
	((models[language].unigrams.get(character) ?? 0) + 2) / (models[language].total + 2 * vocabulary.size);
const conditional = (language: Language, pair: string) => {
	const { unigrams, bigrams } = models[language];
	const prior = 60;
	return ((bigrams.get(pair) ?? 0) + prior * probability(language, pair[1])) / ((unigrams.get(pair[0]) ?? 0) + prior);
};
/**
 * Score of a pair. Dictionaries list the compounds of Chinese and few of Japanese, so that a pair which Japanese lacks says
 * little; one that Chinese lacks says more.
 */
const pairScore = (pair: string, other: Language) => {
	const single = Math.log(probability('zh', pair[1]) / probability(other, pair[1]));
	const lift = Math.log(conditional('zh', pair) / conditional(other, pair)) - single;
	return single + Math.max(-pairLift.down, Math.min(pairLift.up, lift));
};
const quantize = (value: number) => Math.max(-127, Math.min(127, Math.round(value * 16)));

const characters = [...vocabulary]
	.filter((character) => (['zh', 'ja', 'ko'] as const).some((language) => (models[language].unigrams.get(character) ?? 0) >= 40))
	.sort();
const unigramScores = Int8Array.from(
	characters.flatMap((character) =>
		(['ja', 'ko'] as const).map((other) => quantize(Math.log(probability('zh', character) / probability(other, character)))),
	),
);

const pairs = new Map<string, number>();
for (const { bigrams } of Object.values(models)) {
	for (const [pair, count] of bigrams) {
		const lift = (other: Language) =>
			Math.abs(
				Math.log(conditional('zh', pair) / conditional(other, pair)) - Math.log(probability('zh', pair[1]) / probability(other, pair[1])),
			);
		pairs.set(pair, Math.max(pairs.get(pair) ?? 0, count * Math.max(lift('ja'), lift('ko') / 2)));
	}
}
const chosen = [...pairs]
	.sort((left, right) => right[1] - left[1])
	.slice(0, bigramLimit)
	.map(([pair]) => pair)
	.sort();
const bigramScores = Int8Array.from(chosen.flatMap((pair) => (['ja', 'ko'] as const).map((other) => quantize(pairScore(pair, other)))));
let grouped = '';
let previous = '';
for (const pair of chosen) {
	grouped += pair[0] === previous ? pair[1] : `${previous && ' '}${pair}`;
	previous = pair[0];
}

const base64 = (scores: Int8Array) => Buffer.from(scores.buffer).toString('base64');
writeFileSync(
	path.join(target, 'likelihood.ts'),
	`// Made by scripts/buildHanTables.ts; sources and licences in SOURCES.md. Scores are 16 times the natural logarithm
// of P(Chinese) / P(other), two a row: against Japanese kanji, against Korean hanja.
export const likelihood = {
	characters:
		'${characters.join('')}',
	characterScores:
		'${base64(unigramScores)}',
	/** Pairs by their first character: a group is the first character and then every second one. */
	pairs:
		'${grouped}',
	pairScores:
		'${base64(bigramScores)}',
};
`,
);
const bmp = (list: string[]) =>
	list
		.filter((character) => character.length === 1)
		.sort()
		.join('');
writeFileSync(
	path.join(target, 'characterSets.ts'),
	`// Made by scripts/buildHanTables.ts from OpenCC's dictionaries (Apache-2.0, see SOURCES.md).

/** Characters of simplified Chinese that traditional Chinese writes differently. */
export const simplifiedOnly =
	'${bmp(simplified)}';

/** Characters of traditional Chinese that simplified Chinese writes differently. */
export const traditionalOnly =
	'${bmp(traditional.filter((character) => !shinjitai.has(character) || taiwan.has(character)))}';

/** New forms of Japanese that neither simplified nor traditional Chinese uses. */
export const japaneseOnly =
	'${bmp([...shinjitai.keys()].filter((character) => !simplified.includes(character) && !taiwan.has(character) && !hongKong.has(character) && probability('ja', character) > 8 * probability('zh', character)))}';
`,
);
console.log({ characters: characters.length, pairs: chosen.length, simplified: simplified.length, traditional: traditional.length });
