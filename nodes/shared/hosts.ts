/** Credential types that lead to a model, in the words of the node. */
export const connections = [
	{ name: 'DeepSeek', value: 'r1DeepSeekApi', description: 'The API of DeepSeek itself' },
	{ name: 'OpenAI', value: 'r1OpenAiApi', description: 'The API of OpenAI: the trace stays hidden' },
	{
		name: 'OpenAI-Compatible Endpoint',
		value: 'r1CompatibleApi',
		description: 'Any other host or server of your own: OpenRouter, Together, vLLM, SGLang, Ollama, llama.cpp, LM Studio',
	},
] as const;

/** A second endpoint of the same kind, for fallbacks. */
export const baseline = {
	name: 'R1 Baseline Endpoint',
	value: 'r1BaselineApi',
	description: 'A second OpenAI-compatible endpoint, with a credential of its own',
} as const;

export const several = 'several';

export const hostOptions = [
	...connections,
	{ name: 'Several, One After the Other', value: several, description: 'A list of models: the next one is asked when one fails' },
];

/** The single hosts except one. */
export const hostsBut = (host?: string): string[] => connections.map(({ value }) => value).filter((value) => value !== host);

/** Credential types that lead to no model of their own choice. */
const others: readonly { name: string; value: string }[] = [
	{ name: 'R1 N8n Instance API', value: 'r1N8nApi' },
	{ name: 'R1 Budget Ledger (PostgreSQL) API', value: 'r1LedgerPostgresApi' },
	{ name: 'R1 Shadow Endpoint API', value: 'r1ShadowApi' },
];

/** A credential type in the words of the panel. */
export const connectionName = (type: string): string =>
	[...connections, baseline, ...others].find(({ value }) => value === type)?.name ?? type;
