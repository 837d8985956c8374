// `npm run test:mutation [-- ROOM ...]`: changes the code that decides about money and verdicts, bit by bit, and looks
// whether a test notices. Results go into docs/mutation.md, a row for each room; ends in 1 below the target.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { rooms } from './mutation/rooms.mjs';

const target = 85;
const page = 'docs/mutation.md';
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(rooms);
const unknown = chosen.find((room) => !Object.hasOwn(rooms, room));
if (unknown) {
	console.error(`There is no room "${unknown}"; there are ${Object.keys(rooms).join(', ')}`);
	process.exit(2);
}

/** Ledgers of tests lie in memory where there is such a folder: the disk is not what is tried, and thousands are made. */
const inMemory = existsSync('/dev/shm') ? { TMPDIR: '/dev/shm' } : {};

let missed = false;
for (const room of chosen) {
	// Stryker writes this file and the report at the same time, so that they must be two.
	const last = path.join('out/mutation', `${room}.json`);
	if (existsSync(last)) copyFileSync(last, path.join('out/mutation', `${room}.again.json`));
	const { status } = spawnSync(
		process.execPath,
		['node_modules/@stryker-mutator/core/bin/stryker.js', 'run', 'scripts/mutation/stryker.config.mjs'],
		{
			env: { ...process.env, ...inMemory, MUTATED_ROOM: room },
			stdio: 'inherit',
		},
	);
	if (status !== 0) process.exit(2);
	const score = record(room);
	missed ||= score < target;
}
process.exitCode = missed ? 1 : 0;

/** Writes the room's row of the page and gives its score: mutants noticed, of all that could be. */
function record(room) {
	const { files } = JSON.parse(readFileSync(path.join('out/mutation', `${room}.json`), 'utf8'));
	const count = (...statuses) =>
		Object.values(files)
			.flatMap(({ mutants }) => mutants)
			.filter(({ status }) => statuses.includes(status)).length;
	const noticed = count('Killed', 'Timeout');
	const survived = count('Survived');
	const untested = count('NoCoverage');
	const score = (100 * noticed) / (noticed + survived + untested);
	const row = `| ${room} | ${noticed + survived + untested} | ${noticed} | ${survived} | ${untested} | ${score.toFixed(1)} % | ${new Date().toISOString().slice(0, 10)} |`;
	const text = existsSync(page) ? readFileSync(page, 'utf8') : '';
	const rows = text.split('\n');
	const at = rows.findIndex((line) => line.startsWith(`| ${room} |`));
	const end = rows.findLastIndex((line) => line.startsWith('|'));
	if (at >= 0) rows[at] = row;
	else rows.splice(end + 1, 0, row);
	writeFileSync(page, rows.join('\n'));
	return score;
}
