// `npm run audit`: the published command on this repository's build; without arguments the demonstration.
import { createRequire } from 'node:module';

const args = process.argv.slice(2);
process.argv.splice(2, args.length, ...(args.length > 0 ? ['audit', ...args] : ['demo']));
// Relative paths start where the user typed the command, not where npm changed to.
if (process.env.INIT_CWD) process.chdir(process.env.INIT_CWD);
createRequire(import.meta.url)('../dist/cli/main.js');
