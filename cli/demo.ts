import path from 'node:path';
import { auditWith } from './audit';
import { readFlags, usage } from './auditOptions';
import { CannotRun } from './cannotRun';
import { packageRoot } from './packageRoot';

const notice = "A demonstration: the models are emulated and their faults are built in; no figure below is a real model's.";

/** The audit of the bundled example: every check, against the provider lab. */
export async function run(argv: string[]): Promise<number> {
	const flags = readFlags(argv);
	if (flags.help) {
		process.stdout.write(usage('demo'));
		return 0;
	}
	if (flags.paths.length > 0 || flags.config)
		throw new CannotRun('The demonstration brings its own workflows and settings; `audit` takes yours.');
	const folder = packageRoot();
	if (!flags.json) process.stdout.write(`${notice}\n`);
	return await auditWith({ ...flags, config: path.join(folder, 'audit.example.yaml') }, folder, notice);
}
