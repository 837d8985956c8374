import type { Passage } from './passage';

/** The text of a PDF by pages. */
export async function readPdf(bytes: Uint8Array): Promise<Passage[]> {
	const { extractText, getDocumentProxy } = await import('unpdf');
	const document = await getDocumentProxy(new Uint8Array(bytes));
	const { text } = await extractText(document, { mergePages: false });
	return text.flatMap((page, index) => (page.trim() === '' ? [] : [{ text: page, place: `page ${index + 1}` }]));
}
