/** Which rule of the ladder told how an answer compares with the recorded one. */
export type Rung = 'failure' | 'label' | 'number' | 'json' | 'tools' | 'text';

/**
 * A new answer held against the recorded one. `unjudged` says that neither could be told; such calls are counted apart and
 * bound the verdict. `judged`: a model's opinion had a part in it.
 */
export interface Comparison {
	outcome: 'win' | 'tie' | 'loss' | 'unjudged';
	rung: Rung;
	/** For the reader of the changed answers. */
	reason: string;
	judged?: boolean;
	/** A loss by no more than being another valid answer: the old model itself might have given it. */
	differs?: boolean;
}

export const scoreOf = ({ outcome }: Comparison): number | undefined =>
	outcome === 'win' ? 1 : outcome === 'loss' ? -1 : outcome === 'tie' ? 0 : undefined;
