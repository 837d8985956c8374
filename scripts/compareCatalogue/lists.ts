import type { ModelRow } from '../../core/catalogue/model';

/** What a host says now that it serves. */
export interface ModelList {
	/** Host id of the catalogue. */
	host: string;
	names: readonly string[];
}

export interface ListComparison {
	/** Rows of ours that should be served and are not in the host's list. */
	gone: { host: string; model: string }[];
	/** Names that the host lists and the catalogue does not know. */
	unknown: { host: string; model: string }[];
}

/** Where the catalogue and the hosts' own lists differ. */
export function compareLists(rows: readonly ModelRow[], lists: readonly ModelList[], now: Date): ListComparison {
	const all = lists.map(({ host, names }) => {
		const ours = rows.filter((row) => row.host === host);
		const listed = new Set(names.map((name) => name.toLowerCase()));
		const known = new Set(ours.flatMap(({ id, aliases }) => [id, ...aliases]).map((name) => name.toLowerCase()));
		const served = ours.filter(
			({ served, retiresOn }) => served !== 'no' && (retiresOn === undefined || Date.parse(retiresOn) > now.getTime()),
		);
		return {
			gone: served
				.filter(({ id, aliases }) => ![id, ...aliases].some((name) => listed.has(name.toLowerCase())))
				.map(({ id }) => ({ host, model: id })),
			unknown: names.filter((name) => !known.has(name.toLowerCase())).map((model) => ({ host, model })),
		};
	});
	return { gone: all.flatMap(({ gone }) => gone), unknown: all.flatMap(({ unknown }) => unknown) };
}
