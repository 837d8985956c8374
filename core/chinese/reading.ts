/** What a run is; all but `chinese`, `japanese` and `korean` is Chinese that may stand where it stands. */
export type Reading = 'chinese' | 'japanese' | 'korean' | 'quoted' | 'gloss' | 'name' | Excuse;

/** Why the caller's options let a run pass. */
export type Excuse = 'term' | 'prompt' | 'expected' | 'code' | 'quotation' | 'small';
