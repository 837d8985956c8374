/**
 * How long one turn of the event loop held this thread at most while something ran, in milliseconds of its own processor
 * time: what other processes of a loaded machine take does not count.
 */
export async function longestTurn(run: () => Promise<unknown>): Promise<number> {
	let longest = 0;
	let last = process.threadCpuUsage();
	let isOver = false;
	const look = () => {
		const now = process.threadCpuUsage();
		longest = Math.max(longest, (now.user + now.system - last.user - last.system) / 1000);
		last = now;
	};
	const turn = () => {
		look();
		if (!isOver) setImmediate(turn);
	};
	setImmediate(turn);
	try {
		await run();
	} finally {
		isOver = true;
		look();
	}
	return longest;
}
