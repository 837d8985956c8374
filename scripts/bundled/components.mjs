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
		const { name, version, license, licenses, author } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
		// Older packages have a list of types.
		const licence = license ?? licenses?.map(({ type }) => type).join(' OR ');
		if (!licence) throw new Error(`The package ${name} names no licence; look it up before it is bundled`);
		// A notice travels with its licence.
		const files = readdirSync(folder, { withFileTypes: true }).filter(
			(each) => each.isFile() && /^(licen[cs]e|copying|notice)/i.test(each.name),
		);
		const texts = files.map((each) => readFileSync(path.join(folder, each.name), 'utf8').trim());
		return { name, version, licence, text: texts.join('\n\n') || usualText(name, licence, author) };
	});
}

/**
 * The text of a licence that a package names without holding it.
 * @param {string} name
 * @param {string} licence
 * @param {string | { name?: string } | undefined} author
 */
function usualText(name, licence, author) {
	if (licence !== 'MIT') throw new Error(`The package ${name} holds no text of its licence (${licence}); look it up before it is bundled`);
	const holder = (typeof author === 'string' ? author.replace(/\s*<.*$/, '') : author?.name) ?? `the authors of ${name}`;
	return `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;
}
