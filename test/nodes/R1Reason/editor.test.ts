import { WorkflowExpression, Workflow, type IDataObject, type INode } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { describeModel, retirementHint } from '../../../nodes/shared/describeModel';
import { hints } from '../../../nodes/shared/hints';
import { searchModels } from '../../../nodes/shared/searchModels';
import { startLab, type Lab, type ProfileId } from '../../../lab';
import { NodeTypes } from '../../support/nodeTypes';
import { R1Reason } from '../../../nodes/R1Reason/R1Reason.node';

let lab: Lab;
beforeAll(async () => {
	lab = await startLab();
});
afterAll(() => lab.close());
beforeEach(() => lab.reset());

/** What the editor gives a list search. */
const editor = (type: string, credential: IDataObject) => ({
	getCurrentNodeParameter: () => type,
	getCredentials: async () => credential,
	getNode: () => ({ name: 'Reason' }),
	helpers: {},
});

const search = async (id: ProfileId, filter?: string, credential: IDataObject = {}) =>
	await searchModels.call(editor('r1CompatibleApi', { baseUrl: lab.at(id), apiKey: 'k', ...credential }) as never, filter);

describe('the list of models', () => {
	test('is read live, with what each costs and when it ends', async () => {
		const { results } = await search('openai', undefined, { profile: 'openai' });
		expect(results.map(({ value }) => value)).toEqual(expect.arrayContaining(['gpt-4o', 'gpt-6.1-sol']));
		expect(results.find(({ value }) => value === 'gpt-4o')).toMatchObject({
			description: expect.stringMatching(/\$2\.5 in.*retires on 2027-01-14, use gpt-6-luna/),
		});
		expect(lab.received[0]).toMatchObject({ method: 'GET', path: '/v1/models', headers: { authorization: 'Bearer k' } });
	});

	test('can be searched', async () => {
		expect((await search('deepseek', 'FLASH')).results.map(({ value }) => value)).toContain('deepseek-flash');
		expect((await search('deepseek', 'nothing like it')).results).toEqual([]);
	});

	test("reads Ollama's own list", async () => {
		const { results } = await search('ollama', 'r1', { profile: 'ollama' });
		expect(results.map(({ value }) => value)).toEqual(['deepseek-r1:32b', 'deepseek-r1:8b']);
	});

	test('says what is wrong', async () => {
		await using closed = Object.assign(await startLab({ apiKey: 'right' }), { [Symbol.asyncDispose]: async () => undefined });
		await expect(searchModels.call(editor('r1CompatibleApi', { baseUrl: closed.baseURL, apiKey: 'wrong' }) as never)).rejects.toMatchObject(
			{ kind: 'auth' },
		);
		await closed.close();
		await expect(searchModels.call(editor('r1CompatibleApi', { baseUrl: 'nowhere' }) as never)).rejects.toThrow(/not an address/);
	});
});

describe('a model that ends', () => {
	const openAi = { baseURL: 'https://api.openai.com/v1' };
	const now = new Date('2026-11-23T12:00:00Z');

	test.each([
		{ model: 'o1', says: 'The model "o1" retired since 2026-10-23, use gpt-5.6-sol.' },
		{ model: 'gpt-5', says: 'The model "gpt-5" retires on 2026-12-11, use gpt-6.1-sol.' },
		{ model: 'gpt-6.1-sol', says: undefined },
		{ model: 'never-heard-of', says: undefined },
	])('$model: $says', ({ model, says }) => {
		expect(retirementHint(model, openAi, now)).toBe(says);
	});

	test('one of which nothing is known has no description', () => {
		expect(describeModel('never-heard-of', openAi, now)).toEqual({});
	});

	test.each([
		{ host: 'r1OpenAiApi', model: 'o1', shown: [true, false] },
		{ host: 'r1OpenAiApi', model: 'gpt-5', shown: [false, true] },
		{ host: 'r1OpenAiApi', model: 'gpt-6.1-sol', shown: [false, false] },
		{ host: 'r1DeepSeekApi', model: 'deepseek-reasoner', shown: [true, false] },
		{ host: 'r1CompatibleApi', model: 'o1', shown: [false, false] },
	])('$model on $host is said on the canvas, picked or not: $shown', ({ host, model, shown }) => {
		vi.setSystemTime(now);
		const said = (locator: object) => {
			const node: INode = {
				id: '1',
				name: 'Reason',
				type: 'n8n-nodes-r1.r1Reason',
				typeVersion: 1,
				position: [0, 0],
				parameters: { host, model: { mode: 'id', value: model, ...locator } },
			};
			const workflow = new Workflow({
				nodes: [node],
				connections: {},
				active: false,
				nodeTypes: new NodeTypes({ 'n8n-nodes-r1.r1Reason': new R1Reason() }),
			});
			return hints
				.slice(1)
				.map(({ displayCondition = '' }) =>
					new WorkflowExpression(workflow).getSimpleParameterValue(node, displayCondition, 'internal', {}),
				);
		};
		const seen = [said({}), said({ __rl: true })];
		vi.useRealTimers();
		expect(seen).toEqual([shown, shown]);
	});
});
