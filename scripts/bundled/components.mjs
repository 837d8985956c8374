import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** @typedef {{ name: string, version: string, licence: string, text: string, within?: string }} Component */

/**
 * What is bundled: the packages of these modules, and what those brought with them in their own files.
 * @param {Iterable<string>} moduleIds
 * @returns {Component[]}
 * @throws Error when a package names no licence
 */
export function componentsOf(moduleIds) {
	const folders = [...moduleIds].map((id) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0]).filter(Boolean);
	return [...new Set(folders)].sort().map((folder) => {
		const { name, version, license, licenses } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
		// Older packages have a list of types.
		const licence = license ?? licenses?.map(({ type }) => type).join(' OR ');
		if (!licence) throw new Error(`The package ${name} names no licence; look it up before it is bundled`);
		const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying|notice)/i.test(each));
		return { name, version, licence, text: file ? readFileSync(path.join(folder, file), 'utf8').trim() : '' };
	});
}
