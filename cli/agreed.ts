import { createInterface } from 'node:readline/promises';

/** Whether the user at the terminal says yes. */
export async function agreed(question: string): Promise<boolean> {
	const ask = createInterface({ input: process.stdin, output: process.stderr });
	const answer = await ask.question(`${question} [y/N] `);
	ask.close();
	return /^y(es)?$/i.test(answer.trim());
}
