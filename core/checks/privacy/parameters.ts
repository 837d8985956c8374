import { clauseIds, type ClauseId } from './clauses';

export type PrivacyParameters = {
	policy: string;
	processor: string;
	country: string;
	moveDate: string;
	homeCountry: string;
	previousProcessor: string;
	needed: ClauseId[];
	askModel: boolean;
};

export function parseParameters(raw: Record<string, unknown>): PrivacyParameters {
	const options = typeof raw.privacyOptions === 'object' && raw.privacyOptions !== null ? Object.entries(raw.privacyOptions) : [];
	const values: Record<string, unknown> = { ...raw, ...Object.fromEntries(options) };
	const text = (name: string) => (values[name] === undefined || values[name] === null ? '' : String(values[name]).trim());
	const code = (name: string) => {
		const value = text(name).toUpperCase();
		if (value !== '' && !/^[A-Z]{2}$/.test(value))
			throw wrong(`Expected the ${name} to be an ISO code of two letters, got "${value}"`, 'Use codes such as CN, US, DE or EU.');
		return value;
	};
	const moveDate = text('moveDate').slice(0, 10);
	if (moveDate !== '' && !(/^\d{4}-\d\d-\d\d$/.test(moveDate) && !Number.isNaN(Date.parse(moveDate)))) {
		throw wrong(`Expected the day of the move to be like 2026-12-01, got "${moveDate}"`, 'Write it as year-month-day.');
	}
	const needed = Array.isArray(values.needed) ? values.needed.map(String) : [...clauseIds];
	const unknown = needed.filter((id) => !clauseIds.some((known) => known === id));
	if (unknown.length > 0) throw wrong(`There is no clause ${unknown.join(', ')}`, `Use some of ${clauseIds.join(', ')}.`);
	return {
		policy: text('policy'),
		processor: text('processor'),
		country: code('country'),
		moveDate,
		homeCountry: code('homeCountry'),
		previousProcessor: text('previousProcessor'),
		needed: clauseIds.filter((id) => needed.includes(id)),
		askModel: values.askModel === true,
	};
}

const wrong = (message: string, description: string) => Object.assign(new Error(message), { description });
