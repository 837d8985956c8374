// The stricter half of `npm run typecheck`: indexed access may be undefined, and nothing newer than Node 20 is used.
// TypeScript checks what a room imports along with it, so the rooms that are held to it are picked here.
import { spawnSync } from 'node:child_process';

const held =
	/^(core\/(audit|budget|catalogue|history|migrate|money|redact|replay|report|shadow|statistics|index|itemAt|parseFields)\b|nodes\/|cli\/|credentials\/)/;
/** "Do you need to change your target library?": held everywhere, for the command runs on Node 20. */
const tooNew = /error TS(2550|2583):/;

const { stdout } = spawnSync(process.execPath, ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'tsconfig.strict.json'], {
	encoding: 'utf8',
	maxBuffer: 64e6,
});
const wrong = stdout.split('\n').filter((line) => held.test(line) || tooNew.test(line));
if (wrong.length > 0) console.log(wrong.join('\n'));
process.exitCode = wrong.length > 0 ? 1 : 0;
