import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/**
 * What n8n asks the registry for by `npm`, answered from files: n8n takes no other registry without a licence. Install, Update
 * and Uninstall of *Settings → Community nodes* are otherwise n8n's own.
 *
 * @returns `path` to put before PATH, and `publish`, after which a tarball is the newest one of the package.
 */
export function localRegistry(folder: string) {
	mkdirSync(folder, { recursive: true });
	const script = path.join(folder, 'npm');
	const lines = [
		'#!/bin/sh',
		'# view NAME@VERSION version --json | pack NAME@VERSION --quiet | install',
		'case "$1" in',
		`view) cat "${folder}/version.json" ;;`,
		`pack) cp "${folder}/newest.tgz" ./newest.tgz && echo newest.tgz ;;`,
		'install) ;;',
		'outdated) echo "{}" ;;',
		'*) echo "npm $1 is not foreseen here" >&2; exit 1 ;;',
		'esac',
	];
	writeFileSync(script, `${lines.join('\n')}\n`);
	chmodSync(script, 0o755);
	return {
		path: folder,
		publish(tarball: string, version: string) {
			copyFileSync(tarball, path.join(folder, 'newest.tgz'));
			writeFileSync(path.join(folder, 'version.json'), JSON.stringify(version));
		},
	};
}
