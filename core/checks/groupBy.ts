/** Items by key, keys in the order of their first item; `Object.groupBy` would ask for Node 21. */
export function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): [key: string, members: Item[]][] {
	const groups = new Map<string, Item[]>();
	for (const item of items) {
		const key = keyOf(item);
		const members = groups.get(key);
		if (members) members.push(item);
		else groups.set(key, [item]);
	}
	return [...groups];
}
