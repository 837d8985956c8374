// Makes lab/demo/exports: the workflows of fixtureExports/workflows.ts, imported into a real n8n and exported by it.
// Needs n8n in test/n8n (`npm run test:n8n` installs it). Run: npx tsx scripts/makeFixtureExports.ts
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { toImport, workflows } from './fixtureExports/workflows';

const root = path.join(import.meta.dirname, '..');
const n8n = path.join(root, 'test/n8n/node_modules/n8n/bin/n8n');
const target = path.join(root, 'lab/demo/exports');
if (!existsSync(n8n)) throw new Error('n8n is not installed: run `npm run test:n8n` once');

const scratch = mkdtempSync(path.join(tmpdir(), 'fixture-exports-'));
const input = path.join(scratch, 'import');
const output = path.join(scratch, 'export');
mkdirSync(input);
for (const [index, workflow] of workflows.entries()) {
	writeFileSync(path.join(input, `${index}.json`), JSON.stringify(toImport(workflow)));
}

const env = {
	...process.env,
	N8N_USER_FOLDER: scratch,
	N8N_ENCRYPTION_KEY: 'fixtures',
	N8N_DIAGNOSTICS_ENABLED: 'false',
	N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
	N8N_TEMPLATES_ENABLED: 'false',
	N8N_PERSONALIZATION_ENABLED: 'false',
	N8N_VERIFIED_PACKAGES_ENABLED: 'false',
	N8N_DISABLED_MODULES: 'mcp-registry',
	N8N_RUNNERS_BROKER_PORT: '5689',
};
function run(...args: string[]) {
	const { status, stdout, stderr } = spawnSync(process.execPath, [n8n, ...args], { env, encoding: 'utf8' });
	if (status !== 0) throw new Error(`n8n ${args.join(' ')} ended with ${status}\n${stdout}\n${stderr}`);
}

run('import:workflow', '--separate', `--input=${input}`);
run('export:workflow', '--backup', `--output=${output}`);

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const volatile = ['createdAt', 'updatedAt', 'versionId', 'activeVersionId', 'versionCounter', 'triggerCount', 'shared', 'activeVersion'];
for (const file of readdirSync(output).sort()) {
	const workflow: Record<string, unknown> = JSON.parse(readFileSync(path.join(output, file), 'utf8'));
	// Times and version ids differ with every run; the rest is as n8n wrote it.
	for (const key of volatile) if (key in workflow) workflow[key] = null;
	writeFileSync(path.join(target, file), `${JSON.stringify(workflow, null, 2)}\n`);
}
rmSync(scratch, { recursive: true, force: true });
process.stdout.write(`${readdirSync(target).length} exports in ${path.relative(root, target)}\n`);
