import { mostImageTokens } from './imageTokens';

type Json = Record<string, unknown>;

export interface Media {
	/** The most tokens of all images. */
	imageTokens: number;
	/** Files that the host fetches by itself, of unknown length. */
	references: number;
}

/**
 * What a body carries beside text, and the body without the data of its images: that is not read as text. Other data stays,
 * and counts with its text, which is more than its tokens.
 */
export function mediaOfBody(body: unknown, model: string): { media: Media; text: unknown } {
	const media: Media = { imageTokens: 0, references: 0 };
	const text = walk(body, { model, media }, 0);
	return { media, text };
}

interface Walk {
	model: string;
	media: Media;
}

const deepest = 12;

function walk(value: unknown, at: Walk, depth: number): unknown {
	if (depth > deepest || typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map((entry) => walk(entry, at, depth + 1));
	const part = value as Json;
	const type = typeof part.type === 'string' ? part.type : '';
	if (/image/.test(type)) return imagePart(part, at);
	const inline = part.inlineData ?? part.inline_data;
	if (isJson(inline) && isImageType(inline.mimeType ?? inline.mime_type)) return imagePart(part, at);
	if (isReference(part, type)) at.media.references += 1;
	return Object.fromEntries(
		Object.entries(part).map(([name, child]) => [
			name,
			name === 'images' && Array.isArray(child) ? child.map((image) => imageText(image, at)) : walk(child, at, depth + 1),
		]),
	);
}

const isImageType = (type: unknown) => typeof type === 'string' && type.startsWith('image/');

const isReference = (part: Json, type: string): boolean =>
	(/^(input_)?(video|file|document|audio)(_url)?$/.test(type) && !hasData(part)) || isJson(part.fileData) || isJson(part.file_data);

const hasData = (part: Json): boolean =>
	Object.entries(part).some(([name, value]) =>
		isJson(value) ? hasData(value) : typeof value === 'string' && (/^data:/.test(value) || /^(data|file_data|text)$/.test(name)),
	);

/** An image in any host's words; what is left of it is what stands beside its data. */
function imagePart(part: Json, at: Walk): unknown {
	let data: string | undefined;
	const strip = (value: unknown): unknown => {
		if (typeof value === 'string') {
			const found = dataOf(value);
			data ??= found;
			return found === undefined ? value : '';
		}
		return isJson(value) ? Object.fromEntries(Object.entries(value).map(([name, child]) => [name, strip(child)])) : value;
	};
	const rest = strip(part);
	at.media.imageTokens += mostImageTokens(at.model, data);
	return rest;
}

/** Ollama's list: the data alone. */
function imageText(image: unknown, at: Walk): unknown {
	at.media.imageTokens += mostImageTokens(at.model, typeof image === 'string' ? (dataOf(image) ?? image) : undefined);
	return typeof image === 'string' ? '' : image;
}

/** A text that is nothing but the data of an image. */
function dataOf(text: string): string | undefined {
	const start = /^data:image\/[\w.+-]+;base64,/.exec(text)?.[0] ?? '';
	const data = text.slice(start.length);
	const isData = (start !== '' || data.length > 64) && /^[A-Za-z0-9+/\r\n]*={0,2}\s*$/.test(data);
	return isData ? data : undefined;
}

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
