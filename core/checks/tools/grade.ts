import type { ToolCall } from '../calls/ask';
import type { AcceptedArguments, DueCall, FunctionSpec, ToolCase } from './cases/toolCase';
import { isObject } from '../../json';
import { toJsonSchema, toTools } from './toTools';

export interface CallsGrade {
	right: boolean;
	/** Why it is not right. */
	reason?: string;
	called: boolean;
	/** Calls whose arguments are JSON that the tool's schema accepts. */
	validCalls: number;
	calls: number;
}

/** Whether a value is valid against a JSON Schema. */
export type Validator = (schema: Record<string, unknown>) => (value: unknown) => boolean;

/**
 * Grades the calls that a model made, not its text, by the Berkeley leaderboard's rules: as many calls as are due in any
 * order, the right functions, each argument of the right type and among the accepted values, none besides.
 */
export function gradeCalls(toolCalls: readonly ToolCall[], toolCase: ToolCase, validator: Validator): CallsGrade {
	const { nameOf, tools } = toTools(toolCase.functions);
	const parsed = toolCalls.map(({ name, arguments: text }) => ({ name: nameOf(name), offered: name, values: parseArguments(text) }));
	const validCalls = parsed.filter(({ offered, values }) => {
		const tool = tools.find((one) => one.function.name === offered);
		return tool !== undefined && values !== undefined && validator(tool.function.parameters)(values);
	}).length;
	const reason = wrongness(parsed, toolCase);
	return { right: reason === undefined, ...(reason ? { reason } : {}), called: toolCalls.length > 0, validCalls, calls: toolCalls.length };
}

function parseArguments(text: string): Record<string, unknown> | undefined {
	try {
		// A function without arguments is called with an empty text by some hosts.
		const values: unknown = JSON.parse(text.trim() === '' ? '{}' : text);
		return isObject(values) ? values : undefined;
	} catch {
		return undefined;
	}
}

interface Parsed {
	name: string | undefined;
	offered: string;
	values: Record<string, unknown> | undefined;
}

function wrongness(calls: readonly Parsed[], { groundTruth, functions }: ToolCase): string | undefined {
	if (groundTruth.length === 0) return calls.length === 0 ? undefined : `called ${calls[0].offered} where no call is due`;
	if (calls.length === 0) return 'made no call';
	const broken = calls.find(({ name, values }) => name === undefined || values === undefined);
	if (broken)
		return broken.name === undefined
			? `called ${broken.offered}, which is not offered`
			: `the arguments of ${broken.offered} are not a JSON object`;
	if (calls.length !== groundTruth.length) return `made ${calls.length} calls where ${groundTruth.length} are due`;
	return matchAll(calls, groundTruth, functions);
}

/** Finds for each due call a call of its own; the order does not matter. */
function matchAll(calls: readonly Parsed[], due: readonly DueCall[], functions: readonly FunctionSpec[]): string | undefined {
	const differences = due.map((one) => calls.map((call) => difference(call, one, functions)));
	const takenBy = new Map<number, number>();
	const place = (index: number, seen: Set<number>): boolean =>
		differences[index].some((reason, callIndex) => {
			if (reason !== undefined || seen.has(callIndex)) return false;
			seen.add(callIndex);
			const holder = takenBy.get(callIndex);
			if (holder !== undefined && !place(holder, seen)) return false;
			takenBy.set(callIndex, index);
			return true;
		});
	const unmatched = due.findIndex((_, index) => !place(index, new Set()));
	if (unmatched < 0) return undefined;
	const names = Object.keys(due[unmatched]).join(', ');
	return differences[unmatched].find((reason) => reason?.startsWith(`${names}.`)) ?? `no call of ${names} as it is due`;
}

function difference({ name, values = {} }: Parsed, due: DueCall, functions: readonly FunctionSpec[]): string | undefined {
	const [dueName, accepted] = Object.entries(due)[0];
	if (name !== dueName) return `called ${name} instead of ${dueName}`;
	const { properties, required } = toJsonSchema(functions.find((one) => one.name === dueName)?.parameters ?? {});
	const schemas = isObject(properties) ? properties : {};
	const missing = Array.isArray(required) ? required.find((argument) => !(String(argument) in values)) : undefined;
	if (missing !== undefined) return `${dueName}.${missing} is missing`;
	for (const [argument, value] of Object.entries(values)) {
		const options = Object.hasOwn(accepted, argument) ? accepted[argument] : undefined;
		if (!Object.hasOwn(schemas, argument) || options === undefined) return `${dueName}.${argument} is not asked for`;
		const schema = schemas[argument];
		if (!isAccepted(value, options, isObject(schema) ? schema : {}))
			return `${dueName}.${argument} is ${JSON.stringify(value)?.slice(0, 80)}`;
	}
	const left = Object.entries(accepted).find(([argument, options]) => !(argument in values) && !options.includes(''));
	return left && `${dueName}.${left[0]} is missing`;
}

function isAccepted(value: unknown, options: readonly unknown[], schema: Record<string, unknown>): boolean {
	if (!hasType(value, schema, options)) return false;
	return options.some((option) => same(value, option));
}

/** The declared type, where a whole number may stand for a fractional one but text never for a number. */
function hasType(value: unknown, { type }: Record<string, unknown>, options: readonly unknown[]): boolean {
	const given = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
	// A variable of the program may stand where its declared type is another: then an accepted value says so.
	const isAsOption = options.some(
		(option) => option !== '' && typeof option === typeof value && Array.isArray(option) === Array.isArray(value),
	);
	switch (type) {
		case 'integer':
			return (given === 'number' && Number.isInteger(value)) || (given !== 'number' && isAsOption);
		case 'number':
			return given === 'number' || isAsOption;
		case 'string':
		case 'boolean':
		case 'array':
		case 'object':
			return given === type || isAsOption;
		default:
			return true;
	}
}

function same(value: unknown, option: unknown): boolean {
	if (typeof value === 'string' && typeof option === 'string') return plain(value) === plain(option);
	if (Array.isArray(value) && Array.isArray(option))
		return value.length === option.length && value.every((item, index) => same(item, option[index]));
	if (isObject(value) && isObject(option)) return sameRecord(value, option);
	return value === option;
}

/** Inside an object each key again has a list of accepted values. */
function sameRecord(value: Record<string, unknown>, option: Record<string, unknown>): boolean {
	const accepted: AcceptedArguments = Object.fromEntries(
		Object.entries(option).map(([key, options]) => [key, Array.isArray(options) ? options : [options]]),
	);
	return (
		Object.entries(value).every(([key, item]) => Object.hasOwn(accepted, key) && accepted[key].some((one) => same(item, one))) &&
		Object.entries(accepted).every(([key, options]) => key in value || options.includes(''))
	);
}

/** Texts are compared without case, spaces and the marks that the leaderboard leaves out. */
const plain = (text: string) =>
	text
		.replace(/[ ,./\-_*^]/g, '')
		.toLowerCase()
		.replaceAll("'", '"');
