import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ReasonMessage } from '../../core/reason';
import { fieldError } from '../shared/parameters';
import { properties } from './properties';

const namesIn = (attach: string) =>
	attach
		.split(',')
		.map((name) => name.trim())
		.filter(Boolean);

/** @throws FieldError that names the binary field which the item does not have. */
export function assertAttached(attach: string, { binary = {} }: Pick<INodeExecutionData, 'binary'>) {
	const missing = namesIn(attach).find((name) => !Object.hasOwn(binary, name));
	if (missing === undefined) return;
	const others = Object.keys(binary).join(', ');
	throw fieldError('options.attach', `The item has no binary field "${missing}"; it has ${others || 'none'}`, properties);
}

/**
 * The messages with the files of the item in the last one of the user, as parts in OpenAI's format: images, audio (WAV, MP3),
 * texts as text, all else as a file.
 */
export async function withAttachments(
	context: IExecuteFunctions,
	itemIndex: number,
	attach: string,
	messages: readonly ReasonMessage[],
): Promise<readonly ReasonMessage[]> {
	const names = namesIn(attach);
	if (names.length === 0) return messages;
	assertAttached(attach, context.getInputData()[itemIndex] ?? {});
	const parts: object[] = [];
	for (const name of names) parts.push(await partOf(context, itemIndex, name));
	const last = messages.findLastIndex(({ role }) => role === 'user');
	if (last < 0) return [...messages, { role: 'user', content: parts }];
	return messages.map((message, index) => (index === last ? { ...message, content: [...partsOf(message.content), ...parts] } : message));
}

const partsOf = (content: ReasonMessage['content']): readonly unknown[] =>
	typeof content === 'string' ? [{ type: 'text', text: content }] : (content ?? []);

const audio: Record<string, string> = { 'audio/wav': 'wav', 'audio/x-wav': 'wav', 'audio/mpeg': 'mp3', 'audio/mp3': 'mp3' };
const isText = (mimeType: string) => /^text\/|[/+](json|xml|yaml|csv|markdown|javascript)$/.test(mimeType);

async function partOf(context: IExecuteFunctions, itemIndex: number, name: string): Promise<object> {
	const { mimeType: given, fileName = name } = context.helpers.assertBinaryData(itemIndex, name);
	const [mimeType = ''] = given.toLowerCase().split(';');
	const bytes = await context.helpers.getBinaryDataBuffer(itemIndex, name);
	if (isText(mimeType)) return { type: 'text', text: `\n\n${fileName}:\n${bytes.toString('utf8')}` };
	const data = bytes.toString('base64');
	const url = `data:${mimeType};base64,${data}`;
	if (mimeType.startsWith('image/')) return { type: 'image_url', image_url: { url } };
	if (audio[mimeType]) return { type: 'input_audio', input_audio: { data, format: audio[mimeType] } };
	return { type: 'file', file: { filename: fileName, file_data: url } };
}
