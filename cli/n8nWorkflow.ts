import { createRequire } from 'node:module';
import type * as N8nPackage from 'n8n-workflow';
import type { Evaluator } from '../core/history/evaluator';
import { n8nEvaluator, type N8nWorkflow } from '../core/history/n8nEvaluator';

/** n8n's own evaluator of expressions, where its package is installed beside this one; its licence forbids to bundle it. */
export function evaluatorOfN8n(): Evaluator | undefined {
	try {
		// Not by import: Node cannot load the package's modules, whose addresses lack their endings.
		const found = createRequire(__filename)('n8n-workflow') as typeof N8nPackage;
		return n8nEvaluator(found as unknown as N8nWorkflow);
	} catch {
		return undefined;
	}
}
