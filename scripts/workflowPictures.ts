/** Draws each bundled workflow into docs/images/workflows. */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { agentExample } from './workflowPictures/agentExample';
import { draw } from './workflowPictures/draw';

const root = path.join(import.meta.dirname, '..');
const folder = path.join(root, 'docs/images/workflows');
const ofNodes = path.join(root, 'docs/images/nodes');
for (const each of [folder, ofNodes]) mkdirSync(each, { recursive: true });
writeFileSync(path.join(ofNodes, 'r1-chat-model.svg'), draw(agentExample));
for (const file of globSync('workflows/*.json', { cwd: root })) {
	const picture = draw(JSON.parse(readFileSync(path.join(root, file), 'utf8')));
	writeFileSync(path.join(folder, `${path.basename(file, '.json')}.svg`), picture);
}
