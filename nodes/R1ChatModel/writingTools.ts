/** Names as n8n gives them to models: what is no letter, digit, dash or underline becomes an underline. */
const plain = (name: string) =>
	name
		.trim()
		.replace(/[^\w-]+/g, '_')
		.toLowerCase();

/** Whether a tool is on the user's list of those that change something; the list has names with commas between. */
export function writingTools(list: string): (name: string) => boolean {
	const names = new Set(
		list
			.split(/[,;\n]/)
			.map(plain)
			.filter((name) => name !== ''),
	);
	return (name) => names.has(plain(name));
}
