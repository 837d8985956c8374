import { colour } from './colour';

interface Stream {
	isTTY?: boolean;
	columns?: number;
	write(text: string): unknown;
}

/** One line that is drawn over itself on a terminal; elsewhere a line when a check ends. */
export class Progress {
	private began = Date.now();
	private current = '';
	private index = 0;
	private drawn = false;

	constructor(
		private readonly stream: Stream,
		private readonly steps: readonly unknown[],
	) {}

	begin(title: string) {
		this.index += 1;
		this.began = Date.now();
		this.current = title;
		this.draw('');
	}

	step(done: number, total: number) {
		if (total <= 0) return;
		const elapsed = (Date.now() - this.began) / 1000;
		const left = done > 0 && elapsed > 0.5 ? `  ${timeLeft((elapsed / done) * (total - done))}` : '';
		this.draw(`${bar(done / total)} ${done.toLocaleString('en-US')}/${total.toLocaleString('en-US')}${left}`);
	}

	end(word: string) {
		this.clear();
		if (!this.stream.isTTY) this.stream.write(`${this.counter()} ${this.current}: ${word}\n`);
	}

	clear() {
		if (this.drawn) this.stream.write('\r\u001B[2K');
		this.drawn = false;
	}

	private draw(detail: string) {
		if (!this.stream.isTTY) return;
		const line = `${this.counter()} ${this.current}  ${detail}`;
		this.stream.write(`\r\u001B[2K${colour('dim', line.slice(0, (this.stream.columns ?? 80) - 1), this.stream)}`);
		this.drawn = true;
	}

	private counter() {
		return `[${this.index}/${this.steps.length}]`;
	}
}

function bar(share: number): string {
	const full = Math.round(Math.min(1, share) * 20);
	return '█'.repeat(full) + '░'.repeat(20 - full);
}

function timeLeft(seconds: number): string {
	if (seconds < 90) return `${Math.ceil(seconds)} s left`;
	return seconds < 5400 ? `${Math.round(seconds / 60)} min left` : `${(seconds / 3600).toFixed(1)} h left`;
}
