import type { FeatureId, FeatureProbe, WorkflowNeed } from './evidence';

export interface FeatureFigures {
	feature: FeatureId;
	label: string;
	status: 'works' | 'partly' | 'missing' | 'rejected' | 'untested';
	worked: number;
	tried: number;
	detail?: string;
	workaround?: string;
	/** Workflows that use it, by the inventory. */
	neededBy: string[];
}

interface FeatureFacts {
	label: string;
	workaround: string;
	/** What the inventory calls it. */
	uses: readonly string[];
	/** Without it no workflow with tools works at all. */
	essential?: boolean;
}

const facts: Record<FeatureId, FeatureFacts> = {
	parallel_calls: {
		label: 'Several calls in one turn',
		workaround: 'Let the agent loop: it makes one call a turn and takes more turns.',
		uses: [],
	},
	'tool_choice.required': {
		label: 'Forcing a call (tool_choice "required")',
		workaround: 'Switch thinking off for this step, or say in the prompt that a function must be called and check that one was.',
		uses: ['tool_choice.required'],
	},
	'tool_choice.named': {
		label: 'Forcing one function by name',
		workaround: 'Offer only that function, or ask for JSON by a schema instead of a call; or switch thinking off for this step.',
		uses: ['tool_choice.named'],
	},
	'tool_choice.none': {
		label: 'Forbidding calls (tool_choice "none")',
		workaround: 'Send the request without the tools.',
		uses: ['tool_choice.none'],
	},
	streamed_arguments: {
		label: 'Arguments streamed in pieces',
		workaround: 'Read the arguments when the call is complete; long ones arrive late.',
		uses: ['stream'],
	},
	second_turn: {
		label: 'A second turn with the result of the tool',
		workaround:
			'Use R1 Chat Model, which sends the trace back where the host wants it; else put the result into a new user message without tools.',
		uses: ['agent', 'tools'],
		essential: true,
	},
	second_turn_without_trace: {
		label: "A second turn without the trace, as n8n's own model nodes send it",
		workaround: 'Use R1 Chat Model, which sends the trace back, or switch thinking off.',
		uses: ['agent'],
	},
	strict_schemas: {
		label: 'Strict schemas',
		workaround: 'Check the arguments against the schema and ask again; DeepSeek takes strict schemas below its /beta address.',
		uses: ['strict', 'tools.strict'],
	},
};

export const featureIds = Object.keys(facts).filter((id): id is FeatureId => id in facts);

/** What the endpoint lacks, who needs it, and what to do instead. */
export function featureFigures(probes: readonly FeatureProbe[], needs: readonly WorkflowNeed[] | undefined): FeatureFigures[] {
	return probes.map(({ feature, tried, worked, rejected, failed, detail }) => {
		const { label, workaround, uses } = facts[feature];
		const counted = tried - failed;
		const status =
			counted === 0 ? 'untested' : worked === counted ? 'works' : rejected > counted / 2 ? 'rejected' : worked > 0 ? 'partly' : 'missing';
		const neededBy = [
			...new Set(
				(needs ?? []).filter((need) => need.uses.some((use) => uses.includes(use))).map(({ workflow, node }) => `${workflow}: ${node}`),
			),
		];
		return {
			feature,
			label,
			status,
			worked,
			tried: counted,
			...(detail ? { detail } : {}),
			...(status === 'works' ? {} : { workaround }),
			neededBy,
		};
	});
}

export const isLacking = ({ status }: FeatureFigures) => status === 'missing' || status === 'rejected';
export const isEssential = ({ feature }: FeatureFigures) => facts[feature].essential === true;
