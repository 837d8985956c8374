import type { HourRates, ModelRow, Price, Rates } from '../model';

const checkedAt = '2026-11-23';
const pricing = 'https://api-docs.deepseek.com/quick_start/pricing';
const updates = 'https://api-docs.deepseek.com/updates';

const at = (hours: number, minutes = 0) => hours * 60 + minutes;
const rates = (cachedInput: number, input: number, output: number): Rates => ({ cachedInput, input, output });

/** Beijing 9-12 and 14-18, when the rates double. */
function peak(days: HourRates['days'], { cachedInput, input, output }: Rates): HourRates {
	return {
		days,
		windows: [
			{ from: at(1), to: at(4) },
			{ from: at(6), to: at(10) },
		],
		rates: rates(Number(cachedInput) * 2, input * 2, output * 2),
		...(days === 'weekdays' && {
			note: 'Chinese public holidays are off-peak but not in this calendar: on one that falls on a weekday the peak price is an upper bound.',
		}),
	};
}

/** From 2026-08-16 with peak hours: daily at first, on weekdays since 2026-08-22. */
function withPeakSince(from: string, offPeak: Rates, source: string): Price[] {
	const weekdaysSince = '2026-08-22T00:00:00Z';
	const weekdays = { ...offPeak, from, hours: peak('weekdays', offPeak), source, checkedAt };
	if (from >= weekdaysSince) return [weekdays];
	return [
		{ ...offPeak, from, hours: peak('daily', offPeak), source, checkedAt },
		{ ...weekdays, from: weekdaysSince, source: `${source} (weekdays only since 2026-08-22, second-hand)` },
	];
}

const r1Launch: Price = {
	...rates(0.14, 0.55, 2.19),
	from: '2025-01-20T00:00:00Z',
	source: 'https://api-docs.deepseek.com/news/news250120',
	checkedAt,
};
const v3Launch: Price = {
	...rates(0.07, 0.27, 1.1),
	from: '2025-01-20T00:00:00Z',
	source: 'https://api-docs.deepseek.com/quick_start/pricing-details-usd',
	checkedAt,
};

/** 16:30-00:30 UTC at a quarter (R1) or half (V3) of the price, until 2025-09-05 16:00; the day it began is second-hand. */
const discountHours: HourRates = { days: 'daily', windows: [{ from: at(16, 30), to: at(0, 30) }], rates: rates(0.035, 0.135, 0.55) };

const end = '2026-07-24T15:59:00Z';
const v31AndLater: Price[] = [
	{
		...rates(0.07, 0.56, 1.68),
		from: '2025-09-05T16:00:00Z',
		source: 'https://models.dev/api.json (official page has it as a picture only)',
		checkedAt,
	},
	{
		...rates(0.028, 0.28, 0.42),
		from: '2025-09-29T00:00:00Z',
		source: 'https://api-docs.deepseek.com/news/news250929 (the cut; the figures are second-hand)',
		checkedAt,
	},
	{ ...rates(0.028, 0.14, 0.28), from: '2026-04-24T00:00:00Z', source: 'https://api-docs.deepseek.com/news/news260424', checkedAt },
	{ ...rates(0.0028, 0.14, 0.28), from: '2026-04-26T00:00:00Z', until: end, source: `${pricing} (copy of 2026-04-26)`, checkedAt },
];

const flashSinceAugust = [
	...withPeakSince('2026-08-16T16:00:00Z', rates(0.007, 0.22, 0.66), `${pricing} (copy of 2026-08-17)`),
	...withPeakSince('2026-09-10T00:00:00Z', rates(0.003, 0.15, 0.6), `${pricing} (copies of September and October 2026)`),
];

const api = {
	host: 'deepseek',
	aliases: [],
	tools: true,
	vision: false,
	jsonModes: ['json_object'],
	systemPrompt: 'ok',
	rejectedParameters: [],
	served: 'yes',
	checkedAt,
} as const satisfies Partial<ModelRow>;

