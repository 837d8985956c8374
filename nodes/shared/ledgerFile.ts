import path from 'node:path';
import { defaultFile } from '../../core/budget/ledger/openLedger';
import { kindOf, realPlace } from '../../core/diskFiles';
import { FileNotAllowed } from '../../core/files';
import { isWithin, n8nFolder } from './files';

/** Folders in which the operator allows ledgers by path, with `;` between them. */
export const allowedFoldersVariable = 'R1_LEDGER_FOLDERS';

/** Ledgers of their own lie together here, so that no workflow can name another file of n8n. */
const ledgersFolder = () => path.join(n8nFolder(), 'r1-ledgers');

/**
 * The SQLite file that a ledger's field means: empty is the one that all share, a name is one in the ledgers' folder, a
 * path is taken where the operator allows its folder.
 *
 * @throws FileNotAllowed for every other path, with how to move it: a workflow never gets another ledger silently.
 */
export async function ledgerFile(field: string): Promise<string | undefined> {
	const given = field.trim();
	if (given === '' || path.resolve(given) === path.resolve(defaultFile())) return undefined;
	if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/.test(given)) return await namedLedger(given);
	const inFolder = path.relative(ledgersFolder(), path.resolve(given));
	if (/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}\.sqlite$/.test(inFolder)) return await ownLedger(path.basename(inFolder, '.sqlite'));
	return await allowedLedger(given);
}

/** The file of a ledger that is there already, the shared one's too; undefined where there is none. */
export async function existingLedger(field: string): Promise<string | undefined> {
	const file = (await ledgerFile(field)) ?? defaultFile();
	return (await kindOf(file)) === 'file' ? file : undefined;
}

async function namedLedger(name: string): Promise<string> {
	// Before ledgers had names, this was a path in the folder that n8n was started in.
	const before = path.resolve(name);
	if ((await kindOf(before)) === 'file' && (await kindOf(path.join(ledgersFolder(), `${name}.sqlite`))) === undefined)
		throw notAllowed(name, `There is a file "${before}". ${howToMove(name)}`);
	return await ownLedger(name);
}

async function ownLedger(name: string): Promise<string> {
	const file = path.join(ledgersFolder(), `${name}.sqlite`);
	const place = await real(file, name);
	if (place !== path.join(await realPlace(n8nFolder()), 'r1-ledgers', `${name}.sqlite`) || !(await isFileOrNothing(place)))
		throw notAllowed(name, "It is a link in the ledgers' folder. Put the file itself there.");
	return place;
}

async function allowedLedger(given: string): Promise<string> {
	const place = await real(given, given);
	const folders = (process.env[allowedFoldersVariable] ?? '')
		.split(';')
		.map((folder) => folder.trim())
		.filter(Boolean);
	const allowed = await Promise.all(folders.map(async (folder) => isWithin(await real(folder, folder), place)));
	const isOwn = isWithin(await realPlace(n8nFolder()), place);
	if (isOwn || !allowed.includes(true) || !(await isFileOrNothing(place))) throw notAllowed(given, howToMove(given));
	return place;
}

const isFileOrNothing = async (place: string) => [undefined, 'file'].includes(await kindOf(place));

const real = async (place: string, given: string) =>
	await realPlace(place).catch(() => {
		throw notAllowed(given, "The path can't be followed.");
	});

function howToMove(given: string): string {
	const name =
		path
			.basename(given)
			.replace(/\.(sqlite3?|db)$/i, '')
			.replace(/[^A-Za-z0-9_-]+/g, '-')
			.replace(/^[-_]+/, '')
			.slice(0, 64) || 'budget';
	return (
		`A ledger is named, not pathed: stop n8n, move the file, with its -wal and -shm files, to ${path.join(ledgersFolder(), `${name}.sqlite`)} and write ${name} into the field. ` +
		`Or have n8n's operator allow its folder with the environment variable ${allowedFoldersVariable}; a folder of n8n itself can't be allowed.`
	);
}

const notAllowed = (given: string, description: string) =>
	new FileNotAllowed(`The ledger "${given.slice(0, 200)}" can't be used`, description);
