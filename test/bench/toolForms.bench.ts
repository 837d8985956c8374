/**
 * `npm run bench -- toolForms`: calls of tools by the API beside calls in the prompt form, on the tool cases. A model is emulated that
 * makes the right calls in either form, so that what differs is what the form loses, damages or invents on its way through the
 * pack; how well a model fills the form in is not measured.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { bundledCases } from '../../core/checks/tools/cases/bundled';
import { readCases } from '../../core/checks/tools/cases/readCases';
import type { ToolCase } from '../../core/checks/tools/cases/toolCase';
import { toTools, type OfferedTool } from '../../core/checks/tools/toTools';
import { parseJson } from '../../core/json';
import { reason, type ReasonMessage } from '../../core/reason';
import { drawFrom } from '../../core/tasks/bundled/draw';
import { readRows } from '../../core/tasks/readRows';
import { startLab, type Lab } from '../../lab';
import { callsInPromptForm } from '../../lab/promptTools';
import { firstValues } from '../../lab/reply';
import { machineNow, tableOf, writeMeasured, type Cell } from '../support/measuredTable';
import { hasSharedData, sharedData, wireFolders } from '../support/sharedData';

interface WrittenCall {
	name: string;
	given: unknown;
}

const forms = ['native', 'prompt'] as const;
type Form = (typeof forms)[number];

export default async function toolForms() {
	const sets: { name: string; cases: readonly ToolCase[] }[] = [
		{ name: 'bundled cases', cases: bundledCases({ count: 200 }) },
		{ name: 'arguments with quotes, line breaks, code, CJK, nested JSON', cases: hardCases(200) },
		...(await publicCases()),
	];
	const rows: Record<string, Cell>[] = [];
	for (const { name, cases } of sets) for (const form of forms) rows.push(await runCases(name, cases, form));
	for (const form of forms) rows.push(await runRecorded(form));
	const table = tableOf(rows);
	const missing = hasSharedData ? '' : ' The public cases are not at hand: left out.';
	writeMeasured('docs/agents.md', 'tool forms', `Measured ${machineNow()}, on an emulated model.${missing}\n\n${table}`);
}

async function publicCases() {
	const file = sharedData('tools-dev.jsonl');
	if (!hasSharedData) {
		console.log('The public cases are not at hand: left out.');
		return [];
	}
	const { rows } = await readRows(file, readFileSync(file));
	const { cases, problems } = readCases(file, rows);
	if (problems.length > 0) console.log(`${problems.length} of the public cases can't be used.`);
	return [{ name: 'public cases (Berkeley leaderboard)', cases }];
}

/** Texts that break a form which does not expect them. */
const pieces = [
	...['He said "yes".', "it's", 'C:\\temp\\new', 'two\nlines\n', '\ttabbed\t', '```js\nconst a = `b`;\n```', '<call tool="x">', '</call>'],
	...[
		'{"a": {"b": [1, "c"]}}',
		'SELECT CASE WHEN a THEN 1\nEND\nFROM t',
		'to: ada\nfrom: ben',
		'今天天气很好。',
		'「こんにちは」',
		'안녕하세요',
		'🙂',
	],
	...['<p class="x">a &amp; b</p>', '42', 'null', "print('a\\n')", '<<EOF\ntext\nEOF', '</think>', '| a | b |\n| - | - |'],
];

function hardCases(count: number): ToolCase[] {
	const draw = drawFrom(7);
	const text = () => Array.from({ length: draw.int(1, 4) }, () => draw.pick(pieces)).join(draw.pick([' ', '\n', '']));
	return Array.from({ length: count }, (_, index) => {
		const nested = { title: text(), tags: [text(), draw.int(1, 9)], inner: { note: text(), is_open: draw.int(0, 1) === 1 } };
		const given = { subject: text(), body: text(), count: draw.int(1, 99), record: nested };
		return {
			id: `hard-${index}`,
			category: 'hard',
			messages: [{ role: 'user', content: `Save record number ${index} as it was agreed.` }],
			functions: [
				{
					name: 'save_record',
					description: 'Save a record',
					parameters: {
						type: 'object',
						properties: {
							...{ subject: { type: 'string' }, body: { type: 'string' }, count: { type: 'integer' } },
							record: { type: 'object', properties: { title: { type: 'string' } } },
						},
						required: ['subject', 'body', 'count', 'record'],
					},
				},
			],
			groundTruth: [{ save_record: asAccepted(given) }],
		};
	});
}

/** As the leaderboard has it: a list of accepted values for each key, in nested objects too. */
const asAccepted = (given: Record<string, unknown>): Record<string, readonly unknown[]> =>
	Object.fromEntries(Object.entries(given).map(([key, value]) => [key, [accepted(value)]]));

const accepted = (value: unknown): unknown => {
	if (Array.isArray(value)) return value.map(accepted);
	return typeof value === 'object' && value !== null ? asAccepted(Object.fromEntries(Object.entries(value))) : value;
};

