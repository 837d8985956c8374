import type { JsonObject } from '../../json';
import type { WorkflowNode } from '../execution';
import type { RecordedAnswer } from '../recordedCall';

/** Reads the calls of one kind of node that asks a model by itself. */
export interface RootNode {
	/** Parameters that make the request; an expression in them that can't be evaluated leaves the call out. */
	parameters: readonly string[];
	/**
	 * The body of the request in the form of its host, from the parameters as they were for an item.
	 * `undefined`: this node calls no language model; `reason`: it does, in a way that no replay can repeat.
	 */
	bodyOf(parameters: JsonObject, node: WorkflowNode): { body: JsonObject; url?: string } | { reason: string } | undefined;
	/** The answer in an item that the node put out, and why its request may have differed. */
	answerOf(item: unknown): { answer: RecordedAnswer; why?: string[] } | undefined;
}
