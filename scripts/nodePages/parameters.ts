import type { IDisplayOptions, INodeProperties, INodePropertyCollection, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';

type Choice = INodeProperties | INodePropertyOptions | INodePropertyCollection;

/** The parameters of a node's newest version as Markdown: a table for all operations, and one for each operation. */
export function parametersOf({ properties, version }: INodeTypeDescription): string {
	const newest = Math.max(...[version].flat());
	const shown = properties.filter((property) => property.type !== 'notice' && property.type !== 'hidden' && isShown(property, newest));
	const operation = shown.find(({ name }) => name === 'operation');
	if (!operation) return table(shown, properties, newest);
	const choices = (operation.options ?? []).filter(isChoice);
	const parts = choices.map((choice) => {
		const own = shown.filter((property) => property !== operation && (valuesOf(property, 'operation') ?? []).includes(choice.value));
		return [
			`### ${choice.name}`,
			choice.description ? sentence(choice.description) : '',
			own.length ? table(own, properties, newest) : 'No fields of its own.',
		]
			.filter(Boolean)
			.join('\n\n');
	});
	const common = shown.filter((property) => property !== operation && !valuesOf(property, 'operation'));
	const all = common.length ? [`### Fields of every operation\n\n${table(common, properties, newest)}`] : [];
	return [`**${operation.displayName}** chooses what the node does.`, ...parts, ...all].join('\n\n');
}

const head = '| Field | Default | What it is |\n| --- | --- | --- |';
const table = (fields: readonly INodeProperties[], all: readonly INodeProperties[], newest: number) =>
	[head, ...fields.flatMap((field) => rowsOf(field, all, '', newest))].join('\n');

/** A field, and those within it. */
function rowsOf(field: INodeProperties, all: readonly INodeProperties[], within: string, newest: number): string[] {
	if (!isShown(field, newest)) return [];
	const name = `${within}${field.displayName}`;
	const inner = (field.options ?? []).flatMap((option) => {
		if (isGroup(option)) return option.values.flatMap((each) => rowsOf(each, option.values, `${name} › `, newest));
		return isField(option) ? rowsOf(option, (field.options ?? []).filter(isField), `${name} › `, newest) : [];
	});
	const shownWhen = conditions(field.displayOptions, all);
	const text = [
		field.description ? sentence(field.description) : '',
		field.hint ? sentence(field.hint) : '',
		choicesOf(field),
		shownWhen ? `Shown when ${shownWhen}.` : '',
	];
	return [`| ${cell(name)} | ${defaultOf(field)} | ${cell(text.filter(Boolean).join(' '))} |`, ...inner];
}

function choicesOf({ options = [] }: INodeProperties): string {
	const choices = options.filter(isChoice);
	return (
		choices.map(({ name, description }) => `**${name}**${description ? `: ${description.replace(/\.$/, '')}` : ''}`).join('; ') +
		(choices.length ? '.' : '')
	);
}

function defaultOf({ type, default: given, options = [] }: INodeProperties): string {
	const chosen = options.filter(isChoice).find(({ value }) => value === given);
	if (chosen) return cell(String(chosen.name));
	if (type === 'resourceLocator' && typeof given === 'object' && given !== null && 'value' in given) return code(String(given.value ?? ''));
	if (typeof given === 'object') return '';
	return code(String(given ?? ''));
}

/** When a field is shown, in the words of the panel. */
function conditions(display: IDisplayOptions | undefined, all: readonly INodeProperties[]): string {
	return Object.entries(display?.show ?? {})
		.filter(([name]) => name !== 'operation')
		.flatMap(([name, values = []]) => {
			if (name === '@tool') return values.includes(true) ? ['the node is a tool of an agent'] : [];
			if (name.startsWith('@')) return [];
			const field = all.find((each) => each.name === name.replace(/^\//, ''));
			const words = values.map(
				(value) => (field?.options ?? []).filter(isChoice).find((choice) => choice.value === value)?.name ?? String(value),
			);
			return [`**${field?.displayName ?? name}** is ${words.join(' or ')}`];
		})
		.join(' and ');
}

function isShown({ displayOptions }: INodeProperties, version: number): boolean {
	const wanted = displayOptions?.show?.['@version'];
	if (!wanted) return true;
	return wanted.some((each) => {
		if (typeof each === 'number') return each === version;
		const condition: unknown = typeof each === 'object' && each !== null && '_cnd' in each ? each._cnd : undefined;
		return typeof condition === 'object' && condition !== null && 'gte' in condition && version >= Number(condition.gte);
	});
}

const valuesOf = ({ displayOptions }: INodeProperties, name: string) => displayOptions?.show?.[name];

const isGroup = (option: Choice): option is INodePropertyCollection => 'values' in option;
const isField = (option: Choice): option is INodeProperties => 'type' in option;
const isChoice = (option: Choice): option is INodePropertyOptions => 'value' in option;

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);
const cell = (text: string) =>
	text
		.replace(/\s*\n\s*/g, ' ')
		.replaceAll('|', '\\|')
		.replaceAll('<', '&lt;');
const code = (text: string) => (text === '' ? '' : `\`${text.replace(/\s+/g, ' ').replaceAll('|', '\\|')}\``);
