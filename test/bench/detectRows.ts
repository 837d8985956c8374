import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { sharedData } from '../support/sharedData';

export interface LabelledText {
	id: string;
	text: string;
	lang: string;
	hasChinese: boolean;
	kind: string;
	spans: { start: number; end: number }[];
	quoted: { start: number; end: number }[];
	zhScript: string | null;
	source: string;
}

/** The labelled rows of `detect-dev`; see the folder's SOURCES.md. */
export function detectRows(): LabelledText[] {
	const lines = gunzipSync(readFileSync(sharedData('detect-dev.jsonl.gz')))
		.toString('utf8')
		.trimEnd()
		.split('\n');
	return lines.map((line) => JSON.parse(line));
}
