import type { IConnections, INode } from 'n8n-workflow';

export interface Drawn {
	name: string;
	nodes: INode[];
	connections: IConnections;
}

/** Side of a node on n8n's canvas, in pixels. */
const side = 96;
const note = 'n8n-nodes-base.stickyNote';

/** A workflow as n8n's canvas shows it, as SVG: notes with their text, nodes by name, and what leads where. */
export function draw({ name, nodes, connections }: Drawn): string {
	const notes = nodes.filter(({ type }) => type === note);
	const others = nodes.filter(({ type }) => type !== note);
	const byName = new Map(others.map((node) => [node.name, node]));
	const boxes = [...notes.map(boxOfNote), ...others.map(({ position: [x, y] }) => ({ x: x - 30, y, width: side + 60, height: side + 40 }))];
	const margin = 24;
	const left = Math.min(...boxes.map(({ x }) => x)) - margin;
	const top = Math.min(...boxes.map(({ y }) => y)) - margin;
	const width = Math.max(...boxes.map((box) => box.x + box.width)) + margin - left;
	const height = Math.max(...boxes.map((box) => box.y + box.height)) + margin - top;
	const links = Object.entries(connections).flatMap(([from, { main = [], ...parts }]) => [
		...main.flatMap((targets, output) =>
			(targets ?? []).map(({ node }) => linkBetween(byName.get(from), byName.get(node), output, main.length)),
		),
		...Object.values(parts)
			.flat(2)
			.map((target) => (target ? partLink(byName.get(from), byName.get(target.node)) : '')),
	]);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${left} ${top} ${width} ${height}" width="${Math.min(1200, width)}" font-family="Inter, Helvetica, Arial, sans-serif" role="img">`,
		`<title>${escape(name)}</title>`,
		`<rect x="${left}" y="${top}" width="${width}" height="${height}" fill="#f7f7f7"/>`,
		...notes.map(drawNote),
		...links,
		...others.map(drawNode),
		'</svg>',
		'',
	].join('\n');
}

const boxOfNote = ({ position: [x, y], parameters: { width = 240, height = 160 } }: INode) => ({
	x,
	y,
	width: Number(width),
	height: Number(height),
});

const colours: Record<number, [fill: string, line: string]> = {
	4: ['#dcf9eb', '#aee8cd'],
	5: ['#dce9ff', '#b5cdf5'],
	7: ['#f0f0f0', '#dcdcdc'],
};

function drawNote(node: INode): string {
	const { x, y, width, height } = boxOfNote(node);
	const [fill, line] = colours[Number(node.parameters.color)] ?? ['#fff6cf', '#f0e1a0'];
	const lines = linesOf(String(node.parameters.content ?? ''), width - 32);
	let at = y + 8;
	const texts = lines.map(({ text, size, bold, gap }) => {
		at += size * 1.35 + gap;
		return `<text x="${x + 16}" y="${Math.round(at)}" font-size="${size}"${bold ? ' font-weight="600"' : ''} fill="#333">${escape(text)}</text>`;
	});
	return [`<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6" fill="${fill}" stroke="${line}"/>`, ...texts].join('\n');
}

interface Line {
	text: string;
	size: number;
	bold: boolean;
	gap: number;
}

/** The text of a note, broken to its width; marks of Markdown are taken off. */
function linesOf(content: string, width: number): Line[] {
	return content.split('\n').flatMap((line): Line[] => {
		const [, marks = '', rest = ''] = /^(#{0,3})\s?(.*)$/.exec(line) ?? [];
		const size = marks.length === 2 ? 20 : marks.length === 3 ? 16 : 14;
		const bold = marks !== '' || /^\*\*[^*]+\*\*$/.test(rest);
		const plain = rest.replace(/\*\*|`/g, '').replace(/(^|\s)\*(\S[^*]*)\*/g, '$1$2');
		if (plain === '') return [];
		return wrap(plain, Math.floor(width / (size * 0.52))).map((text, index) => ({ text, size, bold, gap: index === 0 ? 6 : 0 }));
	});
}

function wrap(text: string, most: number): string[] {
	const lines: string[] = [];
	for (const word of text.split(' ')) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + word.length + 1 <= most) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}

function linkBetween(from: INode | undefined, to: INode | undefined, output: number, outputs: number): string {
	if (!from || !to) return '';
	const [x1, y1] = [from.position[0] + side, from.position[1] + (side * (output + 1)) / (outputs + 1)];
	const [x2, y2] = [to.position[0], to.position[1] + side / 2];
	const start = `M${x1} ${Math.round(y1)}`;
	const line = (way: string) => `<path d="${start} ${way}" fill="none" stroke="#9a9aa5" stroke-width="2"/>`;
	// Back to the beginning of the next row: around, below the row it comes from.
	if (x2 < x1) return line(`h36 V${from.position[1] + side / 2 + 130} H${x2 - 49} V${y2} H${x2}`);
	const bend = Math.max(40, (x2 - x1) / 2);
	return line(`C${x1 + bend} ${Math.round(y1)} ${x2 - bend} ${y2} ${x2} ${y2}`);
}

/** From a sub-node up to the node that it serves. */
function partLink(from: INode | undefined, to: INode | undefined): string {
	if (!from || !to) return '';
	const [x1, y1, x2, y2] = [from.position[0] + side / 2, from.position[1], to.position[0] + side / 2, to.position[1] + side];
	return `<path d="M${x1} ${y1} C${x1} ${y1 - 50} ${x2} ${y2 + 80} ${x2} ${y2}" fill="none" stroke="#9a9aa5" stroke-width="2" stroke-dasharray="6 5"/>`;
}

/** Nodes of the pack stand out by their colour. */
function drawNode({ name, type, position: [x, y], disabled }: INode): string {
	const own = type.startsWith('n8n-nodes-r1.');
	const short = type.split('.').at(-1) ?? '';
	return [
		`<g${disabled ? ' opacity="0.5"' : ''}>`,
		`<rect x="${x}" y="${y}" width="${side}" height="${side}" rx="10" fill="#fff" stroke="${own ? '#3b4cca' : '#c4c4cc'}" stroke-width="2"/>`,
		`<text x="${x + side / 2}" y="${y + side / 2 + 5}" font-size="${short.length > 13 ? 9 : 12}" text-anchor="middle" fill="${own ? '#3b4cca' : '#777'}">${escape(short)}</text>`,
		`<text x="${x + side / 2}" y="${y + side + 22}" font-size="15" font-weight="600" text-anchor="middle" fill="#222">${escape(name)}</text>`,
		'</g>',
	].join('\n');
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
