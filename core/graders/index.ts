import { choice } from './choice';
import { combined } from './combined';
import { code, type CodeOptions, type Language } from './code';
import { contains } from './contains';
import { date } from './date';
import { exact } from './exact';
import type { Grader } from './grade';
import { identifier } from './identifier';
import { json } from './json';
import { byJudgeModel, type Ask, type JudgeModelRecord } from './judgeModel';
import { math } from './math';
import { normalised } from './normalised';
import { number } from './number';
import { regex } from './regex';
import { schema } from './schema';

export type { Grade, Grader } from './grade';

/** How an answer is graded, as data. */
export type GraderSpec =
	| { type: 'exact'; accepted: readonly string[] }
	| { type: 'normalised'; accepted: readonly string[]; lang?: string }
	| { type: 'date'; expected: string; lang?: string }
	| { type: 'id'; expected: string }
	| { type: 'number'; expected: string; absolute?: number; relative?: number; lang?: string }
	| { type: 'math'; expected: string; lang?: string }
	| { type: 'choice'; expected: string; choices: readonly string[] }
	| { type: 'regex'; pattern: string; flags?: string }
	| { type: 'schema'; schema: object }
	| { type: 'contains'; texts: readonly string[]; mode?: 'all' | 'any'; among?: readonly string[] }
	| { type: 'code'; language: Language; prompt: string; entryPoint?: string; tests: string }
	| { type: 'json'; expected: string }
	| { type: 'judge'; question: string; reference: string; rubric?: string }
	| { type: 'all' | 'any'; of: readonly GraderSpec[] };

export interface GraderTools {
	code?: CodeOptions;
	/** Asks the judge model; without it, tasks for a judge are skipped. */
	ask?: Ask;
	judgeRecord?: JudgeModelRecord;
}

/**
 * A grader from its description: `(await makeGrader({ type: 'math', expected: '1/2' }))('\\boxed{0.5}')`.
 *
 * @throws Error when the description holds an invalid pattern or schema.
 */
export async function makeGrader(spec: GraderSpec, tools: GraderTools = {}): Promise<Grader> {
	switch (spec.type) {
		case 'exact':
			return exact(spec);
		case 'normalised':
			return normalised(spec);
		case 'number':
			return await number(spec);
		case 'date':
			return date(spec);
		case 'id':
			return identifier(spec);
		case 'math':
			return await math(spec);
		case 'choice':
			return choice(spec);
		case 'regex':
			return await regex(spec);
		case 'schema':
			return await schema(spec);
		case 'contains':
			return contains(spec);
		case 'code':
			return code(spec, tools.code ?? { run: [] });
		case 'json':
			return json(spec);
		case 'all':
		case 'any':
			return combined(await Promise.all(spec.of.map(async (one) => await makeGrader(one, tools))), spec.type);
		case 'judge':
			if (!tools.ask) return () => ({ outcome: 'skipped', reason: 'no judge model is named' });
			return byJudgeModel(spec, tools.ask, tools.judgeRecord ?? { asked: 0, agreed: 0, nonsense: 0 });
	}
}
