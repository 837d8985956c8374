import type { Ledger } from '../../../core/budget/ledger/ledger';

/** What the logs of all workers say about one reservation. */
interface Story {
	estimate: number;
	releaseAsked: boolean;
	releaseTold: boolean;
	sendAsked: boolean;
	sendTold: boolean;
	settleAsked?: number;
	settleTold: boolean;
}

export interface Judgement {
	reservations: number;
	spentNano: number;
	/** Everything that does not add up, in words. */
	wrong: string[];
}

/**
 * Asks the ledger, by its public functions only, what became of each reservation that a worker was given, and compares it
 * with what the workers wrote down. Unanswered questions leave two ends open; everything else has one.
 */
export async function judge(ledger: Ledger, lines: readonly string[], limitNano: number): Promise<Judgement> {
	const wrong: string[] = [];
	const stories = new Map<string, Story>();
	for (const line of lines) read(line, stories, wrong);
	let spentNano = 0;
	for (const [id, story] of stories) {
		// Changes nothing once a lease has ended.
		const { state, costNano, changed } = await ledger.release({ reservationId: id, unlessSent: true });
		if (changed) wrong.push(`${id} was still held`);
		spentNano += costNano;
		const ends = endsOf(story);
		if (!ends.includes(`${state} ${costNano}`)) wrong.push(`${id} is ${state} at ${costNano}, its log allows: ${ends.join(', ')}`);
	}
	const { totals, scopes } = await ledger.report();
	// A reservation whose worker died before it was told was never sent, so it costs nothing.
	if (totals.spentNano !== spentNano) wrong.push(`the report says ${totals.spentNano}, the reservations add up to ${spentNano}`);
	if (totals.reservedNano !== 0) wrong.push(`${totals.reservedNano} are still reserved`);
	if (spentNano > limitNano) wrong.push(`${spentNano} spent of ${limitNano}`);
	for (const { key, spentNano: inScope } of scopes)
		if (inScope !== spentNano) wrong.push(`${key} counts ${inScope} instead of ${spentNano}`);
	return { reservations: stories.size, spentNano, wrong };
}

function read(line: string, stories: Map<string, Story>, wrong: string[]) {
	const [what, id, amount, left] = line.split('\t');
	if (what === 'full') return;
	if (what === 'error') {
		wrong.push(line);
		return;
	}
	if (what === 'reserved') {
		if (stories.has(id)) wrong.push(`${id} was given out twice`);
		if (Number(left) < 0) wrong.push(`${id} was given out with ${left} left`);
		stories.set(id, {
			estimate: Number(amount),
			releaseAsked: false,
			releaseTold: false,
			sendAsked: false,
			sendTold: false,
			settleTold: false,
		});
		return;
	}
	const story = stories.get(id);
	if (!story) {
		wrong.push(`${line} before it was reserved`);
		return;
	}
	if (what === 'release?') story.releaseAsked = true;
	if (what === 'release!') story.releaseTold = true;
	if (what === 'send?') story.sendAsked = true;
	if (what === 'send!') story.sendTold = true;
	if (what === 'settle?') story.settleAsked = Number(amount);
	if (what === 'settle!') story.settleTold = true;
}

/** Every end that the log of a reservation allows. */
function endsOf({ estimate, releaseAsked, releaseTold, sendAsked, sendTold, settleAsked, settleTold }: Story): string[] {
	const settled = `settled ${settleAsked}`;
	const charged = `charged ${estimate}`;
	if (settleTold) return [settled];
	if (settleAsked !== undefined) return [settled, charged];
	if (sendTold) return [charged];
	if (sendAsked) return [charged, 'freed 0'];
	if (releaseTold) return ['released 0'];
	return releaseAsked ? ['released 0', 'freed 0'] : ['freed 0'];
}
