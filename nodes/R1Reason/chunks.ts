import type { IExecuteFunctions } from 'n8n-workflow';
import type { ReasonDelta } from '../../core/reason';
import type { CheckedResult } from '../shared/language';
import type { Parameters } from '../shared/reasonParameters';

/** How an item's answer goes to a chat or webhook that streams. */
export interface Chunks {
	onDelta?: (delta: ReasonDelta) => void;
	/** Ends the stream of the item; without a result, since it failed. */
	end(result?: CheckedResult): void;
}

const none: Chunks = { end: () => undefined };

/**
 * Sends the answer as it comes where it is final as it comes: a text of one model that nothing is looked for in. Every other
 * answer is sent when it is whole. The trace is never sent.
 */
export function chunksOf(context: IExecuteFunctions, itemIndex: number, { models, options, request }: Parameters): Chunks {
	if (!options.stream || !context.isStreaming()) return none;
	const changes = request.jsonSchema !== undefined || models.length > 1 || !['pass', 'flag'].includes(options.whenChinese);
	let begun = false;
	let sent = '';
	const send = (text: string) => {
		if (!begun) context.sendChunk('begin', itemIndex);
		begun = true;
		sent += text;
		context.sendChunk('item', itemIndex, text);
	};
	return {
		...(changes ? {} : { onDelta: ({ kind, text }: ReasonDelta) => (kind === 'answer' ? send(text) : undefined) }),
		end(result) {
			if (result && sent === '' && result.answer !== '') send(result.answer);
			if (begun) context.sendChunk('end', itemIndex);
		},
	};
}
