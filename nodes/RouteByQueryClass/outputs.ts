import { OTHER, UNSURE } from '../../core/classify/outputNames';
import { PRESET_LABELS } from '../../core/classify/preset';

// n8n evaluates these in the editor and at run time. They are strings, so that no build step can change them.
const expression = (lines: string) => `={{ ((parameters) => { ${lines.replace(/\s*\n\s*/g, ' ')} })($parameter) }}` as const;

export const OUTPUTS = expression(`
	if (parameters.operation === 'teach') return [{ type: 'main', displayName: 'Taught' }];
	const given = (parameters.categories?.category ?? []).map((category, index) => category.name || 'Category ' + (index + 1));
	if (parameters.table === 'examples') return [...given, '${UNSURE}'].map((displayName) => ({ type: 'main', displayName }));
	const own = (parameters.routes?.route ?? []).map((route, index) => route.name || 'Route ' + (index + 1));
	const names = parameters.table === 'own' ? own : ${JSON.stringify(PRESET_LABELS)};
	return [...names, '${UNSURE}', '${OTHER}'].map((displayName) => ({ type: 'main', displayName }));
`);

export const INPUTS = expression(`
	const model = { type: 'ai_languageModel', displayName: 'Second Opinion', maxConnections: 1, required: false };
	const asks = parameters.operation !== 'teach' && parameters.table !== 'examples' && parameters.secondOpinion;
	return asks ? [{ type: 'main' }, model] : [{ type: 'main' }];
`);
