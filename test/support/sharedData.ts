import { existsSync } from 'node:fs';
import path from 'node:path';

const folder = path.join(import.meta.dirname, '../../../shared/data');

/** Whether the optional folder with public evaluation data lies beside the checkout. */
export const hasSharedData = existsSync(folder);

export const sharedData = (...parts: string[]) => path.join(folder, ...parts);
