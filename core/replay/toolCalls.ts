import { compileJsonSchema } from '../jsonSchema';
import type { RecordedCall, RecordedToolCall } from '../history/recordedCall';
import type { Comparison } from './comparison';
import { compareValues, type Differences } from './compareValues';
import { listed, type CompareFreely } from './json';
import type { NewAnswer } from './newAnswer';

type Requested = Pick<RecordedToolCall, 'name' | 'arguments'>;

interface Tools {
	relative: number;
	freely: CompareFreely;
	/** Calls that the old model requested in later rounds: made early they needed no result, so they are no fault. */
	later: readonly Requested[];
}

/**
 * The calls that a round requests; none is carried out. In one round none can depend on another's result, so their order
 * says nothing. The same call twice is a fault where the old model made it once: a tool that writes would write twice.
 */
export async function compareToolCalls(call: RecordedCall, answer: NewAnswer, { relative, freely, later }: Tools): Promise<Comparison> {
	const rung = 'tools';
	const loss = (reason: string): Comparison => ({ outcome: 'loss', rung, reason });
	const offered = new Map((call.request.tools ?? []).map((tool) => [tool.name, tool.parameters]));
	const recorded = call.answer.toolCalls;
	if (answer.unreadCalls?.length) return loss(`the arguments of ${answer.unreadCalls.join(', ')} are no JSON object`);
	if (recorded.length === 0 && answer.toolCalls.length > 0) {
		const early = answer.toolCalls.map(({ name }) => name);
		return { ...loss(`calls ${early.join(', ')} where the old model answered`), differs: true };
	}
	const unknown = answer.toolCalls.filter(({ name }) => offered.size > 0 && !offered.has(name));
	if (unknown.length > 0) return loss(`calls ${unknown.map(({ name }) => name).join(', ')}, which was not offered`);
	for (const { name, arguments: given } of answer.toolCalls) {
		const problem = await argumentProblem(offered.get(name), given);
		if (problem) return loss(`${name}: ${problem}`);
	}
	const repeated = answer.toolCalls.find((one) => countOf(one, answer.toolCalls) > Math.max(1, countOf(one, recorded)));
	if (repeated) return loss(`calls ${repeated.name} with the same arguments ${countOf(repeated, answer.toolCalls)} times`);

	const matched = match(recorded, answer.toolCalls, (one, other) =>
		compareValues(one.arguments, other.arguments, { schema: offered.get(one.name), relative }, one.name),
	);
	const early = match(later, matched.added, (one, other) =>
		compareValues(one.arguments, other.arguments, { schema: offered.get(one.name), relative }, one.name),
	);
	const faults = [
		...matched.missing.map(({ name }) => `does not call ${name}`),
		...early.added.map(({ name }) => `calls ${name}, which the old model did not`),
		...matched.fields,
	];
	if (faults.length > 0) return { ...loss(listed(faults)), differs: true };
	if (matched.freeTexts.length === 0) return { outcome: 'tie', rung, reason: 'the same calls' };
	return { rung, ...(await freely(matched.freeTexts)) };
}

const countOf = (one: Requested, among: readonly Requested[]) =>
	among.filter(({ name, arguments: given }) => name === one.name && JSON.stringify(given) === JSON.stringify(one.arguments)).length;

interface Matched extends Differences {
	missing: Requested[];
	added: Requested[];
}

/** Pairs of calls of one name, those most alike first. */
function match(
	recorded: readonly Requested[],
	made: readonly Requested[],
	compare: (one: Requested, other: Requested) => Differences,
): Matched {
	const pairs = recorded
		.flatMap((one) => made.filter(({ name }) => name === one.name).map((other) => ({ one, other, differences: compare(one, other) })))
		.sort((a, b) => rank(a.differences) - rank(b.differences));
	const [missing, added] = [new Set(recorded), new Set(made)];
	const result: Matched = { fields: [], freeTexts: [], missing: [], added: [] };
	for (const { one, other, differences } of pairs) {
		if (!missing.has(one) || !added.has(other)) continue;
		missing.delete(one);
		added.delete(other);
		result.fields.push(...differences.fields);
		result.freeTexts.push(...differences.freeTexts);
	}
	return { ...result, missing: [...missing], added: [...added] };
}

const rank = ({ fields, freeTexts }: Differences) => fields.length * 1000 + freeTexts.length;

async function argumentProblem(schema: object | undefined, given: unknown): Promise<string | undefined> {
	if (!schema) return undefined;
	const validate = await compileJsonSchema(schema).catch(() => undefined);
	if (!validate || validate(given)) return undefined;
	const [first] = validate.errors ?? [];
	return `the arguments do not fit (${first?.instancePath || 'they'} ${first?.message ?? 'are not valid'})`;
}
