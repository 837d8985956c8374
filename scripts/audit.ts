import { mkdtempSync, rmSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { CannotRun, readFlags, usage, userFolder } from './audit/options';

// The engine is some 2,000 files: their compiled code is kept between audits.
enableCompileCache(path.join(import.meta.dirname, '../node_modules/.cache/audit'));

async function main(): Promise<number> {
	const flags = readFlags(process.argv.slice(2));
	if (flags.help) {
		process.stdout.write(usage);
		return 0;
	}
	process.chdir(userFolder());
	const { audit } = await import('./audit/audit');
	return await audit(flags);
}

// n8n-core wants a folder for its settings; it is gone when the audit is.
const scratch = mkdtempSync(path.join(tmpdir(), 'n8n-nodes-r1-audit-'));
process.env.N8N_USER_FOLDER = scratch;
process.on('exit', () => rmSync(scratch, { recursive: true, force: true }));

main().then(
	(code) => process.exit(code),
	(error: unknown) => {
		const reason = error instanceof Error ? error.message : String(error);
		process.stderr.write(`Could not run: ${reason.split('\n')[0]}\n`);
		if (!(error instanceof CannotRun) && process.env.DEBUG) process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`);
		process.exit(2);
	},
);
