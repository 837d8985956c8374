import type { AnyNode, CallExpression, Expression, Pattern, Program, Property } from 'acorn';
import { full } from 'acorn-walk';

/** What an expression may be, as far as the code shows it. */
export interface Value {
	/** Texts that it can be; of a template with holes, the text with `{{}}` in them. */
	texts: string[];
	/** Whether it is the one text and nothing else. */
	certain: boolean;
}

const nothing: Value = { texts: [], certain: false };
const deepest = 12;
const mostCalls = 20;

/** Steps that are taken for one program: many times what code that a person wrote needs, some hundredths of a second. */
const mostSteps = 200_000;
/** No name and no address is longer; sums of sums grow without end. */
const longestText = 5_000;

/** Names of a program with what was assigned to them first, wherever they stand: scopes are not told apart. */
export class Names extends Map<string, Expression> {
	private steps = 0;

	/** Counts one step. @throws RangeError when names lead to names for longer than anybody waits */
	step() {
		this.steps += 1;
		if (this.steps > mostSteps) throw new RangeError('The code takes too many steps to follow');
	}
}

export function namesOf(program: Program): Names {
	const names = new Names();
	const parameters = new Map<string, readonly Pattern[]>();
	const calls: CallExpression[] = [];
	full(program, (node) => {
		const any = node as AnyNode;
		if (any.type === 'FunctionDeclaration' && any.id) parameters.set(any.id.name, any.params);
		if (any.type === 'VariableDeclarator' && any.id.type === 'Identifier' && /Function/.test(any.init?.type ?? ''))
			parameters.set(any.id.name, any.init && 'params' in any.init ? any.init.params : []);
		if (any.type === 'CallExpression' && any.callee.type === 'Identifier') calls.push(any);
		if (any.type === 'VariableDeclarator' && any.id.type === 'Identifier' && any.init && !names.has(any.id.name))
			names.set(any.id.name, any.init);
		if (any.type === 'AssignmentExpression' && any.left.type === 'Identifier' && !names.has(any.left.name))
			names.set(any.left.name, any.right);
		if (any.type === 'AssignmentPattern' && any.left.type === 'Identifier' && !names.has(any.left.name))
			names.set(any.left.name, any.right);
		const each = eachOf(any);
		if (each && !names.has(each.name)) names.set(each.name, each.list);
	});
	for (const [name, given] of argumentsOf(parameters, calls)) if (!names.has(name)) names.set(name, given);
	return names;
}

/** Parameters of the code's own functions, with the texts that they are called with. */
function argumentsOf(parameters: ReadonlyMap<string, readonly Pattern[]>, calls: readonly CallExpression[]): Map<string, Expression> {
	const given = new Map<string, Expression[]>();
	for (const { callee, arguments: values } of calls)
		for (const [index, parameter] of (callee.type === 'Identifier' ? (parameters.get(callee.name) ?? []) : []).entries()) {
			const value = values[index];
			if (parameter.type !== 'Identifier' || !value || value.type === 'SpreadElement') continue;
			const isSelf = value.type === 'Identifier' && value.name === parameter.name;
			if (!isSelf) given.set(parameter.name, [...(given.get(parameter.name) ?? []), value].slice(0, mostCalls));
		}
	return new Map(
		[...given].map(([name, values]) => [
			name,
			values.length === 1 ? values[0] : { type: 'ArrayExpression' as const, elements: values, start: values[0].start, end: values[0].end },
		]),
	);
}

/** The name that takes each entry of a list: of a loop, or the first parameter of `list.map(...)` and the like. */
function eachOf(node: AnyNode): { name: string; list: Expression } | undefined {
	if (node.type === 'ForOfStatement') {
		const [declared] = node.left.type === 'VariableDeclaration' ? node.left.declarations : [];
		return declared?.id.type === 'Identifier' ? { name: declared.id.name, list: node.right } : undefined;
	}
	if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression' || node.callee.object.type === 'Super') return undefined;
	const { object, property } = node.callee;
	const [visitor] = node.arguments;
	const takesEach = property.type === 'Identifier' && /^(map|forEach|flatMap|find|some|every|filter)$/.test(property.name);
	if (!takesEach || (visitor?.type !== 'ArrowFunctionExpression' && visitor?.type !== 'FunctionExpression')) return undefined;
	const [first] = visitor.params;
	return first?.type === 'Identifier' ? { name: first.name, list: object } : undefined;
}

