/** How many replies the lab makes at once; the others wait in line. */
export class Capacity {
	private running = 0;
	private readonly waiting: (() => void)[] = [];

	constructor(private readonly limits: { streams?: number; queue?: number }) {}

	/** Whether one more would find neither a free slot nor a place in the line. */
	get isFull(): boolean {
		const { streams = Infinity, queue = Infinity } = this.limits;
		return this.running >= streams && this.waiting.length >= queue;
	}

	async enter(): Promise<void> {
		if (this.running < (this.limits.streams ?? Infinity)) {
			this.running++;
			return;
		}
		await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	leave(): void {
		const next = this.waiting.shift();
		if (next) next();
		else this.running--;
	}
}
