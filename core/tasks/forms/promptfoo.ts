import { messageOf } from '../../describeError';
import { asList, get, isObject, parseJson, type JsonObject } from '../../json';
import type { Form, FormRows } from './form';
import type { FileRow } from '../fileRow';
import { askedBy, messagesIn } from './messages';
import { graderOfAssertions } from './promptfooAssertions';

/** promptfoo's configuration: every prompt with every test, as promptfoo itself runs them. */
export const promptfoo: Form = {
	name: 'promptfoo',
	ofDocument(document) {
		const tests = get(document, 'tests');
		const prompts = get(document, 'prompts');
		if (tests === undefined || prompts === undefined) return undefined;
		const read: FormRows = { rows: [], problems: [] };
		if (!Array.isArray(tests)) {
			read.problems.push({
				reason: `names its tests by ${JSON.stringify(tests).slice(0, 80)}: name that file itself as task file, or put the tests in`,
			});
			return read;
		}
		const templates = templatesOf(prompts, read);
		const usual = get(document, 'defaultTest');
		for (const [index, test] of tests.entries()) {
			const line = index + 1;
			if (!isObject(test)) {
				read.problems.push({ line, reason: `test ${line} is ${JSON.stringify(test).slice(0, 80)}, not a test: put it in` });
				continue;
			}
			for (const [place, template] of templates.entries()) {
				try {
					read.rows.push({ line, ...rowOf(test, usual, template, templates.length > 1 ? `-${place + 1}` : '') });
				} catch (error) {
					read.problems.push({ line, reason: `test ${line}: ${messageOf(error)}` });
				}
			}
		}
		return read;
	},
};

function templatesOf(prompts: unknown, read: FormRows): string[] {
	const listed = Array.isArray(prompts) ? prompts : [prompts];
	return listed.flatMap((prompt: unknown) => {
		const text = typeof prompt === 'string' ? prompt : (get(prompt, 'raw') ?? get(prompt, 'content'));
		if (typeof text === 'string' && !/^(?:file:\/\/|[\w./-]+\.(?:txt|md|json|ya?ml|js|py)$)/.test(text.trim())) return [text];
		read.problems.push({
			reason: `the prompt ${JSON.stringify(text ?? prompt).slice(0, 80)} stands in a file of its own: put its text in`,
		});
		return [];
	});
}

function rowOf(test: JsonObject, usual: unknown, template: string, place: string): Omit<FileRow, 'line'> {
	const usualVars = get(usual, 'vars');
	const vars = { ...(isObject(usualVars) ? usualVars : {}), ...(isObject(test.vars) ? test.vars : {}) };
	const assertions = [...asList(get(usual, 'assert')), ...asList(test.assert)];
	const filled = fill(template, vars);
	const messages = messagesIn(parseJson(filled));
	const asked = messages ? askedBy(messages) : { prompt: filled };
	return {
		values: {
			...asked,
			...(typeof test.description === 'string' ? { id: test.description + place } : {}),
			tags: asList(get(test.metadata, 'tags')),
		},
		grader: graderOfAssertions(assertions, asked.prompt, (text) => fill(text, vars)),
	};
}

/**
 * The template with its variables put in.
 *
 * @throws Error for what only promptfoo's own templates can do, and for a variable without a value.
 */
function fill(template: string, vars: JsonObject): string {
	const filled = template.replace(/\{\{-?\s*([^{}]*?)\s*-?\}\}/g, (_, name: string) => {
		if (!/^[\w.]+$/.test(name)) throw new Error(`the template holds "{{ ${name.slice(0, 40)} }}", which is more than a variable`);
		const value = Object.hasOwn(vars, name) ? vars[name] : name.split('.').reduce<unknown>((inner, key) => get(inner, key), vars);
		if (value === undefined || value === null) throw new Error(`the variable ${name} has no value`);
		if (typeof value === 'string' && value.startsWith('file://'))
			throw new Error(`the variable ${name} stands in a file of its own: put its text in`);
		return typeof value === 'string' ? value : JSON.stringify(value);
	});
	if (/\{%/.test(filled) && /\{%/.test(template)) throw new Error('the template holds "{%", which only promptfoo runs');
	return filled;
}
