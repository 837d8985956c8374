import type { Route } from './routes';

type Candidate = readonly [model: string, host: string];

const anything: Omit<Route, 'name' | 'model' | 'host'> = { classes: [], needs: [], tiers: [], sensitivity: 'any' };

/** The founding table: for each route, models by preference. The first that its host still serves is taken. */
export const FOUNDING_TABLE: ReadonlyArray<Omit<Route, 'model' | 'host'> & { candidates: readonly Candidate[] }> = [
	{ ...anything, name: 'On-premise', sensitivity: 'sensitive', candidates: [['deepseek-r1:14b', 'ollama']] },
	{
		...anything,
		name: 'Multi-modal',
		needs: ['vision', 'audio'],
		candidates: [
			['gemini-3.8-flash', 'google'],
			['gpt-6.1-terra', 'openai'],
			['claude-sonnet-5-5', 'anthropic'],
		],
	},
	{
		...anything,
		name: 'High volume',
		classes: ['simple', 'general', 'creative'],
		minLoad: 0.8,
		candidates: [
			['deepseek-flash', 'deepseek'],
			['gpt-6-luna', 'openai'],
		],
	},
	{
		...anything,
		name: 'Simple',
		classes: ['simple'],
		candidates: [
			['gpt-6-luna', 'openai'],
			['claude-haiku-5-5', 'anthropic'],
			['deepseek-flash', 'deepseek'],
		],
	},
	{
		...anything,
		name: 'Reasoning',
		classes: ['reasoning', 'coding'],
		candidates: [
			['deepseek-v4-pro', 'deepseek'],
			['deepseek/deepseek-r1-0528', 'openrouter'],
			['deepseek-flash', 'deepseek'],
		],
	},
	{
		...anything,
		name: 'Creative and general',
		classes: ['creative', 'general'],
		candidates: [
			['claude-sonnet-5-5', 'anthropic'],
			['gpt-6.1-terra', 'openai'],
			['mistral-large-latest', 'mistral'],
		],
	},
];

export const PRESET_NAMES = FOUNDING_TABLE.map(({ name }) => name);

/** The names as an editor has room for them beside an output. */
export const PRESET_LABELS = PRESET_NAMES.map((name) => (name === 'Creative and general' ? 'General' : name));