export function keyOf(property: Property): string | undefined {
	if (property.computed) return undefined;
	if (property.key.type === 'Identifier') return property.key.name;
	return property.key.type === 'Literal' ? String(property.key.value) : undefined;
}

/** What an expression may be: literals, templates, sums, choices, names, and fields of objects that the code writes out. */
export function valueOf(node: AnyNode, names: Names, depth = 0): Value {
	if (depth > deepest) return nothing;
	names.step();
	const inner = (one: AnyNode) => valueOf(one, names, depth + 1);
	switch (node.type) {
		case 'Literal':
			return typeof node.value === 'string' ? { texts: [node.value], certain: true } : nothing;
		case 'TemplateLiteral': {
			const parts = node.quasis.flatMap((quasi, index) => {
				const hole = node.expressions[index];
				const text = quasi.value.cooked ?? quasi.value.raw;
				if (!hole) return [{ text, certain: true }];
				const value = inner(hole);
				return [
					{ text, certain: true },
					{ text: value.certain ? value.texts[0] : '{{}}', certain: value.certain },
				];
			});
			return { texts: [short(parts.map(({ text }) => text).join(''))], certain: parts.every(({ certain }) => certain) };
		}
		case 'BinaryExpression': {
			if (node.operator !== '+') return nothing;
			const [left, right] = [inner(node.left), inner(node.right)];
			if (left.texts.length === 0 && right.texts.length === 0) return nothing;
			return { texts: [short(`${left.texts[0] ?? '{{}}'}${right.texts[0] ?? '{{}}'}`)], certain: left.certain && right.certain };
		}
		case 'LogicalExpression':
			return { texts: [...inner(node.left).texts, ...inner(node.right).texts], certain: false };
		case 'ConditionalExpression':
			return { texts: [...inner(node.consequent).texts, ...inner(node.alternate).texts], certain: false };
		case 'ArrayExpression':
			// One of them, as a loop or an index takes it.
			// Lists of lists are followed for a few steps only, however code nests them.
			return {
				texts: node.elements
					.slice(0, mostCalls)
					.flatMap((entry) => (entry ? valueOf(entry, names, depth + (entry.type === 'Literal' ? 1 : 4)).texts : [])),
				certain: false,
			};
		case 'AwaitExpression':
			return node.argument ? inner(node.argument) : nothing;
		case 'ParenthesizedExpression':
			return inner(node.expression);
		case 'ChainExpression':
			return inner(node.expression);
		case 'Identifier': {
			const written = names.get(node.name);
			return written ? inner(written) : nothing;
		}
		case 'MemberExpression': {
			const holder = objectOf(node.object, names, depth + 1);
			if (!holder && node.computed) return { ...inner(node.object), certain: false };
			const key = node.computed
				? node.property.type === 'Literal'
					? String(node.property.value)
					: undefined
				: node.property.type === 'Identifier'
					? node.property.name
					: undefined;
			const entry = holder?.properties.find(
				(one): one is Property => one.type === 'Property' && (key === undefined ? true : keyOf(one) === key),
			);
			if (!holder || !entry) return nothing;
			if (key !== undefined) return inner(entry.value);
			// A table of models by some key: any of them.
			return { texts: holder.properties.flatMap((one) => (one.type === 'Property' ? inner(one.value).texts : [])), certain: false };
		}
		case 'CallExpression': {
			const callee = node.callee;
			if (
				callee.type === 'MemberExpression' &&
				callee.property.type === 'Identifier' &&
				/^(trim|toString|toLowerCase|replace)$/.test(callee.property.name)
			)
				return inner(callee.object);
			return nothing;
		}
		default:
			return nothing;
	}
}

const short = (text: string) => text.slice(0, longestText);

function objectOf(node: AnyNode, names: Names, depth: number): Extract<AnyNode, { type: 'ObjectExpression' }> | undefined {
	if (depth > deepest) return undefined;
	names.step();
	if (node.type === 'ObjectExpression') return node;
	if (node.type === 'Identifier') {
		const written = names.get(node.name);
		return written ? objectOf(written, names, depth + 1) : undefined;
	}
	if (node.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier') {
		const { name } = node.property;
		const holder = objectOf(node.object, names, depth + 1);
		const entry = holder?.properties.find((one): one is Property => one.type === 'Property' && keyOf(one) === name);
		return entry ? objectOf(entry.value, names, depth + 1) : undefined;
	}
	return undefined;
}
