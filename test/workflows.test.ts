import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '..');
/** Side of a node on n8n's canvas, and the room that its name and subtitle take below it, in pixels. */
const [side, labels] = [96, 48];
/** What an editor of 1500 x 900 has for the workflow that it opens, measured on pictures of it. */
const room = { width: 1200, height: 640 };

interface Box {
	name: string;
	note: boolean;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

function boxOf({ name, type, position: [left, top], parameters: { width, height } }: INode): Box {
	const note = type === 'n8n-nodes-base.stickyNote';
	const size = note ? { width: Number(width), height: Number(height) } : { width: side, height: side + labels };
	return { name, note, left, top, right: left + size.width, bottom: top + size.height };
}

const apart = (one: Box, other: Box) =>
	one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
const frames = (outer: Box, inner: Box) =>
	outer.note &&
	!inner.note &&
	outer.left <= inner.left &&
	outer.top <= inner.top &&
	outer.right >= inner.right &&
	outer.bottom >= inner.bottom;

describe.each(globSync('workflows/*.json', { cwd: root }))('%s', (file) => {
	const { nodes }: { nodes: INode[] } = JSON.parse(readFileSync(path.join(root, file), 'utf8'));
	const boxes = nodes.map(boxOf);

	test('has no note or node that lies on another, but in a note that frames it whole', () => {
		const covered = boxes.flatMap((one, index) =>
			boxes
				.slice(index + 1)
				.filter((other) => !apart(one, other) && !frames(one, other) && !frames(other, one))
				.map((other) => `${one.name} | ${other.name}`),
		);
		expect(covered).toEqual([]);
	});

	test('can be read at the zoom that n8n opens it with', () => {
		const span = (low: 'left' | 'top', high: 'right' | 'bottom') =>
			Math.max(...boxes.map((box) => box[high])) - Math.min(...boxes.map((box) => box[low]));
		const zoom = Math.min(1, room.width / span('left', 'right'), room.height / span('top', 'bottom'));
		// Text of notes has 14 pixels.
		expect(14 * zoom).toBeGreaterThanOrEqual(7);
	});

	test('lets nothing fail in silence: behind every error output stands a node that ends the run while a credential is missing', () => {
		const { connections } = JSON.parse(readFileSync(path.join(root, file), 'utf8'));
		const after = (name: string, seen = new Set<string>()): Set<string> => {
			for (const { node } of (connections[name]?.main ?? []).flat().filter(Boolean)) {
				if (seen.has(node)) continue;
				seen.add(node);
				after(node, seen);
			}
			return seen;
		};
		const hiding = nodes.filter(({ type, onError }) => type === 'n8n-nodes-r1.r1Reason' && onError !== undefined);
		const stops = nodes.filter(({ type }) => type === 'n8n-nodes-base.stopAndError').map(({ name }) => name);
		expect(hiding.filter(({ name }) => !stops.some((stop) => after(name).has(stop))).map(({ name }) => name)).toEqual([]);
	});
});
