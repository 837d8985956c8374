import { tokenAt } from './features';
import { CONCEPT_NAMES } from './lexicon';
import { CONCEPT_ORIGIN } from './origins';

const CUES: Record<number, string> = {
	1: 'the length of the text',
	2: 'the number of lines',
	3: 'the numbers in it',
	4: 'how many code symbols it has',
	5: 'its question marks',
	6: 'how it ends',
	7: 'its quotation marks',
	8: 'a code block',
	9: 'how many digits it has',
	10: 'length, numbers and question marks together',
	11: 'the script it is written in',
	12: 'length and question mark together',
	13: 'length and numbers together',
	14: 'the answers it offers',
};

export function nameOrigin(origin: number): string {
	if (origin > 0) return `the wording “${tokenAt(origin - 1)}”`;
	if (origin <= CONCEPT_ORIGIN) return `a word for “${spell(CONCEPT_NAMES[CONCEPT_ORIGIN - origin])}”`;
	return CUES[-origin] ?? 'the structure of the text';
}

const spell = (name: string): string => name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
