/** A published figure of a model, with how it was obtained. */
export interface Benchmark {
	/** Family as published, such as `deepseek-r1`. */
	model: string;
	name: string;
	/** Percent, except where `unit` says otherwise. */
	value: number;
	unit: 'percent' | 'percentile' | 'rating';
	metric: string;
	/** Day of the publication. */
	date: string;
	sampling: string;
	source: string;
	checkedAt: string;
}

const checkedAt = '2026-11-23';

interface Publication {
	date: string;
	sampling: string;
	source: string;
}

const paper: Publication = {
	date: '2025-01-22',
	sampling: 'temperature 0.6, top_p 0.95, up to 32,768 tokens, mean over 4 to 64 samples',
	source: 'arXiv 2501.12948, table 4',
};
/** Figures of other makers' models in the same table: as reported by them, or through their API. */
const paperOthers: Publication = { ...paper, sampling: 'as given in the paper for the baseline: official reports or the API' };
const distillPaper: Publication = { ...paper, source: 'arXiv 2501.12948, table 5' };
const earlyO1: Publication = { ...paperOthers, source: 'arXiv 2501.12948, table 2' };
const may: Publication = {
	date: '2025-05-28',
	sampling: 'temperature 0.6, top_p 0.95, up to 65,536 tokens, 16 samples',
	source: 'https://huggingface.co/deepseek-ai/DeepSeek-R1-0528',
};

const names = [
	'MMLU',
	'GPQA Diamond',
	'LiveCodeBench',
	'Codeforces percentile',
	'Codeforces rating',
	'SWE-bench Verified',
	'Aider-Polyglot',
	'AIME 2024',
	'MATH-500',
	'C-Eval',
] as const;
type ScoreRow = readonly (number | undefined)[];

function figures(model: string, publication: Publication, columns: readonly string[], row: ScoreRow): Benchmark[] {
	return columns.flatMap((name, index) => {
		const value = row[index];
		if (value === undefined) return [];
		const unit = name === 'Codeforces percentile' ? 'percentile' : name.startsWith('Codeforces') ? 'rating' : 'percent';
		const metric = name.includes('cons@64') ? 'cons@64' : unit === 'percent' ? 'pass@1' : unit;
		return [{ model, name: name.replace(' cons@64', ''), value, unit, metric, ...publication, checkedAt }];
	});
}

const distillNames = ['AIME 2024', 'AIME 2024 cons@64', 'MATH-500', 'GPQA Diamond', 'LiveCodeBench', 'Codeforces rating'];

/** Published benchmark figures of the models that the pack compares. */
export const benchmarks: readonly Benchmark[] = [
	...figures('claude-3-5-sonnet-20241022', paperOthers, names, [88.3, 65.0, 38.9, 20.3, 717, 50.8, 45.3, 16.0, 78.3, 76.7]),
	...figures('gpt-4o-2024-05-13', paperOthers, names, [87.2, 49.9, 32.9, 23.6, 759, 38.8, 16.0, 9.3, 74.6, 76.0]),
	...figures('deepseek-v3', paper, names, [88.5, 59.1, 36.2, 58.7, 1134, 42.0, 49.6, 39.2, 90.2, 86.5]),
	...figures('o1-mini', paperOthers, names, [85.2, 60.0, 53.8, 93.4, 1820, 41.6, 32.9, 63.6, 90.0, 68.9]),
	...figures('o1', paperOthers, names, [91.8, 75.7, 63.4, 96.6, 2061, 48.9, 61.7, 79.2, 96.4, undefined]),
	...figures('deepseek-r1', paper, names, [90.8, 71.5, 65.9, 96.3, 2029, 49.2, 53.3, 79.8, 97.3, 91.8]),
	...figures(
		'o1-2024-09-12',
		earlyO1,
		['AIME 2024', 'AIME 2024 cons@64', 'MATH-500', 'GPQA Diamond', 'LiveCodeBench', 'Codeforces rating'],
		[74.4, 83.3, 94.8, 77.3, 63.4, 1843],
	),
	...figures('deepseek-r1-zero', { ...paper, source: earlyO1.source }, ['AIME 2024', 'AIME 2024 cons@64'], [71.0, 86.7]),
	...figures('deepseek-r1-distill-qwen-1.5b', distillPaper, distillNames, [28.9, 52.7, 83.9, 33.8, 16.9, 954]),
	...figures('deepseek-r1-distill-qwen-7b', distillPaper, distillNames, [55.5, 83.3, 92.8, 49.1, 37.6, 1189]),
	...figures('deepseek-r1-distill-qwen-14b', distillPaper, distillNames, [69.7, 80.0, 93.9, 59.1, 53.1, 1481]),
	...figures('deepseek-r1-distill-qwen-32b', distillPaper, distillNames, [72.6, 83.3, 94.3, 62.1, 57.2, 1691]),
	...figures('deepseek-r1-distill-llama-8b', distillPaper, distillNames, [50.4, 80.0, 89.1, 49.0, 39.6, 1205]),
	...figures('deepseek-r1-distill-llama-70b', distillPaper, distillNames, [70.0, 86.7, 94.5, 65.2, 57.5, 1633]),
	...figures(
		'deepseek-r1-0528',
		may,
		['AIME 2024', 'AIME 2025', 'GPQA Diamond', 'LiveCodeBench', 'SWE-bench Verified', 'Aider-Polyglot', 'Codeforces-Div1 rating'],
		[91.4, 87.5, 81.0, 73.3, 57.6, 71.6, 1930],
	),
];
