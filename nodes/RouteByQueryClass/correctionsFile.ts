import type { IExecuteFunctions } from 'n8n-workflow';
import { filesOf } from '../shared/files';

/** What Teach writes is far smaller; a file this large is another one. */
const mostBytes = 20e6;

/** A file that Teach wrote, where n8n lets nodes read. */
export async function correctionsFile(context: IExecuteFunctions, file: string): Promise<string> {
	return new TextDecoder().decode(await filesOf(context).read(file, mostBytes));
}
