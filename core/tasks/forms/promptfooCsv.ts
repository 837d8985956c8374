import type { JsonObject } from '../../json';
import type { Form } from './form';
import { assertionOf, graderOfAssertions } from './promptfooAssertions';
import { promptIn } from '../columns';

/** promptfoo's table of tests: variables as columns, what is asserted in `__expected`, `__expected1` and so on. */
export const promptfooCsv: Form = {
	name: 'promptfoo CSV',
	ofRow(row) {
		const asserted = Object.entries(row).filter(([name, value]) => /^__expected\d*$/.test(name) && String(value ?? '').trim() !== '');
		if (!Object.keys(row).some((name) => /^__expected\d*$/.test(name))) return undefined;
		const vars: JsonObject = Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('__')));
		const asked = promptIn(vars);
		if (asked === undefined) throw new Error('which of the columns is the prompt can not be told: name it "prompt"');
		const prompt = `${String(row.__prefix ?? '')}${asked}${String(row.__suffix ?? '')}`;
		return {
			values: { prompt, ...(row.__description ? { id: row.__description } : {}) },
			grader: graderOfAssertions(
				asserted.map(([, value]) => assertionOf(String(value))),
				prompt,
				(text) => text,
			),
		};
	},
};
