import { hanTables, kindMask } from './hanScores';
import { kinds } from './tables/scripts';

/** How much of a text is looked at to name its languages, in code units. */
const sample = 120;

/** First code units of other scripts' blocks, in order, and the language or script that they tell. */
const blocks: readonly (readonly [from: number, to: number, language: string])[] = [
	[0x0370, 0x03ff, 'el'],
	[0x0400, 0x052f, 'und-Cyrl'],
	[0x0530, 0x058f, 'hy'],
	[0x0590, 0x05ff, 'he'],
	[0x0600, 0x077f, 'und-Arab'],
	[0x0900, 0x097f, 'und-Deva'],
	[0x0980, 0x09ff, 'und-Beng'],
	[0x0b80, 0x0bff, 'ta'],
	[0x0e00, 0x0e7f, 'th'],
	[0x10a0, 0x10ff, 'ka'],
];

/** The commonest words of languages in Latin script, each of one language of the list alone. */
const commonWords: Readonly<Record<string, string>> = {
	en: 'the and of is to that this with for it you are was be',
	de: 'der die das und ist nicht ein eine mit auf sich zu von',
	fr: 'le les est et une des dans pour vous sur du ce',
	es: 'el los las una por con del para y más está',
	it: 'il gli che di è della sono nel questo',
	pt: 'os uma não em do da você são mais',
	nl: 'het een van niet zijn voor wordt ook',
	vi: 'và là của không được có những một cho bạn',
};
const names = Object.keys(commonWords);
const slots = 1 << 10;
/** Folds a letter into the number that stands for a word; the words of the list do not collide. */
const fold = (hash: number, unit: number) => (Math.imul(hash, 31) + (unit | 0x20)) | 0;

let table: { hashes: Int32Array; languages: Uint8Array } | undefined;

/** Open-addressed table from words to languages. */
function words() {
	if (table) return table;
	table = { hashes: new Int32Array(slots), languages: new Uint8Array(slots) };
	for (const [language, list] of Object.values(commonWords).entries()) {
		for (const word of list.split(' ')) {
			let hash = 0;
			for (let index = 0; index < word.length; index++) hash = fold(hash, word.charCodeAt(index));
			let slot = hash & (slots - 1);
			while (table.hashes[slot] !== 0) slot = (slot + 1) & (slots - 1);
			table.hashes[slot] = hash;
			table.languages[slot] = language;
		}
	}
	return table;
}

const counts = new Int32Array(names.length);

/** The languages of a text other than Chinese, named by its beginning. */
export function languagesOf(text: string, seen: { kana: boolean; hangul: boolean; japanese: boolean }): string[] {
	const languages: string[] = [];
	if (seen.kana || seen.japanese) languages.push('ja');
	if (seen.hangul) languages.push('ko');
	const { kindOf } = hanTables();
	const { hashes, languages: languageOf } = words();
	const end = Math.min(text.length, sample);
	counts.fill(0);
	let total = 0;
	let hash = 0;
	let block: (typeof blocks)[number] = [1, 0, ''];
	for (let index = 0; index <= end; index++) {
		const unit = index < end ? text.charCodeAt(index) : 0;
		const kind = kindOf[unit] & kindMask;
		if (kind === kinds.latin) {
			hash = fold(hash, unit);
			continue;
		}
		if (hash !== 0) {
			total++;
			let slot = hash & (slots - 1);
			while (hashes[slot] !== 0 && hashes[slot] !== hash) slot = (slot + 1) & (slots - 1);
			if (hashes[slot] === hash) counts[languageOf[slot]]++;
			hash = 0;
		}
		if (kind !== kinds.letter || (block[0] <= unit && unit <= block[1])) continue;
		block = blocks.find(([from, to]) => from <= unit && unit <= to) ?? [unit, unit, 'und'];
		if (!languages.includes(block[2])) languages.push(block[2]);
	}
	if (total === 0) return languages;
	let most = 0;
	for (let index = 1; index < counts.length; index++) if (counts[index] > counts[most]) most = index;
	languages.push(counts[most] >= 2 || counts[most] * 4 >= total ? names[most] : 'und-Latn');
	return languages;
}
