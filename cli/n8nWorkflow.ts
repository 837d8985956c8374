import type { Evaluator } from '../core/history/evaluator';
import { n8nEvaluator, type N8nWorkflow } from '../core/history/n8nEvaluator';

/** n8n's own evaluator of expressions, where its package is installed beside this one; its licence forbids to bundle it. */
export async function evaluatorOfN8n(): Promise<Evaluator | undefined> {
	try {
		const found: unknown = await import('n8n-workflow');
		return n8nEvaluator(found as N8nWorkflow);
	} catch {
		return undefined;
	}
}
