/** `npm run bench [-- NAME ...]`: runs test/bench/NAME.bench.ts, each in a process of its own; all of them without a name. */
import { fork } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '../test/bench');
const known = readdirSync(folder)
	.filter((file) => file.endsWith('.bench.ts'))
	.map((file) => file.replace('.bench.ts', ''));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));

void main();

async function main(): Promise<void> {
	if (unknown.length > 0) {
		console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${known.join(', ')}`);
		process.exitCode = 2;
		return;
	}
	for (const name of asked.length > 0 ? asked : known) {
		console.log(`\n== ${name}`);
		const code = await runAlone(path.join(folder, `${name}.bench.ts`));
		if (code !== 0) process.exitCode = 1;
	}
}

function runAlone(file: string): Promise<number | null> {
	const start =
		'import(process.argv[1]).then((module) => (module.default.default ?? module.default)()).catch((error) => { console.error(error); process.exitCode = 1; })';
	const child = fork('-e', [start, file], { execArgv: ['--import', 'tsx'] });
	return new Promise((resolve) => child.once('exit', resolve));
}
