import { existsSync } from 'node:fs';
import path from 'node:path';

/** The folder of this package, of the sources as of the built command, which lies deeper. */
export function packageRoot(): string {
	for (let folder = __dirname; ; folder = path.dirname(folder)) {
		if (existsSync(path.join(folder, 'audit.example.yaml'))) return folder;
		if (folder === path.dirname(folder)) throw new Error('The files of the package are not complete: audit.example.yaml is missing');
	}
}
