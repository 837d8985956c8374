import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import { buildReport } from '../../../core/report/buildReport';
import { renderJunit } from '../../../core/report/renderJunit';
import { hostileNames, hostileRecord } from './hostile';
import { sampleRecords, sampleReport } from './sampleReport';

const now = new Date('2026-11-23T00:00:00Z');
const parse = (xml: string) =>
	new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', isArray: (name) => name === 'testsuite' || name === 'testcase' }).parse(
		xml,
	);

test('has a suite for each check and counts what failed', async () => {
	const { testsuites } = parse(await renderJunit(sampleReport()));
	expect(testsuites.testsuite).toHaveLength(9);
	expect(testsuites).toMatchObject({ tests: '11', failures: '4', errors: '0', skipped: '3' });
	const quality = testsuites.testsuite[1];
	expect(quality).toMatchObject({ name: 'quality', tests: '3', failures: '2', time: '48.200' });
	expect(quality.testcase[0]).not.toHaveProperty('failure');
	expect(quality.testcase[1].failure.message).toBeDefined();
});

test('an undecided check is not reported as a success', async () => {
	const { testsuites } = parse(await renderJunit(buildReport([{ ...sampleRecords[2], verdict: 'warn' }], { title: 't', now })));
	expect(testsuites.testsuite[2].testcase[0].skipped.message).toContain('300 answers would decide');
});

test('a check that could not run is an error', async () => {
	const { testsuites } = parse(
		await renderJunit(buildReport([{ ...sampleRecords[1], verdict: 'warn', couldNotRun: true }], { title: 't', now })),
	);
	expect(testsuites).toMatchObject({ errors: '1', failures: '2' });
});

test.each(hostileNames)('stays well-formed with the name %j', async (name) => {
	const xml = await renderJunit(buildReport([hostileRecord(name)], { title: name, now }));
	expect(XMLValidator.validate(xml)).toBe(true);
	// eslint-disable-next-line no-control-regex -- XML 1.0 has no way to write these
	expect(xml).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/);
	expect(parse(xml).testsuites.testsuite).toHaveLength(9);
});
