import { CUES } from './features/cues';
import { readOrigin } from './features/origins';
import type { Features } from './features';
import { CONCEPT_NAMES } from './lexicon';

const LONGEST_WORD = 30;

/** What a feature of `text` stands for, in words. */
export function nameOrigin(origin: number, text: string, { words }: Pick<Features, 'words'>): string {
	const { of, index } = readOrigin(origin);
	if (of === 'cue') return CUES[index].name;
	if (of === 'meaning') return `a word for “${spell(CONCEPT_NAMES[index])}”`;
	const start = words.starts[index];
	return `the wording “${text.slice(start, Math.min(words.stops[index], start + LONGEST_WORD)).toLowerCase()}”`;
}

const spell = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
