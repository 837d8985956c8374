import { describe, expect, test } from 'vitest';
import { z } from 'zod/v4';
import { labelOf, parseFields } from '../../core/parseFields';
import { properties as detector } from '../../nodes/ChineseOutputDetector/properties';
import { properties as guard } from '../../nodes/CostGuard/properties';
import { properties as reason } from '../../nodes/R1Reason/properties';

describe('the words that the panel shows', () => {
	test.each([
		[reason, ['prompt'], 'Prompt'],
		[reason, ['options', 'maxTokens'], 'Max Tokens'],
		[reason, ['options', 'budgets', 'entries', 0, 'limitUsd'], 'Budget 1: Limit (USD)'],
		[reason, ['options', 'price', 'entry', 'inputUsdPerMillion'], 'Input (USD per Million Tokens)'],
		[reason, ['models', 'entries', 1, 'model'], 'Model 2: Model ID'],
		[reason, ['messages', 0, 'role'], 'Messages: entry 1, role'],
		[guard, ['scopes', 'entries', 2, 'limitUsd'], 'Budget 3: Limit (USD)'],
		[guard, ['options', 'leaseMinutes'], 'Lease (Minutes)'],
		[detector, ['fields', 'entries', 0, 'name'], 'Field 1: Name'],
	] as const)('%#: %j', (fields, path, label) => expect(labelOf(path, fields)).toBe(label));
});

test('an error names the field and says what it must be', () => {
	const schema = z.object({ options: z.object({ maxTokens: z.number('must be a number') }) });
	expect(() => parseFields(schema, { options: { maxTokens: 'x' } }, reason)).toThrow(
		expect.objectContaining({ message: 'The field "Max Tokens" can\'t be used', description: 'Must be a number.' }),
	);
});
