/** One spelling for texts that say the same: width, case, spaces, quotes and outer punctuation do not count. */
export function normalise(text: string): string {
	return text
		.normalize('NFKC')
		.toLowerCase()
		.replace(/\*\*|__|`/g, '')
		.replace(/ß/g, 'ss')
		.replace(/[‘’]/g, "'")
		.replace(/[“”]/g, '"')
		.replace(/[‐-―−]/g, '-')
		.replace(/\s+/g, ' ')
		.replace(/^[\s"'([{.,;:!?。，；：！？「『《]+|[\s"')\]}.,;:!?。，；：！？」』》]+$/gu, '')
		.trim();
}
