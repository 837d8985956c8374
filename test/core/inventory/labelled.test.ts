import { describe, expect, test } from 'vitest';
import { findModelReferences } from '../../../core/inventory/findModelReferences';
import type { ModelReference } from '../../../core/inventory/modelReference';
import { codeCases } from './labelled/code';
import { formCases } from './labelled/forms';
import { harderCases } from './labelled/harder';
import { httpCases } from './labelled/http';
import type { Label, LabelledWorkflow } from './labelled/label';
import { nodeCases } from './labelled/nodes';

const bare = (model: string) => model.replace(/^models\//, '');

function fits({ node, model, kind, constants = [] }: Label, found: ModelReference): boolean {
	if (found.node !== node || found.kind !== kind) return false;
	if (model !== null) return bare(found.model) === bare(model);
	return constants.every((name) => found.constants.includes(name) || found.model.includes(name));
}

/** What was missed and what was found without a label, as sentences that name both sides. */
function differences({ workflow, references, mentions = [] }: LabelledWorkflow): string[] {
	const left = findModelReferences(workflow);
	const missed = references.filter((label) => {
		const index = left.findIndex((found) => fits(label, found));
		if (index >= 0) left.splice(index, 1);
		return index < 0;
	});
	const extra = left.filter(({ node, form }) => !(form === 'mention' && mentions.includes(node)));
	return [
		...missed.map(({ node, model, kind, constants }) => `missed: ${node} ${model} ${constants ?? ''} (${kind})`),
		...extra.map(({ node, model, kind, form, constants }) => `not labelled: ${node} ${model} ${constants} (${kind}, ${form})`),
	];
}

describe.each([
	['nodes', nodeCases],
	['HTTP requests', httpCases],
	['code', codeCases],
	['forms of exports', formCases],
	['rarer places', harderCases],
])('references in labelled %s', (_, cases) => {
	test.each(cases.map((one) => [`${one.id}: ${one.about}`, one] as const))('%s', (__, one) => {
		expect(differences(one)).toEqual([]);
	});
});

test('a prompt object ends with its platform, wherever it is asked for', () => {
	const asked = [...nodeCases, ...harderCases]
		.flatMap(({ workflow }) => findModelReferences(workflow))
		.filter(({ promptObject }) => promptObject);
	expect(asked.map(({ node, status, retiresOn }) => [node, status, retiresOn])).toEqual([
		['Prompted', 'retires', '2026-11-30'],
		['Prompted', 'retires', '2026-11-30'],
	]);
});
