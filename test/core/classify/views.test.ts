import { describe, expect, test } from 'vitest';
import { bundledClassifier } from '../../../core/classify/classifier';
import { scoresOf } from '../../../core/classify/classify';
import type { Query } from '../../../core/classify/query';
import { isHard, PROMPT_SHARES } from '../../../core/classify/scoring';
import { taskOf } from '../../../core/classify/task/taskOf';
import { viewsOf } from '../../../core/classify/views';
import { CARRIED } from '../../data/payloadGrid';

const classifier = bundledClassifier();
const viewsFor = (query: Query) => viewsOf(taskOf(query, classifier.asking));
const prompt = (system: string, user: string): Query => [
	{ role: 'system', content: system },
	{ role: 'user', content: user },
];

describe('viewsOf', () => {
	test('judges a short question by its task alone', () => {
		expect(viewsFor('Who wrote Emma?').ofWide).toBeUndefined();
	});

	test('reads a prompt widely, with the whole of its system text', () => {
		const system = 'You sort mails. We sell lamps since 1987. Answer with billing or other.';
		const { task, ofWide } = viewsFor(prompt(system, CARRIED.email));
		expect(task.wide).toContain(system);
		expect(ofWide?.ids.length).toBeGreaterThan(0);
	});

	test('does not read code that is carried', () => {
		const { task, ofWide } = viewsFor(prompt('Write a friendly note about this for the team, two sentences.', CARRIED.code));
		expect(task).toMatchObject({ cargo: 'code', wide: undefined });
		expect(ofWide).toBeUndefined();
	});

	test('keeps only both ends of long texts', () => {
		const { task } = viewsFor(prompt('Judge every line by these rules. '.repeat(200), `Please do it. ${'Then explain why. '.repeat(300)}`));
		expect(task.wide?.length).toBeLessThan(2400);
	});
});

test('the scores of a prompt are those of both views by their shares', () => {
	const views = viewsFor(prompt('You are a poet. Write a poem about the mail.', CARRIED.email));
	const ofTask = scoresOf({ task: views.task, ofTask: views.ofTask }, classifier);
	const both = scoresOf(views, classifier);
	const ofWide = both.map((score, index) => {
		const lead = isHard(index) ? classifier.hardLead : 0;
		return (score - lead - PROMPT_SHARES.task * ofTask[index]) / PROMPT_SHARES.wide;
	});
	expect(PROMPT_SHARES.task + PROMPT_SHARES.wide).toBe(1);
	expect([...ofWide].some((score, index) => Math.abs(score - ofTask[index]) > 0.01)).toBe(true);
});

test('the lead lifts reasoning and coding of a prompt, and nothing of a short question', () => {
	const scoresWith = (query: Query, hardLead: number) => scoresOf(viewsFor(query), { ...classifier, hardLead });
	const lifted = (query: Query) => [...scoresWith(query, 2)].map((score, index) => Math.round(score - scoresWith(query, 0)[index]));
	expect(lifted(prompt('You are a poet. Write a poem about the mail.', CARRIED.email))).toEqual([0, 2, 2, 0, 0]);
	expect(lifted('Who wrote Emma?')).toEqual([0, 0, 0, 0, 0]);
});
