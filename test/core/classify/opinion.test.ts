import { describe, expect, test } from 'vitest';
import { opinionPrompt, readOpinion } from '../../../core/classify/opinion';

describe('readOpinion', () => {
	test.each([
		['{"class": "coding"}', 'coding'],
		['```json\n{"class":"creative"}\n```', 'creative'],
		['<think>maybe {"class":"simple"}? no</think>{"class":"reasoning"}', 'reasoning'],
		['Sure! {"class": "general"} because it asks for advice', 'general'],
		['{"class": "poetry"}', undefined],
		['{"class": }', undefined],
		['coding', undefined],
		['', undefined],
	])('reads %s as %s', (answer, expected) => {
		expect(readOpinion(answer)).toBe(expected);
	});
});

test('the prompt names every class and does not send a whole book', () => {
	const [system, user] = opinionPrompt('x'.repeat(100_000));
	for (const name of ['simple', 'reasoning', 'coding', 'creative', 'general']) expect(system.content).toContain(`- ${name}:`);
	expect(user.content.length).toBeLessThan(5_000);
});
