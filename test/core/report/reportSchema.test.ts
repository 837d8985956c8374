import Ajv2020 from 'ajv/dist/2020';
import { expect, test } from 'vitest';
import { z } from 'zod/v4';
import published from '../../../core/report/report.schema.json';
import { reportSchema } from '../../../core/report/reportSchema';
import { buildReport } from '../../../core/report/buildReport';
import { sampleRecords, sampleReport } from './sampleReport';

test('the published JSON Schema is the one that the code checks by', async () => {
	const schema = {
		$id: 'https://github.com/n8n-nodes-r1/n8n-nodes-r1/report.schema.json',
		title: 'report.json of n8n-nodes-r1, version 1',
		...z.toJSONSchema(reportSchema, { io: 'input' }),
	};
	await expect(`${JSON.stringify(schema, null, '\t')}\n`).toMatchFileSnapshot('../../../core/report/report.schema.json');
});

test('a report, also one with a comparison, is valid by the published schema', () => {
	const validate = new Ajv2020().compile(published);
	const later = buildReport(sampleRecords, { title: 't', now: new Date(), against: sampleReport() });
	for (const report of [sampleReport(), later]) {
		validate(JSON.parse(JSON.stringify(report)));
		expect(validate.errors).toBeNull();
	}
	expect(validate({ ...sampleReport(), verdict: 'maybe' })).toBe(false);
});
