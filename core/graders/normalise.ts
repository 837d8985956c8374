/** One spelling for texts that say the same: width, case, spaces, quotes and outer punctuation do not count. */
export function normalise(text: string): string {
	return (
		text
			.normalize('NFKC')
			.toLowerCase()
			.replace(/\*\*|__|`/g, '')
			.replace(/ß/g, 'ss')
			.replace(/[‘’]/g, "'")
			.replace(/[“”]/g, '"')
			.replace(/[‐-―−]/g, '-')
			.replace(/\s+/g, ' ')
			.replace(/^[\s"'([{.,;:!?。，；：！？「『《]+/u, '')
			// Looking back keeps a long row of marks within the text from being tried from each of its marks.
			.replace(/(?<![\s"')\]}.,;:!?。，；：！？」』》])[\s"')\]}.,;:!?。，；：！？」』》]+$/u, '')
			.trim()
	);
}
