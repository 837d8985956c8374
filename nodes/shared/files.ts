import { homedir } from 'node:os';
import path from 'node:path';
import type { FileSystemHelperFunctions, ResolvedFilePath } from 'n8n-workflow';
import { diskFiles, kindOf, realPlace } from '../../core/diskFiles';
import { FileNotAllowed, type Files } from '../../core/files';

type Helpers = Partial<FileSystemHelperFunctions>;

/** The files that n8n lets its own Read/Write Files node use: the only way for a node to a file that a user names. */
export const filesOf = ({ helpers }: { helpers: object }): Files => diskFiles(async (place) => await allowedPlace(helpers, place));

/** n8n's own folder: its database, its settings with the key of all credentials, and the packs that it loads. */
export const n8nFolder = () => path.join(process.env.N8N_USER_FOLDER ?? homedir(), '.n8n');

/** Where the kernel shows processes and devices as files: memory and environment of n8n among them. */
const ofTheKernel = ['/proc', '/sys', '/dev'];

async function allowedPlace(helpers: Helpers, given: string): Promise<string> {
	if (given.trim() === '' || given.includes('\0')) throw notAllowed(given, 'Write the path of a file or folder.');
	const place = await realPlace(given).catch((error: unknown) => {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
		throw notAllowed(given, `The path can't be followed (${code}).`);
	});
	const own = await realPlace(n8nFolder());
	if (isWithin(own, place)) throw notAllowed(given, "It lies in n8n's own folder. Choose a folder for data, outside of it.");
	if (ofTheKernel.some((folder) => isWithin(folder, place))) throw notAllowed(given, 'It is no file of a disk.');
	if (!helpers.isFilePathBlocked) throw notAllowed(given, "This n8n can't say which files may be used. Update n8n.");
	// n8n marks a path whose links it has followed by a type; it has no way to mark one that does not exist with its folder.
	if (helpers.isFilePathBlocked(place as ResolvedFilePath))
		throw notAllowed(given, "Choose a path below ~/.n8n-files, or have n8n's operator add its folder to N8N_RESTRICT_FILE_ACCESS_TO.");
	if ((await kindOf(place)) === 'other') throw notAllowed(given, 'It is neither a file nor a folder.');
	return place;
}

/** Whether a path is the folder or lies below it. */
export function isWithin(folder: string, place: string): boolean {
	const way = path.relative(folder, place);
	return way === '' || (way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way));
}

const notAllowed = (given: string, description: string) =>
	new FileNotAllowed(`n8n does not allow access to "${given.slice(0, 200)}"`, description);