/** DeepSeek's own API. Two names are left; the names of the R1 era stopped on 2026-07-24 15:59 UTC. */
export const deepSeekModels: readonly ModelRow[] = [
	{
		...api,
		id: 'deepseek-flash',
		weights: 'deepseek-v4.1-flash',
		aliases: ['deepseek-v4.1-flash', 'deepseek-v4.1-flash-1017'],
		context: 1_000_000,
		maxOutput: 384_000,
		trace: 'visible',
		vision: true,
		prices: withPeakSince('2026-09-10T00:00:00Z', rates(0.003, 0.15, 0.6), `${pricing} (copies of September and October 2026)`),
		notes: 'V4.1-Flash-1017. Thinks by default, effort high.',
		source: pricing,
	},
	{
		...api,
		id: 'deepseek-v4-pro',
		weights: 'deepseek-v4-pro',
		aliases: ['deepseek-v4-pro-0813'],
		context: 1_000_000,
		maxOutput: 384_000,
		trace: 'visible',
		prices: [
			{ ...rates(0.145, 1.74, 3.48), from: '2026-04-24T00:00:00Z', source: 'https://api-docs.deepseek.com/news/news260424', checkedAt },
			{
				...rates(0.003625, 0.435, 0.87),
				from: '2026-05-22T00:00:00Z',
				source: `${pricing} (a discount of 75 % that became the price)`,
				checkedAt,
			},
			...withPeakSince('2026-08-16T16:00:00Z', rates(0.022, 0.66, 1.98), `${pricing} (copies of August and October 2026)`),
		],
		notes: 'V4-Pro-0813, text only. Its announced rerouting to V4.1 Flash (from 2026-09-14) was evidently withdrawn.',
		source: pricing,
	},
	{
		...api,
		id: 'deepseek-v4-flash',
		aliases: ['deepseek-v4-flash-vision-exp'],
		context: 1_000_000,
		maxOutput: 384_000,
		trace: 'visible',
		vision: true,
		prices: [
			{ ...rates(0.028, 0.14, 0.28), from: '2026-04-24T00:00:00Z', source: 'https://api-docs.deepseek.com/news/news260424', checkedAt },
			{ ...rates(0.0028, 0.14, 0.28), from: '2026-04-26T00:00:00Z', source: `${pricing} (copy of 2026-04-26)`, checkedAt },
			...flashSinceAugust,
		],
		replacement: 'deepseek-flash',
		notes: 'Legacy name, still accepted: V4.1-Flash answers, at its price.',
		source: pricing,
	},
	{
		...api,
		id: 'deepseek-reasoner',
		context: 131_072,
		maxOutput: 65_536,
		trace: 'visible',
		prices: [
			r1Launch,
			{
				...r1Launch,
				from: '2025-02-26T00:00:00Z',
				hours: discountHours,
				source: 'https://github.com/pydantic/genai-prices (hours); https://api-docs.deepseek.com/news/news250821 (end)',
			},
			...v31AndLater,
		],
		retiresOn: end,
		replacement: 'deepseek-flash',
		notes:
			'R1 from 2025-01-20, R1-0528 from 2025-05-28, V3.1 thinking from 2025-08-21, V4-Flash thinking from 2026-04-24. The API has not served R1 since 2025-08-21. Today: deepseek-flash with thinking enabled.',
		source: updates,
	},
	{
		...api,
		id: 'deepseek-chat',
		context: 131_072,
		maxOutput: 8_192,
		trace: 'none',
		prices: [
			v3Launch,
			{
				...v3Launch,
				from: '2025-02-26T00:00:00Z',
				hours: discountHours,
				source: 'https://github.com/pydantic/genai-prices (hours); https://api-docs.deepseek.com/news/news250821 (end)',
			},
			...v31AndLater,
		],
		retiresOn: end,
		replacement: 'deepseek-flash',
		notes: 'Today: deepseek-flash with thinking disabled.',
		source: updates,
	},
	{
		...api,
		id: 'deepseek-coder',
		context: 'unknown',
		maxOutput: 'unknown',
		trace: 'none',
		prices: [],
		retiresOn: end,
		replacement: 'deepseek-flash',
		notes: 'An alias of deepseek-chat since September 2024; not in the list of names that the API accepts today.',
		source: updates,
	},
];
