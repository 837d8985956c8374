import { characterKinds, KIND } from '../characters';
import { mix } from '../hash';
import { FAMILY } from './families';
import type { FeatureList } from './list';
import type { NormalText } from './normalise';
import { NO_ORIGIN } from './origins';

/** Runs of two to four characters, and single ideographs. */
export function addCharacterGrams({ codes, length }: NormalText, list: FeatureList): void {
	const kinds = characterKinds();
	for (let at = 0; at < length - 1; at++) {
		let hash = mix(FAMILY.character, codes[at]);
		if (kinds[codes[at]] === KIND.ideograph) list.add(hash, NO_ORIGIN);
		hash = mix(hash, codes[at + 1]);
		list.add(hash, NO_ORIGIN);
		if (at + 2 >= length) continue;
		hash = mix(hash, codes[at + 2]);
		list.add(hash, NO_ORIGIN);
		if (at + 3 < length) list.add(mix(hash, codes[at + 3]), NO_ORIGIN);
	}
}
