import type { AnyNode, CallExpression, Expression, NewExpression, Property } from 'acorn';
import { base, fullAncestor } from 'acorn-walk';
import { readAddress, type Address } from '../address';
import { isLanguageKind, isVagueName, kindOfName, type ModelKind } from '../modelKind';
import { isModelName } from '../modelNames';
import { bodySettings } from '../usedSettings';
import { clients, methods, sends, sendsInText } from './clients';
import type { CodeReading, CodeUse } from './codeReading';
import { keyOf, namesOf, valueOf, type Names, type Value } from './constants';
import { parseCode } from './parseCode';
import { readText } from './readText';

const modelField =
	/^(model|modelId|model_id|modelName|model_name|deploymentName|azureOpenAIApiDeploymentName|ai_?model|llm_?model|version)$/i;
const anyModelField = /model|llm|engine|version|deployment/i;

const clientName = new RegExp(`\\b(${Object.keys(clients).join('|')})\\b`);
const addressSign = /https?:|\}\/|["'`]\//;
/** What stands between quotes or the holes of a template; a quote may end one text and begin the next. */
const writtenText = /["'`}]([\w@][\w./:@+-]{0,159})(?=["'`$])/g;

/** Code without a client, a request or (part of) a name that a model could have calls none and hands none on: most code. */
function isWorthParsing(code: string): boolean {
	if (clientName.test(code) || (sendsInText.test(code) && addressSign.test(code))) return true;
	for (const [, text = ''] of code.matchAll(writtenText))
		// A beginning that a number would make a name: 'gpt-' + version.
		if (isModelName(text) || isModelName(`${text}4`) || isVagueName(text)) return true;
	return false;
}

/** Calls of models in the JavaScript of a node, and names of models that it hands on; comments and messages are neither. */
export function readCode(code: string): CodeReading {
	if (!isWorthParsing(code)) return { uses: [], mentions: [] };
	const program = parseCode(code);
	if (!program) return readText(code, 'javascript');
	try {
		return new Reader(code, program).read();
	} catch (error) {
		// Nested too deep for a walk, or leading from name to name for too long.
		if (error instanceof RangeError) return readText(code, 'javascript');
		throw error;
	}
}

interface Sent {
	address: Address;
	/** Where the address stands in the code. */
	at: number;
	call?: AnyNode;
}

interface NamedModel {
	value: Value;
	field: string;
	at: number;
	/** The object it stands in. */
	holder: AnyNode;
}

class Reader {
	private readonly names: Names;
	private readonly models: NamedModel[] = [];
	private readonly addresses: Sent[] = [];
	private readonly calls: (CallExpression | NewExpression)[] = [];
	private readonly loose: { name: string; field: string }[] = [];
	private hasSend = false;
	private sendsNothing: boolean | undefined;

	constructor(
		private readonly code: string,
		private readonly program: NonNullable<ReturnType<typeof parseCode>>,
	) {
		this.names = namesOf(program);
	}

	read(): CodeReading {
		fullAncestor(this.program, (node, _state, ancestors) => this.visit(node as AnyNode, ancestors as AnyNode[]), base);
		const uses = [...this.byClient(), ...(this.hasSend ? this.byAddress() : [])];
		const used = new Set(uses.flatMap(({ model, constants }) => [model, ...constants]));
		const mentions = [
			...this.models.flatMap(({ value, field }) =>
				value.texts.filter((text) => isModelName(text) || (/^model/i.test(field) && isVagueName(text))).map((name) => ({ name, field })),
			),
			...this.loose,
		].filter(({ name }) => !used.has(name));
		return { uses: distinct(uses), mentions };
	}

	private visit(node: AnyNode, ancestors: AnyNode[]) {
		if (node.type === 'CallExpression' || node.type === 'NewExpression') {
			if (isSend(node)) this.hasSend = true;
			if (!isMessage(node)) this.calls.push(node);
		}
		if (node.type === 'ObjectExpression') {
			for (const entry of node.properties) {
				const field = entry.type === 'Property' ? keyOf(entry) : undefined;
				if (entry.type !== 'Property' || field === undefined) continue;
				if (modelField.test(field)) this.models.push({ value: valueOf(entry.value, this.names), field, at: entry.start, holder: node });
				else this.addLoose(entry.value, field);
			}
		}
		if (node.type === 'VariableDeclarator' && node.id.type === 'Identifier' && node.init) this.addValue(node.init, node.id.name);
		if (node.type === 'AssignmentExpression' && node.left.type === 'Identifier') this.addValue(node.right, node.left.name);
		if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && node.left.property.type === 'Identifier') {
			const field = node.left.property.name;
			if (modelField.test(field)) this.models.push({ value: valueOf(node.right, this.names), field, at: node.start, holder: node });
		}
		if (node.type === 'Literal' || node.type === 'TemplateLiteral' || node.type === 'BinaryExpression') this.addAddress(node, ancestors);
	}

	/** A variable that is one name of a model, or one that is called a model. */
	private addValue(node: AnyNode, name: string) {
		if (node.type === 'Literal' && typeof node.value === 'string' && isModelName(node.value))
			this.loose.push({ name: node.value, field: name });
		else if (anyModelField.test(name)) this.addLoose(node, name);
	}

	/** A name in a field or variable that is called a model, of whatever sort: other nodes may read it. */
	private addLoose(node: AnyNode, field: string) {
		if (!anyModelField.test(field) || /used|label|source|generated|tested/i.test(field)) return;
		for (const name of valueOf(node, this.names).texts) if (isModelName(name)) this.loose.push({ name, field });
	}

	private addAddress(node: AnyNode, ancestors: AnyNode[]) {
		const parent = ancestors.at(-2);
		if (parent?.type === 'BinaryExpression' && parent.operator === '+') return;
		const { texts } = valueOf(node, this.names);
		const text = texts[0]?.trim();
		if (
			text === undefined ||
			text.length > 2_000 ||
			!/^(https?:\/\/|\{\{\}\}\/)/.test(text) ||
			/\s/.test(text.replace(/\{\{.*?\}\}/g, ''))
		) {
			if (text !== undefined && /\bcurl\b/.test(text)) this.hasSend = true;
			return;
		}
		if (ancestors.some((one) => isMessage(one))) return;
		const address = readAddress(text.startsWith('{{}}') ? text.slice(4) : text, { isGet: this.isGet(ancestors) });
		if (!address || (address.provider === 'unknown' && address.certainty !== 'sure' && !this.isInCall(ancestors))) return;
		this.addresses.push({
			address,
			at: node.start,
			call: ancestors.findLast((one) => one.type === 'CallExpression' && isSend(one)),
		});
	}

	private isInCall(ancestors: AnyNode[]) {
		return ancestors.some((one) => one.type === 'CallExpression' && isSend(one));
	}

	/** Whether the request that holds an address is a GET: it says so, or the code sends nothing at all. */
	private isGet(ancestors: AnyNode[]): boolean {
		const call = ancestors.findLast((one): one is CallExpression => one.type === 'CallExpression');
		if (call && /\.get$/.test(nameOf(call.callee))) return true;
		const text = call ? this.code.slice(call.start, Math.min(call.end, call.start + 20_000)) : this.code;
		if (/method["']?\s*:\s*["'`]get["'`]/i.test(text) && !/["'`]post["'`]/i.test(text)) return true;
		this.sendsNothing ??= !/post|body|data\s{0,20}:|prompt/i.test(this.code);
		return this.sendsNothing;
	}

	private byAddress(): CodeUse[] {
		return this.addresses.flatMap((sent): CodeUse[] => {
			const { address, call } = sent;
			const inPath = address.model !== undefined && !address.model.includes('{{}}') ? address.model : undefined;
			const named = inPath === undefined ? this.modelFor(sent) : undefined;
			if (address.certainty !== 'sure' && inPath === undefined && !named) return [];
			const names = inPath === undefined ? (named?.value.texts ?? []) : [inPath];
			const certain = inPath !== undefined || named?.value.certain === true;
			const byName = names.map(kindOfName).find((kind) => kind !== undefined);
			const kind =
				address.kind !== undefined && !(isLanguageKind(address.kind) && byName && !isLanguageKind(byName))
					? address.kind
					: (byName ?? 'chat');
			return [this.use(names, certain, kind, address.provider, address.baseURL, call ?? named?.holder)];
		});
	}

	/** The model that goes with an address: in the same call, then the nearest one of its sort. */
	private modelFor({ address, at, call }: Sent): NamedModel | undefined {
		const fits = ({ value, field }: NamedModel) => {
			this.names.step();
			if (/^version$/i.test(field) && address.provider !== 'replicate') return false;
			const kind = value.texts.map(kindOfName).find((one) => one !== undefined);
			return kind === undefined || address.kind === undefined || isLanguageKind(kind) === isLanguageKind(address.kind);
		};
		const candidates = this.models.filter(fits);
		const inside = call && candidates.find((one) => one.at >= call.start && one.at <= call.end);
		// What an address of one's own is sent must name the model itself.
		if (address.certainty !== 'sure' && call) return inside ?? this.sentBy(call, candidates);
		return (
			inside ??
			candidates.reduce<NamedModel | undefined>(
				(best, one) => (best === undefined || Math.abs(one.at - at) < Math.abs(best.at - at) ? one : best),
				undefined,
			)
		);
	}

	/** A model in an object that a call is given by name. */
	private sentBy(call: AnyNode, candidates: readonly NamedModel[]): NamedModel | undefined {
		const text = this.code.slice(call.start, Math.min(call.end, call.start + 20_000));
		const encloses = (value: Expression, holder: AnyNode) => {
			this.names.step();
			return value.start <= holder.start && holder.end <= value.end;
		};
		return candidates.find(({ holder }) =>
			[...this.names].some(
				([name, value]) => encloses(value, holder) && new RegExp(`(?<![\\w$.])${name.replaceAll('$', '\\$')}(?![\\w$])`).test(text),
			),
		);
	}

	private byClient(): CodeUse[] {
		const made = this.calls.flatMap((node) => {
			const name = nameOf(node.callee).split('.').at(-1) ?? '';
			const client = node.type === 'NewExpression' && Object.hasOwn(clients, name) ? clients[name] : undefined;
			return client ? [{ node, client }] : [];
		});
		const models = made.filter(({ client }) => client.isModel).map(({ node, client }) => this.useOf(node, client.kind, client.provider));
		const [first] = made.filter(({ client }) => !client.isModel);
		const provider = first ? this.providerOf(first.node, first.client.provider) : undefined;
		const asked = this.calls.flatMap((node): CodeUse[] => {
			const name = nameOf(node.callee);
			const kind = node.type === 'CallExpression' ? methods.find(([pattern]) => pattern.test(`.${name}`))?.[1] : undefined;
			if (!kind || provider === undefined) return [];
			return [this.useOf(node, kind, provider)];
		});
		return [...models, ...asked];
	}

	private providerOf(node: CallExpression | NewExpression, usual: string): string {
		const url = this.fieldOf(node, /^(baseURL|baseUrl|base_url|basePath|endpoint)$/)?.value.texts[0];
		return url ? (readAddress(`${url.replace(/\/$/, '')}/chat/completions`)?.provider ?? 'unknown') : usual;
	}

	private useOf(node: CallExpression | NewExpression, kind: ModelKind, provider: string): CodeUse {
		const named = this.fieldOf(node, modelField);
		const [only] = node.arguments;
		const value = named?.value ?? (only && only.type !== 'SpreadElement' ? valueOf(only, this.names) : { texts: [], certain: false });
		const texts = value.texts.filter((text) => kindOfName(text) !== undefined || named !== undefined);
		return this.use(
			texts,
			value.certain && texts.length > 0,
			kind,
			node.type === 'NewExpression' ? this.providerOf(node, provider) : provider,
			undefined,
			node,
		);
	}

	/** A field of the objects that a call is given, through names. */
	private fieldOf(node: CallExpression | NewExpression, pattern: RegExp): { value: Value } | undefined {
		const objects = node.arguments.flatMap((argument): AnyNode[] => {
			if (argument.type === 'SpreadElement') return [];
			const written: Expression | undefined = argument.type === 'Identifier' ? this.names.get(argument.name) : argument;
			return written ? [written] : [];
		});
		for (const object of objects) {
			if (object.type !== 'ObjectExpression') continue;
			const entry = object.properties.find((one): one is Property => one.type === 'Property' && pattern.test(keyOf(one) ?? ''));
			if (entry) return { value: valueOf(entry.value, this.names) };
			const nested = object.properties.find(
				(one): one is Property =>
					one.type === 'Property' && /^(configuration|options)$/.test(keyOf(one) ?? '') && one.value.type === 'ObjectExpression',
			);
			if (nested?.value.type === 'ObjectExpression') {
				const inner = nested.value.properties.find((one): one is Property => one.type === 'Property' && pattern.test(keyOf(one) ?? ''));
				if (inner) return { value: valueOf(inner.value, this.names) };
			}
		}
		return undefined;
	}

	private use(
		names: readonly string[],
		certain: boolean,
		kind: ModelKind,
		provider: string,
		baseURL: string | undefined,
		node: AnyNode | undefined,
	): CodeUse {
		const text = node ? this.code.slice(node.start, Math.min(node.end, node.start + 20_000)) : this.code.slice(0, 20_000);
		const settings = isLanguageKind(kind) ? bodySettings(text, []) : [];
		const known = names.filter((name) => !name.includes('{{}}'));
		return certain && known.length > 0
			? { model: known[0], dynamic: false, constants: [], kind, provider, ...(baseURL && { baseURL }), settings }
			: { model: '', dynamic: true, constants: [...new Set(known)], kind, provider, ...(baseURL && { baseURL }), settings };
	}
}

/** Nobody names anything by a longer way. */
const deepestName = 20;

function nameOf(node: AnyNode, depth = 0): string {
	if (depth > deepestName) return '';
	if (node.type === 'Identifier') return node.name;
	if (node.type === 'ThisExpression') return 'this';
	if (node.type === 'ChainExpression' || node.type === 'ParenthesizedExpression') return nameOf(node.expression, depth + 1);
	if (node.type === 'MemberExpression')
		return `${nameOf(node.object, depth + 1)}.${node.property.type === 'Identifier' ? node.property.name : ''}`;
	if (node.type === 'CallExpression') return `${nameOf(node.callee, depth + 1)}()`;
	return '';
}

/** Whether a call sends a request; n8n's helpers are handed their context by `.call(this, ...)`. */
const isSend = ({ callee }: CallExpression | NewExpression) => sends.test(nameOf(callee).replace(/\.(call|apply)$/, ''));

/** What is only said: logs and errors. */
function isMessage(node: AnyNode): boolean {
	if (node.type === 'ThrowStatement') return true;
	if (node.type === 'NewExpression') return /Error$/.test(nameOf(node.callee));
	return node.type === 'CallExpression' && /^(console\.|this\.logger)/.test(nameOf(node.callee));
}

function distinct(uses: readonly CodeUse[]): CodeUse[] {
	const seen = new Map<string, CodeUse>();
	for (const use of uses) {
		const key = [use.model, use.kind, use.provider, use.constants.join()].join('\n');
		if (!seen.has(key)) seen.set(key, use);
	}
	// A use whose model is not known beside one of the same sort whose is: the same call, seen twice.
	return [...seen.values()].filter(
		(use, _index, all) =>
			use.model !== '' ||
			use.constants.length > 0 ||
			!all.some((other) => other !== use && other.kind === use.kind && other.provider === use.provider),
	);
}
