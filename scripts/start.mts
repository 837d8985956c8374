/** Shows the pack on n8n's canvas: the real n8n with the packed nodes, the bundled workflows and the provider lab. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startLab } from '../lab';
import { N8n } from '../test/n8n/n8n';
import { labCredentials, withCredentials } from '../test/support/labCredentials';
import { credentialTypesOf } from '../test/support/nodeTypes';
import type { WorkflowJson } from '../test/support/runWorkflow';

const { values } = parseArgs({
	options: { port: { type: 'string', default: '5678' }, folder: { type: 'string', default: '.n8n' } },
});
const say = (line: string) => process.stdout.write(`${line}\n`);

const root = path.join(import.meta.dirname, '..');
const folder = path.resolve(root, values.folder);
const first = !existsSync(path.join(folder, '.n8n/database.sqlite'));
const lab = await startLab();
say(`Provider lab     ${lab.baseURL}  (answers are emulated)`);

say('Packing the nodes and installing them into n8n...');
const n8n = await N8n.install({ folder, port: Number(values.port) });
const credentials = labCredentials(lab);
await n8n.importCredentials(credentials);
if (first) {
	const files = globSync('workflows/*.json', { cwd: root }).sort();
	await n8n.importWorkflows(
		files.map((file, index) => {
			const workflow: WorkflowJson = JSON.parse(readFileSync(path.join(root, file), 'utf8'));
			const id = `bundled${String(index).padStart(9, '0')}`;
			return withCredentials({ ...workflow, id }, credentials, credentialTypesOf);
		}),
	);
	say(`Imported ${files.length} bundled workflows, with credentials that lead to the lab`);
}
say('Starting n8n...');
await n8n.start();
say(
	`\nn8n              ${n8n.url}\nIts data         ${folder}\n\nThe first visit asks for an owner account, which stays on this machine. Ctrl-C stops both.`,
);

async function stop() {
	await n8n.stop();
	await lab.close();
	process.exit(0);
}
process.once('SIGINT', () => void stop());
