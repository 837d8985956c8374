#!/usr/bin/env node
import * as module from 'node:module';
import { CannotRun } from './cannotRun';
import { messageOf } from '../core/describeError';

/** The commands, each loaded when it is called; what one prints and returns is its own. */
const commands: Record<string, { about: string; load: () => Promise<{ run(argv: string[]): Promise<number> }> }> = {
	audit: { about: 'audit workflows and check the model that they move to', load: () => import('./audit') },
	migrate: { about: 'plan, apply and undo the change on a live n8n', load: () => import('./migrate') },
	history: { about: 'which past calls of models n8n has recorded, for a replay', load: () => import('./history') },
	replay: { about: 'ask a candidate what your history holds, and decide by a margin', load: () => import('./replay') },
	ledger: { about: 'prune and report a ledger of budgets', load: () => import('./ledger') },
	demo: { about: 'a demonstration of the audit on emulated models', load: () => import('./demo') },
};

const usage = `n8n-nodes-r1 COMMAND [options]

${Object.entries(commands)
	.map(([name, { about }]) => `  ${name.padEnd(8)}${about}`)
	.join('\n')}

  --help      this text; COMMAND --help explains a command
  --version   the version of the package
`;

async function main([name, ...rest]: string[]): Promise<number> {
	if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
		process.stdout.write(usage);
		return name === undefined ? 2 : 0;
	}
	if (name === '--version' || name === '-v') {
		const { version } = (await import('../package.json')).default;
		process.stdout.write(`${version}\n`);
		return 0;
	}
	const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
	if (!command) throw new CannotRun(`There is no command "${name}"; there are ${Object.keys(commands).join(', ')}. See --help.`);
	return await (await command.load()).run(rest);
}

// Compiled code is kept between runs, where this Node can.
module.enableCompileCache?.();

/** Sets the exit code instead of leaving at once: a pipe takes its time. */
void main(process.argv.slice(2)).then(
	(code) => {
		process.exitCode = code;
	},
	async (error: unknown) => {
		const { redactText } = await import('../core/redact/redact');
		const { oneLine, withoutControls } = await import('../core/report/format');
		const reason = messageOf(error);
		process.stderr.write(`Could not run: ${oneLine(redactText(reason.split('\n')[0] ?? ''))}\n`);
		if (!(error instanceof CannotRun) && process.env.DEBUG)
			process.stderr.write(`${withoutControls(redactText((error instanceof Error && error.stack) || ''))}\n`);
		process.exitCode = 2;
	},
);
