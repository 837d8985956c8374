import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { forEachItem } from '../shared/forEachItem';
import { inspect, type FieldResult } from '../../core/chinese/inspect';
import { highlight, replaceIn } from '../../core/chinese/marks';
import { readDetectorParameters } from './parameters';
import { readPath, writePath } from './paths';

const clean = 0;
const chineseFound = 1;

export async function execute(this: IExecuteFunctions) {
	return await forEachItem(this, { outputs: 2, failTo: chineseFound }, async (item, itemIndex) => {
		const { operation, rules, placeholder, detectOptions, warningsLeaveBy } = readDetectorParameters(this, itemIndex);
		if (rules.every(({ path }) => readPath(item.json, path) === undefined))
			throw noField(
				rules.map(({ path }) => path),
				item.json,
			);
		let { json } = item;
		const fields: Record<string, FieldResult> = {};
		for (const rule of rules) {
			const value = readPath(json, rule.path);
			const { result, leaves } = inspect(value, rule, detectOptions);
			if (operation === 'highlight' && leaves.length > 0) result.html = highlight(leaves);
			if (operation === 'replace' && result.found) json = writePath(json, rule.path, replaceIn(value, leaves, placeholder));
			fields[rule.path] = result;
		}
		const severities = Object.values(fields).map(({ severity }) => severity);
		const severity = severities.includes('failure') ? 'failure' : severities.includes('warning') ? 'warning' : 'none';
		const chinese = { found: severity !== 'none', severity, fields };
		const isFound = severity === 'failure' || (severity === 'warning' && warningsLeaveBy === 'found');
		return { output: isFound ? chineseFound : clean, json: { ...json, chinese } as unknown as IDataObject, binary: item.binary };
	});
}

function noField(paths: string[], json: IDataObject) {
	const names = paths.map((path) => `"${path}"`).join(' or ');
	const present = Object.keys(json).slice(0, 10).join(', ') || 'none';
	return Object.assign(new Error(`The item has no field ${names}`), {
		description: `Name the field that holds the text under Fields. The item has: ${present}.`,
	});
}
