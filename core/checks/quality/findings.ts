import type { CheckResult, Finding } from '../checkResult';
import type { Flip, QualityEvidence, Reply, TaskEvidence } from './evidence';
import { sharesOf } from './sideFigures';

/** Tasks behind the verdict: first those that only the baseline solves, then those that only the candidate solves, then what else went wrong. */
export function findingsOf(tasks: readonly TaskEvidence[]): Finding[] {
	return tasks
		.map((task) => ({ task, change: changeOf(task) }))
		.filter(({ task, change }) => change !== 'same' || task.candidate.some(({ outcome }) => outcome !== 'right'))
		.sort((one, other) => order.indexOf(one.change) - order.indexOf(other.change))
		.map(({ task, change }) => ({
			task: task.id,
			tags: task.tags.join(', '),
			change,
			expected: task.expected.slice(0, 200),
			...(task.baseline.length > 0 ? { baseline: told(task.baseline) } : {}),
			candidate: told(task.candidate),
		}));
}

const order = ['lost', 'gained', 'same'] as const;

function changeOf({ baseline, candidate }: TaskEvidence): (typeof order)[number] {
	const [before, after] = [sharesOf(baseline), sharesOf(candidate)];
	if (before === undefined || after === undefined || before === after) return 'same';
	return after < before ? 'lost' : 'gained';
}

const told = (replies: readonly Reply[]) =>
	replies
		.map(({ outcome, extracted, errorKind, reason }) => [outcome, extracted || errorKind || reason].filter(Boolean).join(': '))
		.join(' / ');

/** One prompt as it was sent, and both traces of each task that flipped, side by side. */
export function exhibitsOf({ flips, samplePrompt, baseline, candidate }: QualityEvidence): CheckResult['exhibits'] {
	return [
		...(samplePrompt ? [{ title: 'A prompt as it was sent', text: samplePrompt }] : []),
		...[...flips]
			.sort((one, other) => Number(one.solvedBy === 'candidate') - Number(other.solvedBy === 'candidate'))
			.map((flip) => ({
				title: `${flip.id}: solved by the ${flip.solvedBy} only`,
				text: flip.prompt,
				note: `Expected: ${flip.expected}`,
				sides: [sideOf(flip.baseline, baseline?.model ?? 'baseline'), sideOf(flip.candidate, candidate.model)],
			})),
	];
}

const sideOf = ({ thinking, answer }: Flip['baseline'], model: string) => ({
	label: model,
	text: `TRACE\n${thinking || '(none shown)'}\n\nANSWER\n${answer}`,
});
