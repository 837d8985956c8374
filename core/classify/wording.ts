import { CUES } from './features/cues';
import { readOrigin } from './features/origins';
import { CONCEPT_NAMES } from './lexicon';

/** What a meaning or a cue is called in a reason. */
export function nameOrigin(origin: number): string {
	const { of, index } = readOrigin(origin);
	return of === 'meaning' ? `a word for “${spell(CONCEPT_NAMES[index])}”` : CUES[index].name;
}

const spell = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
