import { z } from 'zod/v4';
import { FileNotAllowed, type Files } from '../../files';
import type { CheckRun } from '../check';
import { readParameters } from '../calls/readParameters';
import { readRows } from '../../tasks/readRows';
import { bundledCases } from './cases/bundled';
import { readCases } from './cases/readCases';
import { collectTools, type CasesToAsk } from './collect';
import { judgeTools } from './judge';

const percentage = z.coerce.number().min(0).max(100);

const parameters = z.object({
	caseSource: z.enum(['bundled', 'files', 'items']).default('bundled'),
	caseFiles: z.string().default(''),
	toolMarginPoints: percentage.default(5),
	toolOptions: z
		.object({
			probeTries: z.coerce.number().int().min(0).default(3),
			minRightPercent: percentage.default(0),
			minValidPercent: percentage.default(95),
			maxErrorPercent: percentage.default(5),
			maxTokens: z.coerce.number().int().positive().default(16_384),
			noiseCases: z.coerce.number().int().min(0).default(40),
			caseCount: z.coerce.number().int().min(0).default(0),
			seed: z.coerce.number().int().default(1),
		})
		.prefault({}),
});

export type ToolsParameters = z.infer<typeof parameters>;

export const check: CheckRun<ToolsParameters> = {
	parse: (raw) => readParameters(parameters, raw),
	async run(chosen, context) {
		const { toolOptions, toolMarginPoints } = chosen;
		const evidence = await collectTools(await loadCases(chosen, context.items, context.files), toolOptions, context);
		return judgeTools(evidence, {
			margin: toolMarginPoints / 100,
			level: 0.95,
			minValidShare: toolOptions.minValidPercent / 100,
			minRightShare: toolOptions.minRightPercent / 100,
			maxErrorShare: toolOptions.maxErrorPercent / 100,
			seed: toolOptions.seed,
		});
	},
};

async function loadCases(
	{ caseSource, caseFiles, toolOptions }: ToolsParameters,
	items: readonly Record<string, unknown>[],
	disk: Files,
): Promise<CasesToAsk> {
	const { seed, caseCount } = toolOptions;
	if (caseSource === 'bundled') return { cases: bundledCases({ seed, count: caseCount || 200 }), problems: [], source: 'bundled cases' };
	const loaded =
		caseSource === 'items'
			? [
					readCases(
						'items',
						items.map((values, index) => ({ values, line: index + 1 })),
					),
				]
			: await fromFiles(caseFiles, disk);
	const cases = loaded.flatMap((one) => one.cases);
	return {
		cases: caseCount > 0 ? cases.slice(0, caseCount) : cases,
		problems: loaded.flatMap(({ problems }) => problems),
		source:
			caseSource === 'items'
				? 'items'
				: caseFiles
						.trim()
						.split(/\s*\n\s*/)
						.join(', '),
	};
}

const maxBytes = 200e6;

async function fromFiles(listed: string, disk: Files) {
	const files = listed
		.split('\n')
		.map((line) => line.trim())
		.filter((line) => line !== '');
	if (files.length === 0)
		throw Object.assign(new Error('No case file is named'), {
			description: 'Put the path of a JSONL file into the field "Case Files", or choose the bundled cases.',
		});
	return await Promise.all(
		files.map(async (file) => {
			const bytes = await disk.read(file, maxBytes).catch((error: unknown) => {
				if (error instanceof FileNotAllowed) throw error;
			});
			if (!bytes) return { cases: [], problems: [{ file, reason: "can't be read" }] };
			const { rows, problems } = await readRows(file, bytes);
			const read = readCases(file, rows);
			return { cases: read.cases, problems: [...problems, ...read.problems] };
		}),
	);
}
