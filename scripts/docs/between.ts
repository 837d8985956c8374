/** A page with what stands between two marks replaced; the rest is written by hand. @throws Error where a mark lacks */
export function between(page: string, name: string, text: string): string {
	const [begin, end] = [`<!-- ${name}: made by npm run docs -->`, `<!-- ${name}: end -->`];
	const [from, to] = [page.indexOf(begin), page.indexOf(end)];
	if (from < 0 || to < from) throw new Error(`The page has no marks "${begin}" and "${end}"`);
	return `${page.slice(0, from + begin.length)}\n\n${text}\n\n${page.slice(to)}`;
}
