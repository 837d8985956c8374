import { existsSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '../../../shared/data');

/** Whether the optional folder with public evaluation data lies beside the checkout. */
export const hasSharedData = existsSync(folder);

export const sharedData = (...parts: string[]) => path.join(folder, ...parts);

/** Folders with answers in the hosts' wire shapes: the project's own, and real recordings where they lie beside the checkout. */
export const wireFolders = [
	{ name: 'written by hand', folder: path.join(import.meta.dirname, '../data/wire') },
	...(hasSharedData ? [{ name: 'recorded', folder: sharedData('wire') }] : []),
];
