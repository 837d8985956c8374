import { existsSync } from 'node:fs';
import path from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { expect, test } from 'vitest';
import manifest from '../../package.json';

const root = path.join(import.meta.dirname, '../..');

test.skipIf(!existsSync(path.join(root, 'dist/.built')))('publint finds nothing to mend in the package (needs a build)', async () => {
	const { messages } = await publint({ pkgDir: root, level: 'warning', strict: true, pack: 'npm' });
	expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
});
