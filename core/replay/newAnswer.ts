import type { RecordedToolCall } from '../history/recordedCall';

/** What keeps an answer from being one at all. */
export type Failure = 'error' | 'refused' | 'empty' | 'cut off' | 'no JSON';

/** An answer that the replay got, as the ladder sees it; the recorded one is seen in the same way. */
export interface NewAnswer {
	text: string;
	toolCalls: readonly Pick<RecordedToolCall, 'name' | 'arguments'>[];
	finishReason?: string;
	/** The call ended without an answer through the model's own doing. */
	failed?: Failure;
	/** Calls whose arguments were no JSON object, by name. */
	unreadCalls?: readonly string[];
}
