import { detectChinese, detectWith } from '../../core/chinese/detect';
import { thresholds, type Thresholds } from '../../core/chinese/thresholds';
import { hasSharedData } from '../support/sharedData';
import { figuresOf, groupOf, meanOverlap, type Figures } from './detectMeasures';
import { detectRows, type LabelledText } from './detectRows';

type Method = (text: string) => boolean;

const percent = (share: number) => Number((share * 100).toFixed(2));
const bytes = (texts: readonly string[]) => texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0);
const sourceOf = (row: LabelledText) => row.source.split('@')[0];

/** Other values of each threshold, one threshold changed at a time. */
const variants: Thresholds[] = [
	...[0.5, 0.75, 1.5, 2].map((factor) => ({ ...thresholds, amongKana: scaled(thresholds.amongKana, factor) })),
	...[0.75, 1.25].map((factor) => ({
		...thresholds,
		amongHangul: { word: thresholds.amongHangul.word * factor, clause: thresholds.amongHangul.clause * factor },
	})),
	...[-48, 24].map((besideChinese) => ({ ...thresholds, besideChinese })),
	...[30, 120].map((near) => ({ ...thresholds, near })),
	...[0, 48].map((farFromKana) => ({ ...thresholds, farFromKana })),
	...[-32, 16, 48].map((japaneseIfShared) => ({ ...thresholds, japaneseIfShared })),
	...[4, 6, 12].map((longestQuotedTerm) => ({ ...thresholds, longestQuotedTerm })),
	...[5, 20].map((longestNamedTerm) => ({ ...thresholds, longestNamedTerm })),
];

function scaled([none, one, two]: Thresholds['amongKana'], factor: number): Thresholds['amongKana'] {
	return [none * factor, one * factor, two * factor];
}

/** Misses and false alarms, the latter twice as heavy since their limit is half. */
const loss = (rows: readonly LabelledText[], flags: readonly boolean[]) => {
	const { recall, falseAlarms } = figuresOf(rows, flags);
	return 1 - recall + 2 * falseAlarms;
};

/** Flags of each row by thresholds that were chosen without the row's source. */
function crossValidated(rows: readonly LabelledText[]) {
	const candidates = [thresholds, ...variants].map((thresholds) => ({
		thresholds,
		flags: rows.map(({ text }) => detectWith(text, {}, thresholds).found),
	}));
	const chosen = new Map<string, Thresholds>();
	for (const source of new Set(rows.map(sourceOf))) {
		const others = rows.flatMap((row, index) => (sourceOf(row) === source ? [] : [index]));
		const lossOf = (flags: readonly boolean[]) =>
			loss(
				others.map((index) => rows[index]),
				others.map((index) => flags[index]),
			);
		const best = candidates.reduce(
			(least, { thresholds, flags }) => {
				const value = lossOf(flags);
				return value < least.value ? { thresholds, value } : least;
			},
			{ thresholds: thresholds, value: Infinity },
		);
		chosen.set(source, best.thresholds);
	}
	return {
		detections: rows.map((row) => detectWith(row.text, {}, chosen.get(sourceOf(row)) ?? thresholds)),
		changed: [...chosen].filter(([, thresholds]) => thresholds !== thresholds).map(([source]) => source),
	};
}

async function methods(): Promise<Record<string, Method>> {
	const { loadModule } = await import('cld3-asm');
	const { eld } = await import('eld/large');
	const { francAll } = await import('franc');
	const { detectAll } = await import('tinyld');
	const cld3 = (await loadModule()).create(0, 1000);
	return {
		'any Han': (text) => /\p{Script=Han}/u.test(text),
		franc: (text) => francAll(text, { minLength: 1 })[0][0] === 'cmn',
		eld: (text) => eld.detect(text).language === 'zh',
		'tinyld, any of its guesses': (text) => detectAll(text).some(({ lang }) => lang === 'zh'),
		'cld3, top 3': (text) => cld3.findMostFrequentLanguages(text, 3).some(({ language }) => language.startsWith('zh')),
	};
}

/** Best of several runs over the texts, in MB of UTF-8 a second of processor time, which other processes take least from. */
function speed(method: (text: string) => unknown, texts: readonly string[], runs: number): number {
	let best = Infinity;
	for (let run = 0; run < runs; run++) {
		const start = process.cpuUsage();
		for (const text of texts) method(text);
		best = Math.min(best, process.cpuUsage(start).user / 1000);
	}
	return bytes(texts) / 1000 / best;
}

const shown = ({ accuracy, recall, falseAlarms, japanese, korean, quoted }: Figures) => ({
	'accuracy %': percent(accuracy),
	'found %': percent(recall),
	'false alarms %': percent(falseAlarms),
	'on ja %': percent(japanese),
	'on ko %': percent(korean),
	'on quoted %': percent(quoted),
});

