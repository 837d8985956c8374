import type { CheckRecord } from '../../../core/checks/checkRecord';
import type { Chart } from '../../../core/checks/checkResult';
import { buildReport, skipped } from '../../../core/report/buildReport';
import type { Report } from '../../../core/report/reportSchema';

const run = {
	startedAt: '2026-11-23T14:02:00.000Z',
	durationMs: 48_200,
	spentUsd: 0.8431,
	unpricedCalls: 0,
	baseline: { model: 'o1', host: 'api.openai.com' },
	candidate: { model: 'deepseek-flash', host: 'api.deepseek.com' },
};

const difference: Chart = {
	title: 'Accuracy: candidate minus baseline',
	kind: 'interval',
	yLabel: 'percentage points',
	lines: [{ label: 'margin', value: -5 }],
	series: [
		{
			name: 'difference',
			points: [
				{ x: 'All tasks', value: -0.8, interval: [-3.1, 1.5] },
				{ x: 'Arithmetic', value: 0.9, interval: [-2.7, 4.6] },
				{ x: 'Algebra', value: -1.2, interval: [-5.9, 3.4] },
				{ x: 'Logic', value: -4.4, interval: [-9.8, 1.1] },
				{ x: 'Dates', value: 1.8, interval: [-2.9, 6.6] },
			],
		},
	],
};

const costs: Chart = {
	title: 'Cost of a month of your traffic',
	kind: 'bar',
	yLabel: 'US dollars',
	series: [
		{
			name: 'a month',
			points: [
				{ x: 'o1', value: 11_480 },
				{ x: 'deepseek-flash', value: 382 },
				{ x: 'Together', value: 1_290 },
				{ x: '8 rented GPUs', value: 14_600 },
			],
		},
	],
};

const latency: Chart = {
	title: 'Time to the first answer token',
	kind: 'line',
	xLabel: 'streams at once',
	yLabel: 'seconds',
	lines: [{ label: 'objective', value: 12 }],
	series: [
		{ name: 'o1 p50', points: [1, 2, 4, 8, 16, 32].map((x, index) => ({ x, value: 6.1 + index * 0.3 })) },
		{ name: 'deepseek-flash p50', points: [1, 2, 4, 8, 16, 32].map((x, index) => ({ x, value: 4.2 + index * 0.55 })) },
		{ name: 'deepseek-flash p99', points: [1, 2, 4, 8, 16, 32].map((x, index) => ({ x, value: 7.4 + index * 1.35 })) },
	],
};

const references = [
	[
		'Support triage',
		'OpenAI Chat Model',
		'o1',
		'OpenAI',
		'retired',
		'2026-10-23',
		'Replace by deepseek-flash with thinking on; take out temperature, it is ignored',
	],
	[
		'Support triage',
		'DeepSeek Chat Model',
		'deepseek-reasoner',
		'DeepSeek',
		'retired',
		'2026-07-24',
		'Replace by deepseek-flash with thinking on',
	],
	[
		'Invoice reader',
		'OpenAI',
		'gpt-4o',
		'OpenAI',
		'retires',
		'2027-01-14',
		'Replace before 14 January; the vision input needs a model that sees',
	],
	[
		'Lead scoring',
		'HTTP Request',
		'deepseek-chat',
		'DeepSeek',
		'retired',
		'2026-07-24',
		'Change the model in the JSON body to deepseek-flash',
	],
	['Weekly digest', 'Basic LLM', '={{ $json.model }}', 'OpenAI', 'dynamic', '', 'Set by an expression; constants seen in it: gpt-4o-mini'],
	['Weekly digest', 'Ollama Chat Model', 'deepseek-r1:14b', 'Ollama', 'alive', '', 'Nothing to do'],
];

const trace = `The shop sells 3 pens for 2 euros. For 12 euros that makes 12 / 2 = 6 times 3 pens = 18 pens.

Wait, the question asks how many pens are left after giving away a third. So 18 / 3 = 6 given away, 18 - 6 = 12 left.

Hmm, but are there any pens from before? It says "he starts with 4". Let me recheck: 4 + 18 = 22, a third of 22 is not whole. So the third is of the bought pens only. 22 - 6 = 16.

等等,题目说的是“买来的三分之一”。对,16。`;

