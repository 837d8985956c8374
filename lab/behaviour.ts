import type { Distribution, Timing } from './timing';

/** How a model of the lab behaves. Every rate is a share from 0 to 1, drawn by seed, model, task and repeat. */
export interface Behaviour {
	/** Share of tasks answered right. */
	accuracy: number;
	/** Share of that luck which is common to all models: a hard task is hard for all of them. */
	sharedDifficulty: number;
	/** Share of answers, and of traces, to prompts in other languages that have Chinese in them. */
	leakAnswer: number;
	leakThinking: number;
	/** Share of traces in which the model corrects itself. */
	selfCorrections: number;
	/** Share of Chinese prompts answered in Chinese. */
	chinesePrompts: number;
	/** Share of right calls where a call is due, and of refusals where none is. */
	toolCalls: number;
	toolRefusals: number;
	/** Share of calls whose arguments break the tool's schema. */
	toolSchemaErrors: number;
	/** Length of the trace, and extra length of the answer, in tokens. */
	thinkingTokens: Distribution;
	answerTokens: Distribution;
	timing?: Timing;
}

export const baseBehaviour: Behaviour = {
	accuracy: 1,
	sharedDifficulty: 0,
	leakAnswer: 0,
	leakThinking: 0,
	selfCorrections: 0.5,
	chinesePrompts: 1,
	toolCalls: 1,
	toolRefusals: 1,
	toolSchemaErrors: 0,
	thinkingTokens: { kind: 'uniform', from: 30, to: 80 },
	answerTokens: 0,
};

/** Models that every lab has. Any other name works too and answers everything right. */
export const labModels: Record<string, Partial<Behaviour>> = {
	'lab-baseline': { accuracy: 0.85, toolCalls: 0.92, toolRefusals: 0.9, sharedDifficulty: 0.7 },
	'lab-candidate': {
		accuracy: 0.85,
		toolCalls: 0.92,
		toolRefusals: 0.9,
		sharedDifficulty: 0.7,
		leakThinking: 0.05,
		leakAnswer: 0.01,
	},
	'lab-worse': { accuracy: 0.7, toolCalls: 0.75, toolRefusals: 0.7, sharedDifficulty: 0.7 },
	'lab-leaky': { accuracy: 0.85, leakAnswer: 0.2, leakThinking: 0.5, chinesePrompts: 0.7 },
	'lab-right': {},
	'lab-wrong': { accuracy: 0, toolCalls: 0, toolRefusals: 0 },
	'lab-slow': { timing: { firstToken: 1_500, betweenTokens: 30 } },
};

/**
 * Behaviour by model name. Rates can stand in the name itself, so that another process needs no other way
 * to set them: `lab-candidate?accuracy=0.7&leakAnswer=0.1`.
 */
export function behaviourOf(model: string, models: Record<string, Partial<Behaviour>>): Behaviour {
	const [name, query = ''] = model.split('?');
	const rates: Record<string, number> = {};
	for (const [key, value] of new URLSearchParams(query)) {
		if (!(key in baseBehaviour)) throw new Error(`Expected a rate of the lab's models in "${model}", got ${key}`);
		rates[key] = Number(value);
	}
	return { ...baseBehaviour, ...labModels[name], ...models[name], ...models[model], ...rates };
}
