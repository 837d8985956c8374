/** `npm run agents`: an agent's task on the strict hosts, through R1 Chat Model and through n8n's own models, as a table for docs/agents.md. */
import { readFileSync, writeFileSync } from 'node:fs';
import { nodeOf, runTask, type ModelKind, type TaskOutcome } from '../test/n8n/agent/runTask';
import { hostForms } from '../test/n8n/agent/strictHosts';

const page = new URL('../docs/agents.md', import.meta.url);
const kinds: ModelKind[] = ['R1 Chat Model', "n8n's own"];
const ways = [
	{ streamed: true, restarted: false },
	{ streamed: true, restarted: true },
	{ streamed: false, restarted: false },
	{ streamed: false, restarted: true },
];

const inWords = ({ isDone, refused, lost, error = 'another answer' }: TaskOutcome): string => {
	if (!isDone) return `ends: ${(refused[0] ?? error).slice(0, 70)}`;
	return lost.length > 0 ? `done; ${lost.length} turns not as the host gave them` : 'done, all as it came';
};

const rows: string[] = [];
const totals = new Map<ModelKind, { done: number; whole: number; all: number }>();
for (const form of hostForms) {
	for (const kind of kinds) {
		const outcomes: TaskOutcome[] = [];
		for (const way of ways) outcomes.push(await runTask(kind, form, way));
		const total = totals.get(kind) ?? { done: 0, whole: 0, all: 0 };
		total.all += outcomes.length;
		total.done += outcomes.filter(({ isDone }) => isDone).length;
		total.whole += outcomes.filter(({ isDone, lost }) => isDone && lost.length === 0).length;
		totals.set(kind, total);
		const [streamed, streamedAgain, whole, wholeAgain] = outcomes.map(inWords);
		const name = kind === 'R1 Chat Model' ? kind : `n8n's ${nodeOf(form.id)}`;
		rows.push(`| ${[form.id, name, streamed, streamedAgain, whole, wholeAgain].map((cell) => cell?.replaceAll('|', '\\|')).join(' | ')} |`);
	}
}
const sums = [...totals].map(
	([kind, { done, whole, all }]) => `${kind}: ${done} of ${all} tasks done, ${whole} with every turn as the host gave it.`,
);
const table = [
	'| host | model node | streamed | streamed, restarted | whole | whole, restarted |',
	'| --- | --- | --- | --- | --- | --- |',
	...rows,
	'',
	...sums,
].join('\n');
const text = readFileSync(page, 'utf8');
writeFileSync(
	page,
	text.replace(/(<!-- hosts -->\n)[\s\S]*?(<!-- end of hosts -->)/, (_, start: string, end: string) => `${start}\n${table}\n\n${end}`),
);
console.log(table);
