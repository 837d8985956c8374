/** Number words that multiply, as the ten languages write them; "billion" as English counts. */
const scales: [RegExp, bigint][] = [
	[/^(?:trillions?|billones|bilhões|biliony|bilionów|billionen|万亿|萬億|兆|조)/iu, 1_000_000_000_000n],
	[/^(?:billions?|bn|milliarden?|mrd\.?|milliards?|mil millones|miliard[aioy]?|miliardów|miljard(?:en)?|bilh(?:ão|ões)|миллиард(?:а|ов)?|млрд|十亿|十億)/iu, 1_000_000_000n],
	[/^(?:亿|億|억)/u, 100_000_000n],
	[/^(?:crores?)/iu, 10_000_000n],
	[/^(?:millions?|mn|millionen|mio\.?|mln|mill[oó]n(?:es)?|milion[ei]|milion(?:y|ów)?|milh(?:ão|ões)|miljoen(?:en)?|миллион(?:а|ов)?|млн|百万|百萬|백만)/iu, 1_000_000n],
	[/^(?:lakhs?)/iu, 100_000n],
	[/^(?:万|萬|만)/u, 10_000n],
	[/^(?:thousands?|tausend|tsd\.?|mille(?!\p{L})|mila|mil(?!\p{L})|duizend|tysi(?:ąc|ące|ęcy)|тысяч[аи]?|тыс\.?|千|천)/iu, 1000n],
	[/^(?:hundreds?|百|백)(?!\p{L})/iu, 100n],
	[/^dozens?/iu, 12n],
]; // prettier-ignore

/** The word that multiplies the number which a text follows, and how many characters it takes with the space before it. */
export function scaleAt(text: string): { scale: bigint; length: number } | undefined {
	const gap = /^\s{0,2}/.exec(text)?.[0].length ?? 0;
	const rest = text.slice(gap, gap + 40);
	for (const [pattern, scale] of scales) {
		const word = pattern.exec(rest)?.[0];
		if (word !== undefined && !/^[\p{Script=Latin}\p{Script=Cyrillic}]/u.test(rest.slice(word.length)))
			return { scale, length: gap + word.length };
	}
	return undefined;
}