/** What came of the calls that the emulated model made. */
class Tally {
	private readonly counts = { right: 0, lost: 0, damaged: 0, invented: 0 };
	private due = 0;

	add(due: readonly WrittenCall[], made: readonly WrittenCall[], about: string) {
		// Equal calls of an answer are made once, by design.
		const written = due.filter((call, at) => due.findIndex((other) => isDeepStrictEqual(other, call)) === at);
		const left = [...written];
		const take = (isSame: (call: WrittenCall) => boolean) => {
			const at = left.findIndex(isSame);
			if (at >= 0) left.splice(at, 1);
			return at >= 0;
		};
		const before = { ...this.counts };
		this.due += written.length;
		const others = made.filter((call) => !take((each) => isDeepStrictEqual(each, call)));
		this.counts.right += made.length - others.length;
		for (const call of others) this.counts[take(({ name }) => name === call.name) ? 'damaged' : 'invented'] += 1;
		this.counts.lost += left.length;
		if (this.counts.right - before.right < written.length || made.length > written.length)
			console.error(`${about}: ${JSON.stringify(written).slice(0, 300)} came as ${JSON.stringify(made).slice(0, 300)}`);
	}

	row(cases: string, count: number, form: Form): Record<string, Cell> {
		const { right, lost, damaged, invented } = this.counts;
		return {
			cases,
			answers: count,
			form: form === 'native' ? 'by the API' : 'in the prompt',
			calls: this.due,
			right,
			lost,
			damaged,
			invented,
		};
	}
}

async function runCases(name: string, cases: readonly ToolCase[], form: Form) {
	const tally = new Tally();
	for (const each of cases) {
		// One case a lab: two cases may ask in the same words.
		const lab = await startLab({ toolCases: [each] });
		try {
			const { tools } = toTools(each.functions);
			const offeredAs = new Map(each.functions.map((spec, index) => [spec.name, tools[index].function.name]));
			const written = each.groundTruth.flatMap((due) =>
				Object.entries(due).map(([own, values]) => ({ name: offeredAs.get(own) ?? own, given: firstValues(values) })),
			);
			tally.add(written, await callsOf(lab, each.messages, tools, form), `${form} ${each.id}`);
		} finally {
			await lab.close();
		}
	}
	return tally.row(name, cases.length, form);
}

async function callsOf(
	lab: Lab,
	messages: readonly ReasonMessage[],
	tools: readonly OfferedTool[],
	toolForm: Form,
): Promise<WrittenCall[]> {
	const { toolCalls = [] } = await reason({ model: 'lab-right', messages, tools, toolForm }, { baseURL: lab.at('vllm') }, { retries: 0 });
	return toolCalls.map(({ name, arguments: given }) => ({ name, given: parseJson(given) }));
}

/** Streams of hosts with calls, as they came; in the prompt form the same trace and calls as text. */
async function runRecorded(form: Form) {
	const tally = new Tally();
	const files = wireFolders.flatMap(({ folder }) =>
		readdirSync(folder)
			.filter((file) => file.endsWith('tool-call.chunks.txt'))
			.map((file) => path.join(folder, file)),
	);
	for (const file of files) {
		const chunks = readFileSync(file, 'utf8').split('\n').filter(Boolean);
		const { thinking, written } = readRecording(chunks);
		const lab = await startLab();
		try {
			lab.script(
				form === 'native'
					? { chunks }
					: { thinking, answer: callsInPromptForm(written.map(({ name, given }) => ({ name, arguments: JSON.stringify(given) }))) },
			);
			const tools = written.map(({ name }) => ({
				type: 'function' as const,
				function: { name, description: '', parameters: { type: 'object' } },
			}));
			tally.add(written, await callsOf(lab, [{ role: 'user', content: 'Go on' }], tools, form), `${form} ${path.basename(file)}`);
		} finally {
			await lab.close();
		}
	}
	return tally.row('recorded streams', files.length, form);
}

interface RecordedDelta {
	reasoning_content?: string | null;
	tool_calls?: { index: number; function?: { name?: string; arguments?: string } }[];
}

function readRecording(chunks: readonly string[]): { thinking: string; written: WrittenCall[] } {
	const calls: { name: string; text: string }[] = [];
	let thinking = '';
	for (const chunk of chunks) {
		const { choices = [] } = JSON.parse(chunk) as { choices?: { delta: RecordedDelta }[] };
		for (const { delta } of choices) {
			thinking += delta.reasoning_content ?? '';
			for (const { index, function: called } of delta.tool_calls ?? []) {
				const call = (calls[index] ??= { name: '', text: '' });
				call.name ||= called?.name ?? '';
				call.text += called?.arguments ?? '';
			}
		}
	}
	return { thinking, written: calls.map(({ name, text }) => ({ name, given: parseJson(text) })) };
}
