import { addCharacterGrams } from './characterGrams';
import { NO_CONTEXT, type Context } from './context';
import { addCues } from './cues';
import { FeatureList } from './list';
import { addMeanings } from './meanings';
import { measure } from './measures';
import { normalise, roomForText } from './normalise';
import { addWordFeatures } from './wordFeatures';
import { findWords, roomForWords } from './words';

/** Groups are scaled apart, so that a long text's many character n-grams do not drown its structure. */
export const GROUPS = ['characters', 'words', 'cues'] as const;

/** Hashed features of one text, group after group; `ends[g]` is where group `g` ends. */
export interface Features {
	ids: Int32Array;
	ends: Int32Array;
	/** What each feature of the last two groups stands for, as `readOrigin` reads it. */
	origins: Int32Array;
	/** Where in the text each of its words begins and ends. */
	words: { starts: Uint16Array; stops: Uint16Array };
}

// Room that every call uses again; what is given out is a copy.
const normal = roomForText();
const words = roomForWords();
const list = new FeatureList();

/** The features of a text, of which at most `LONGEST_TEXT` characters are read. */
export function extractFeatures(text: string, context: Context = NO_CONTEXT): Features {
	normalise(text.toLowerCase(), normal);
	findWords(normal, words);
	const measures = measure(text, normal, words, context);
	const ends = new Int32Array(GROUPS.length);
	list.clear();
	addCharacterGrams(normal, list);
	ends[0] = list.count;
	addWordFeatures(normal, words, list);
	ends[1] = list.count;
	addCues(measures, list);
	addMeanings(normal, words, measures, list);
	ends[2] = list.count;
	return { ...list.copy(), ends, words: placesOfWords() };
}

function placesOfWords(): Features['words'] {
	const { places } = normal;
	const starts = new Uint16Array(words.count);
	const stops = new Uint16Array(words.count);
	for (let word = 0; word < words.count; word++) {
		starts[word] = places[words.starts[word]];
		stops[word] = places[words.stops[word] - 1] + 1;
	}
	return { starts, stops };
}
