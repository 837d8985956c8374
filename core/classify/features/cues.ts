import { mix } from '../hash';
import { FAMILY } from './families';
import type { FeatureList } from './list';
import { stepOf, type Measures } from './measures';
import { originOfCue } from './origins';

interface Cue {
	/** What it is called in a reason. */
	name: string;
	value: (measures: Measures) => number;
}

const asks = ({ questions }: Measures) => (questions > 0 ? 1 : 0);
const figures = ({ numbers }: Measures) => Math.min(numbers, 6);

/** Marks of a text's structure. The number of a cue is part of the trained weights: add new ones, never renumber. */
export const CUES: Readonly<Record<number, Cue>> = {
	1: { name: 'the length of the text', value: ({ sizeStep }) => sizeStep },
	2: { name: 'the number of lines', value: ({ lines }) => stepOf(lines) },
	3: { name: 'the numbers in it', value: ({ numbers }) => stepOf(numbers) },
	4: { name: 'how many code symbols it has', value: ({ symbolDensity }) => symbolDensity },
	5: { name: 'its question marks', value: ({ questions }) => Math.min(questions, 3) },
	6: { name: 'how it ends', value: ({ endsWith }) => endsWith },
	7: { name: 'its quotation marks', value: ({ quotes }) => stepOf(quotes) },
	8: { name: 'a code block', value: ({ hasCodeBlock }) => (hasCodeBlock ? 1 : 0) },
	9: { name: 'how many digits it has', value: ({ digitDensity }) => digitDensity },
	10: {
		name: 'length, numbers and question marks together',
		value: (measures) => (asks(measures) * 8 + figures(measures)) * 64 + Math.min(measures.sizeStep, 16),
	},
	11: { name: 'the script it is written in', value: ({ isIdeographic }) => (isIdeographic ? 1 : 0) },
	12: { name: 'length and question mark together', value: (measures) => asks(measures) * 64 + measures.sizeStep },
	13: { name: 'length and numbers together', value: (measures) => figures(measures) * 64 + measures.sizeStep },
	14: { name: 'the answers it offers', value: ({ choices }) => choices },
	15: { name: 'how task and carried text lie', value: ({ context }) => context.form },
	16: { name: 'what kind of text is carried', value: ({ context }) => context.form * 8 + context.cargo },
	17: { name: 'the length of the system text', value: ({ context }) => stepOf(context.systemLength) },
	18: { name: 'form and length together', value: ({ context, sizeStep }) => context.form * 64 + sizeStep },
};

const NUMBERED = Object.entries(CUES).map(([number, { value }]) => ({ number: Number(number), value }));

export function addCues(measures: Measures, list: FeatureList): void {
	for (const { number, value } of NUMBERED) list.add(mix(mix(FAMILY.cue, number), value(measures)), originOfCue(number));
}