function tabulate<Cell>(rows: readonly LabelledText[], cell: (of: number[]) => Cell): Record<string, Cell> {
	const groups = Map.groupBy(rows.keys(), (index) => groupOf(rows[index]));
	return Object.fromEntries([...groups].map(([group, indices]) => [group, cell(indices)]));
}

export default async function detect() {
	if (!hasSharedData) {
		console.log('Skipped: the labelled rows are not beside the checkout (../shared/data).');
		return;
	}
	const rows = detectRows();
	const { detections, changed } = crossValidated(rows);
	const flags = detections.map(({ found }) => found);

	const latin = rows.filter((row) => ['en', 'de', 'fr', 'es', 'en-llm-trace'].includes(row.kind)).map(({ text }) => text);
	const mixed = rows.map(({ text }) => text);
	const long = (texts: readonly string[], size: number) => [
		Array(Math.ceil(size / texts.join('\n').length))
			.fill(texts.join('\n'))
			.join('\n'),
	];
	const few = (texts: readonly string[]) => texts.filter((_, index) => index % 10 === 0);
	const longLatin = long(latin, 8e6);
	const longMixed = long(mixed, 8e6);

	const table: Record<string, unknown> = {
		detectChinese: {
			...shown(figuresOf(rows, flags)),
			'MB/s Latin': Math.round(speed((text) => detectChinese(text), longLatin, 5)),
			'MB/s mixed': Math.round(speed((text) => detectChinese(text), longMixed, 5)),
			'MB/s row by row': Math.round(speed((text) => detectChinese(text), mixed, 5)),
		},
	};
	for (const [name, method] of Object.entries(await methods())) {
		const isRegex = name === 'any Han';
		table[name] = {
			...shown(
				figuresOf(
					rows,
					rows.map(({ text }) => method(text)),
				),
			),
			'MB/s Latin': Number(speed(method, isRegex ? longLatin : few(latin), isRegex ? 5 : 1).toFixed(1)),
			'MB/s mixed': isRegex
				? Math.round(speed((text) => text.match(/\p{Script=Han}+/gu), longMixed, 5))
				: Number(speed(method, few(mixed), 1).toFixed(1)),
			'MB/s row by row': Number(speed(method, isRegex ? mixed : few(mixed), isRegex ? 5 : 1).toFixed(1)),
		};
	}
	console.log(`${rows.length} rows of ${new Set(rows.map(sourceOf)).size} sources; thresholds tuned without the source of the row`);
	console.table(table);
	console.log(
		`Spans: mean intersection over union ${meanOverlap(rows, detections).toFixed(4)} of ${rows.filter((row) => row.hasChinese).length} rows`,
	);
	console.log(`Sources without which other thresholds than the shipped ones were chosen: ${changed.join(', ') || 'none'}`);
	console.log('(any Han on mixed text: all its matches are collected, as a caller needs them for spans)');

	console.table(
		tabulate(rows, (indices) => {
			const wrong = indices.filter((index) => flags[index] !== rows[index].hasChinese);
			const withChinese = indices.filter((index) => rows[index].hasChinese);
			return {
				rows: indices.length,
				'has Chinese': rows[indices[0]].hasChinese ? 'yes' : 'no',
				wrong: wrong.length,
				'wrong %': percent(wrong.length / indices.length),
				overlap: withChinese.length
					? Number(
							meanOverlap(
								withChinese.map((index) => rows[index]),
								withChinese.map((index) => detections[index]),
							).toFixed(3),
						)
					: '',
			};
		}),
	);

	console.log('Time for each MB as the text grows (linear: the same in each row):');
	console.table(
		[12.5, 25, 50].map((size) => {
			const [text] = long(mixed, size * 1e6 * 0.8);
			const start = process.cpuUsage();
			const { spans } = detectChinese(text);
			const elapsed = process.cpuUsage(start).user / 1000;
			const megabytes = Buffer.byteLength(text) / 1e6;
			return {
				MB: Math.round(megabytes),
				seconds: Number((elapsed / 1000).toFixed(2)),
				'ms a MB': Number((elapsed / megabytes).toFixed(1)),
				spans: spans.length,
			};
		}),
	);

	console.log('Rows that are still wrong:');
	const wrong = [...rows.keys()].filter((index) => flags[index] !== rows[index].hasChinese);
	const every = Math.max(1, Math.floor(wrong.length / 10));
	for (const index of wrong.filter((_, order) => order % every === 0).slice(0, 10)) {
		const { id, kind, text, hasChinese, spans } = rows[index];
		const { start, end } = hasChinese ? spans[0] : detections[index].spans[0];
		const excerpt = `${text.slice(Math.max(0, start - 40), start)}⟦${text.slice(start, end)}⟧${text.slice(end, end + 25)}`;
		console.log(`- ${id} (${kind}), ${hasChinese ? 'missed' : 'false alarm'}: ${excerpt.replace(/\s+/g, ' ')}`);
	}
}
