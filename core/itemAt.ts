/** What stands at a place that is known to be taken. @throws RangeError where nothing stands there: a mistake of this program. */
export function itemAt<Item>(list: ArrayLike<Item>, index: number): Item {
	const item = list[index];
	if (item === undefined) throw new RangeError(`Expected an item at ${index} of ${list.length}`);
	return item;
}