export const sampleRecords: CheckRecord[] = [
	{
		id: 'inventory',
		title: 'Model references',
		verdict: 'fail',
		summary: '3 of 41 references name a model that is gone, and 1 more retires on 2027-01-14; all four have a replacement.',
		figures: { references: 41, retired: 3, retiring: 1, dynamic: 1, alive: 36, workflows: 17 },
		thresholds: { warnDaysAhead: 90, target: 'deepseek-flash' },
		findings: references.map(([workflow, node, model, provider, status, retiresOn, action]) => ({
			workflow,
			node,
			model,
			provider,
			status,
			retiresOn,
			action,
		})),
		emulated: false,
		problems: [{ file: 'exports/notes.json', reason: 'is JSON, but not a workflow: it has no nodes' }],
		run: { ...run, durationMs: 310, spentUsd: 0, baseline: undefined, candidate: undefined },
	},
	{
		id: 'quality',
		title: 'Reasoning quality',
		verdict: 'pass',
		summary: 'The candidate is not worse by more than 5 points: 86.1 % against 86.9 %, difference -0.8 points (95 % interval -3.1 to 1.5).',
		figures: {
			tasks: 300,
			accuracyCandidate: 0.861,
			accuracyBaseline: 0.869,
			differencePoints: -0.8,
			mcnemarP: 0.52,
			flipped: 34,
			costPerSolvedTaskUsd: 0.0031,
		},
		thresholds: { marginPoints: 5, repeats: 3 },
		findings: [
			{ id: 'logic-041', prompt: 'Four people stand in a row…', expected: 'B', baseline: 'B', candidate: 'C', verdict: 'fail' },
			{ id: 'arith-112', prompt: 'A shop sells 3 pens for 2 euros…', expected: '16', baseline: '16', candidate: '12', verdict: 'fail' },
		],
		emulated: false,
		charts: [difference],
		tables: [
			{
				title: 'By subject',
				columns: [
					{ key: 'subject', label: 'Subject' },
					{ key: 'tasks', label: 'Tasks' },
					{ key: 'baseline', label: 'Baseline', unit: '%' },
					{ key: 'candidate', label: 'Candidate', unit: '%' },
				],
				rows: [
					{ subject: 'Arithmetic', tasks: 90, baseline: 93.3, candidate: 94.2 },
					{ subject: 'Algebra', tasks: 80, baseline: 87.5, candidate: 86.3 },
					{ subject: 'Logic', tasks: 70, baseline: 78.6, candidate: 74.2 },
				],
			},
		],
		exhibits: [
			{ title: 'Wrong: arith-112, trace of the candidate', text: trace, note: 'Expected 16; the baseline answered 16, the candidate 12.' },
		],
		run,
	},
	{
		id: 'language',
		title: 'Chinese and language handling',
		verdict: 'warn',
		summary: 'No leak in 120 answers, but that only shows a rate below 3.1 %; 300 answers would decide against the limit of 1 %.',
		figures: { answers: 120, leakedAnswers: 0, leakedTraces: 7, traceLeakRate: 0.058 },
		thresholds: { answerLeakLimit: 0.01 },
		findings: [],
		emulated: false,
		run,
	},
	{
		id: 'tools',
		title: 'Tool use',
		verdict: 'pass',
		summary: 'Calls the right tool as often as the baseline: F1 0.94 against 0.95; every call fits its schema.',
		figures: { cases: 160, f1Candidate: 0.94, f1Baseline: 0.95, schemaValid: 1 },
		thresholds: { f1Margin: 0.05 },
		findings: [],
		emulated: false,
		run,
	},
	{
		id: 'residency',
		title: 'Data residency',
		verdict: 'fail',
		summary: 'api.deepseek.com is run by Hangzhou DeepSeek in China; your policy allows Germany, France and the Netherlands.',
		figures: { operator: 'Hangzhou DeepSeek Artificial Intelligence Co., Ltd.', jurisdiction: 'China', tls: '1.3', redirects: 0 },
		thresholds: { allowedCountries: 'DE, FR, NL' },
		findings: [],
		emulated: false,
		run,
	},
	{
		id: 'latency',
		title: 'Latency under load',
		verdict: 'pass',
		summary: 'First answer token within 12 s at p50 for 32 streams; p99 goes past it beyond 8 streams.',
		figures: { goodput: 0.974, p50Ms: 6950, p99Ms: 14150, errors: 2 },
		thresholds: { firstAnswerTokenMs: 12_000 },
		findings: [],
		emulated: false,
		charts: [latency],
		run,
	},
	skipped('fallback', 'Left out by --only.'),
	skipped('privacy', 'Needs your privacy policy: name it under `checks.privacy` in the config file.'),
	{
		id: 'cost',
		title: 'Cost model',
		verdict: 'pass',
		summary: 'Your traffic costs $382 a month on the candidate instead of $11,480; the migration is paid back in 0.4 months.',
		figures: { baselineUsdPerMonth: 11_480, candidateUsdPerMonth: 382, breakEvenMonths: 0.4 },
		thresholds: { migrationEffortUsd: 4500 },
		findings: [],
		emulated: false,
		charts: [costs],
		run,
	},
];

export const sampleReport = (change: Partial<Report> = {}): Report => ({
	...buildReport(sampleRecords, { title: 'Move from o1 to deepseek-flash', now: new Date('2026-11-23T15:20:00Z') }),
	...change,
});
