import { setImmediate } from 'node:timers/promises';
import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { expect, test } from 'vitest';
import { forEachItem } from '../../../nodes/shared/forEachItem';

const items: INodeExecutionData[] = Array.from({ length: 50 }, (_, index) => ({ json: { index } }));
const context = { getInputData: () => items, continueOnFail: () => false } as unknown as IExecuteFunctions;

test('items that run at once begin one in each turn of the event loop, in order', async () => {
	let turn = 0;
	let over = false;
	const counting = (async () => {
		while (!over) {
			await setImmediate();
			turn += 1;
		}
	})();
	const begun: number[] = [];
	const [out] = await forEachItem(context, { outputs: 1, concurrency: 50 }, async (item) => {
		begun.push(turn);
		return { output: 0, json: item.json };
	});
	over = true;
	await counting;
	expect(new Set(begun).size).toBe(items.length);
	expect(out.map(({ json }) => json.index)).toEqual(items.map((_, index) => index));
});
