import { findHost } from '../../catalogue/lookup';
import type { CheckContext, Side } from '../check';
import { clauses, type ClauseId } from './clauses';
import type { PrivacyEvidence } from './judge';
import type { Move } from './move';
import type { PrivacyParameters } from './parameters';
import { readPolicy } from './readPolicy';

/** Reads the policy and what is known about the provider; asks the candidate model only when the user wants it. */
export async function collect(parameters: PrivacyParameters, context: CheckContext): Promise<PrivacyEvidence> {
	const { passages, source, problems } = await readPolicy({
		policy: parameters.policy,
		items: context.items,
		files: context.files,
		fetch: context.fetch ?? fetch,
		signal: context.signal,
	});
	const evidence: PrivacyEvidence = { source, passages, problems, move: moveOf(parameters, context) };
	if (!parameters.askModel || !context.candidate || passages.length === 0) return evidence;
	const { askModel } = await import('./askModel');
	const { pointed, reasons } = await askModel(passages, subjects, context.candidate, context);
	return { ...evidence, pointed, problems: [...problems, ...reasons.map((reason) => ({ file: source, reason }))] };
}

const subjects = Object.entries(clauses).map(([id, { title }]) => ({ id: id as ClauseId, title }));

export function moveOf(
	{ processor, country, moveDate, homeCountry, previousProcessor }: PrivacyParameters,
	{ candidate, baseline, now }: Pick<CheckContext, 'candidate' | 'baseline' | 'now'>,
): Move {
	const host = candidate && findHost(candidate.endpoint.baseURL);
	const known = host && host.kind !== 'unknown' ? host : undefined;
	const selfHosted = processor === '' && known?.kind === 'self-hosted';
	return {
		processorNames: processor ? [processor] : known && !selfHosted ? [known.name, ...namesIn(known.operator)] : [],
		country: country.toUpperCase() || codeOf(known?.processing) || codeOf(known?.jurisdiction) || '',
		homeCountry: homeCountry.toUpperCase(),
		previousNames: previousProcessor ? [previousProcessor] : baselineNames(baseline),
		selfHosted,
		date: moveDate || now.toISOString().slice(0, 10),
	};
}

function baselineNames(baseline: Side | undefined): string[] {
	const host = baseline && findHost(baseline.endpoint.baseURL);
	return host && host.kind !== 'unknown' && host.kind !== 'self-hosted' ? [host.name] : [];
}

/** The operator's name, whole and without its legal form. */
function namesIn(operator: string): string[] {
	const short = operator
		.replace(/[,]?\s*(?:Co\.,?\s*Ltd\.?|Ltd\.?|Inc\.?|L\.?L\.?C\.?|GmbH|Corporation|Corp\.?|B\.?V\.?|S\.?A\.?S?|Pte\.?)\s*$/i, '')
		.trim();
	return [...new Set([operator, short])].filter((name) => name !== '' && name !== 'user');
}

const codeOf = (value: string | undefined) => (value && /^[A-Z]{2}$/.test(value) ? value : undefined);
