/** Writes the parameters of each node into its page below docs/nodes. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { loadBuiltPack } from '../test/support/nodeTypes';
import { pageOf, withParameters } from './nodePages/pages';

const root = path.join(import.meta.dirname, '..');
for (const { description } of Object.values(loadBuiltPack().nodes)) {
	if (!('properties' in description)) continue;
	const file = path.join(root, pageOf(description));
	writeFileSync(file, withParameters(readFileSync(file, 'utf8'), description));
}
