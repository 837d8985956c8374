import { appendFileSync, closeSync, constants, fstatSync, openSync, readFileSync, type Stats } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { Files } from './files';

/** Answers a path with the place that it leads to, or refuses it. */
export type Gate = (place: string) => Promise<string>;

/** Where a path leads, links followed; what does not exist yet lies in the nearest folder that does. */
export async function realPlace(place: string): Promise<string> {
	const whole = path.resolve(place);
	try {
		return await realpath(whole);
	} catch (error) {
		if (!isMissing(error) || path.dirname(whole) === whole) throw error;
	}
	// A link that leads nowhere would be followed by whoever makes the file.
	if ((await kindOf(whole)) !== undefined) throw Object.assign(new Error('The link leads nowhere'), { code: 'ELOOP' });
	return path.join(await realPlace(path.dirname(whole)), path.basename(whole));
}

/** What stands at a place; a link is none of them, nothing is undefined. */
export async function kindOf(place: string): Promise<'file' | 'folder' | 'other' | undefined> {
	const stats = await statsOf(place);
	return stats && kindIn(stats);
}

const statsOf = async (place: string) =>
	await lstat(place).catch((error: unknown) => {
		if (isMissing(error)) return undefined;
		throw error;
	});

const kindIn = (stats: Stats) => (stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other');

/** The files of this machine, as far as the gate lets through; by default all, since a command runs in its user's own shell. */
export function diskFiles(gate: Gate = realPlace): Files {
	// Where all is let through, what a folder was found to hold needs no second look; links are still refused by `openSync`.
	const listed = new Set<string>();
	const madeFolderOf = async (file: string) => {
		const place = await gate(file);
		await mkdir(path.dirname(place), { recursive: true });
		return place;
	};
	return {
		real: gate,
		async look(given) {
			const stats = await statsOf(await gate(given));
			return stats && { kind: kindIn(stats), bytes: stats.size };
		},
		async read(file, maxBytes) {
			const { O_RDONLY, O_NOFOLLOW = 0 } = constants;
			if (listed.has(file)) return readListed(file, maxBytes);
			// The gate has followed the links: one that stands here now was put there since.
			const handle = await open(await gate(file), O_RDONLY | O_NOFOLLOW);
			return await readWhole(handle, maxBytes).finally(() => handle.close());
		},
		async *lines(file) {
			const { O_RDONLY, O_NOFOLLOW = 0 } = constants;
			const handle = await open(await gate(file), O_RDONLY | O_NOFOLLOW);
			yield* handle.readLines({ encoding: 'utf8' });
		},
		async list(folder) {
			const entries = await readdir(await gate(folder), { withFileTypes: true, recursive: true });
			const found = entries
				.filter((entry) => entry.isFile())
				.map((entry) => path.join(entry.parentPath, entry.name))
				.sort();
			if (gate === realPlace) for (const file of found) listed.add(file);
			return found;
		},
		async write(file, text, { isPrivate = false } = {}) {
			const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0 } = constants;
			const mode = isPrivate ? 0o600 : 0o666;
			const handle = await open(await madeFolderOf(file), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode);
			await handle.writeFile(text).finally(() => handle.close());
		},
		async keep(file) {
			const place = await madeFolderOf(file);
			const text = await readFile(place, 'utf8').catch((error: unknown) => {
				if (isMissing(error)) return '';
				throw error;
			});
			return { text, append: (more) => appendFileSync(place, more, { mode: 0o600 }) };
		},
		async grow(file) {
			const place = await madeFolderOf(file);
			return { append: (more) => appendFileSync(place, more, { mode: 0o600 }) };
		},
		database: madeFolderOf,
	};
}

const tooLarge = (maxBytes: number) => Object.assign(new Error(`Is larger than ${Math.round(maxBytes / 1e6)} MB`), { code: 'EFBIG' });

/** One of thousands of files, in a command that does nothing else: handing each step to another thread takes twice the time. */
function readListed(file: string, maxBytes: number): Uint8Array {
	const { O_RDONLY, O_NOFOLLOW = 0 } = constants;
	const handle = openSync(file, O_RDONLY | O_NOFOLLOW);
	try {
		if (fstatSync(handle).size > maxBytes) throw tooLarge(maxBytes);
		return readFileSync(handle);
	} finally {
		closeSync(handle);
	}
}

/** As many bytes at once as the file says it has; one that grows, or that has no size, is read on until it ends. */
async function readWhole(handle: FileHandle, maxBytes: number): Promise<Uint8Array> {
	const stats = await handle.stat();
	if (stats.size > maxBytes) throw tooLarge(maxBytes);
	let buffer = Buffer.allocUnsafe(stats.size + (stats.size === 0 ? 65_536 : 1));
	let filled = 0;
	for (;;) {
		const wanted = buffer.length - filled;
		const { bytesRead } = await handle.read(buffer, filled, wanted, null);
		filled += bytesRead;
		if (filled > maxBytes) throw tooLarge(maxBytes);
		// A file on a disk gives all that was asked for, if it is there.
		if (bytesRead === 0 || (bytesRead < wanted && stats.isFile())) return buffer.subarray(0, filled);
		if (filled === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
	}
}

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';
