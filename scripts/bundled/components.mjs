import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** @typedef {{ name: string, version: string, licence: string, text: string, within?: string }} Component */

/**
 * What is bundled: the packages of these modules, and what those brought with them in their own files.
 * @param {Iterable<string>} moduleIds
 * @returns {Component[]}
 * @throws Error when a package names no licence, or unpdf no pdf.js
 */
export function componentsOf(moduleIds) {
	const folders = [...moduleIds].map((id) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(id)?.[0]).filter(Boolean);
	return [...new Set(folders)].sort().flatMap((folder) => {
		const { name, version, license, licenses } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
		// Older packages have a list of types.
		const licence = license ?? licenses?.map(({ type }) => type).join(' OR ');
		if (!licence) throw new Error(`The package ${name} names no licence; look it up before it is bundled`);
		const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying|notice)/i.test(each));
		const own = { name, version, licence, text: file ? readFileSync(path.join(folder, file), 'utf8').trim() : '' };
		return name === 'unpdf' ? [own, pdfjsIn(folder)] : [own];
	});
}

/** unpdf holds a build of pdf.js, which is Mozilla's and under another licence. */
function pdfjsIn(folder) {
	const text = readFileSync(path.join(folder, 'dist/pdfjs.mjs'), 'utf8');
	const version = /pdfjsVersion\s*=\s*["'`](\d+\.\d+\.\d+)|apiVersion\s*[:=]\s*["'`](\d+\.\d+\.\d+)|["'`](\d+\.\d+\.\d+)["'`]/.exec(text);
	const number = version?.slice(1).find(Boolean);
	if (!number) throw new Error('The version of pdf.js in unpdf could not be read');
	return {
		name: 'pdfjs-dist',
		version: number,
		licence: 'Apache-2.0',
		text: 'Copyright Mozilla Foundation. Licensed under the Apache License, Version 2.0: https://www.apache.org/licenses/LICENSE-2.0\nBundled within unpdf, in the build that unpdf makes of it.',
		within: 'unpdf',
	};
}
