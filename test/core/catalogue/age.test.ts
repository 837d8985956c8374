import { WorkflowExpression, Workflow, type INode } from 'n8n-workflow';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { catalogueAge, catalogueCheckedAt } from '../../../core/catalogue/age';
import { buildReport } from '../../../core/report/buildReport';
import { renderHtml } from '../../../core/report/renderHtml';
import { renderMarkdown } from '../../../core/report/renderMarkdown';
import { oldCatalogue } from '../../../nodes/shared/hints';
import { CostGuard } from '../../../nodes/CostGuard/CostGuard.node';
import { NodeTypes } from '../../support/nodeTypes';

const after = (days: number) => new Date(Date.parse(catalogueCheckedAt) + days * 86_400_000);
afterEach(() => vi.useRealTimers());

test.each([
	[0, undefined],
	[45, undefined],
	[46, /last checked 46 days ago: update/],
])('after %d days the warning is %s', (days, warning) => {
	const age = catalogueAge(after(days));
	expect(age).toMatchObject({ checkedAt: catalogueCheckedAt, days });
	if (warning) expect(age.warning).toMatch(warning);
	else expect(age.warning).toBeUndefined();
});

describe('the report', () => {
	test.each([
		[3, `as of ${catalogueCheckedAt}`],
		[60, 'last checked 60 days ago'],
	])('says after %d days: %s', async (days, text) => {
		const report = buildReport([], { title: 'Audit', now: after(days) });
		expect(renderMarkdown(report)).toContain(text);
		expect(await renderHtml(report)).toContain(text);
	});
});

test.each([
	[45, false],
	[47, true],
])('the node warns after %d days: %s', (days, shown) => {
	vi.setSystemTime(after(days));
	const node: INode = { id: '1', name: 'Guard', type: 'n8n-nodes-r1.costGuard', typeVersion: 1, position: [0, 0], parameters: {} };
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: new NodeTypes({ 'n8n-nodes-r1.costGuard': new CostGuard() }),
	});
	const seen: unknown = new WorkflowExpression(workflow).getSimpleParameterValue(node, oldCatalogue.displayCondition ?? '', 'internal', {});
	expect(seen).toBe(shown);
});
