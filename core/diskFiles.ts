import { appendFileSync, constants } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, realpath } from 'node:fs/promises';
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
	const stats = await lstat(place).catch((error: unknown) => {
		if (isMissing(error)) return undefined;
		throw error;
	});
	return stats && (stats.isFile() ? 'file' : stats.isDirectory() ? 'folder' : 'other');
}

/** The files of this machine, as far as the gate lets through; by default all, since a command runs in its user's own shell. */
export function diskFiles(gate: Gate = realPlace): Files {
	const madeFolderOf = async (file: string) => {
		const place = await gate(file);
		await mkdir(path.dirname(place), { recursive: true });
		return place;
	};
	return {
		real: gate,
		async look(given) {
			const place = await gate(given);
			const kind = await kindOf(place);
			return kind && { kind, bytes: (await lstat(place)).size };
		},
		async read(file, maxBytes) {
			const chunks: Buffer[] = [];
			let bytes = 0;
			const { O_RDONLY, O_NOFOLLOW = 0 } = constants;
			// The gate has followed the links: one that stands here now was put there since.
			const handle = await open(await gate(file), O_RDONLY | O_NOFOLLOW);
			for await (const chunk of handle.createReadStream({ highWaterMark: 1 << 20 })) {
				bytes += chunk.length;
				if (bytes > maxBytes) throw Object.assign(new Error(`Is larger than ${Math.round(maxBytes / 1e6)} MB`), { code: 'EFBIG' });
				chunks.push(chunk);
			}
			return Buffer.concat(chunks);
		},
		async *lines(file) {
			const { O_RDONLY, O_NOFOLLOW = 0 } = constants;
			const handle = await open(await gate(file), O_RDONLY | O_NOFOLLOW);
			yield* handle.readLines({ encoding: 'utf8' });
		},
		async list(folder) {
			const entries = await readdir(await gate(folder), { withFileTypes: true, recursive: true });
			return entries
				.filter((entry) => entry.isFile())
				.map((entry) => path.join(entry.parentPath, entry.name))
				.sort();
		},
		async write(file, text) {
			const { O_WRONLY, O_CREAT, O_TRUNC, O_NOFOLLOW = 0 } = constants;
			const handle = await open(await madeFolderOf(file), O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW);
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

const isMissing = (error: unknown) => error instanceof Error && 'code' in error && error.code === 'ENOENT';
