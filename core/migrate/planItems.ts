import { isToBeChanged, migrationPlan, type MigrationPlan, type PlannedWorkflow } from './migrationPlan';

const head = migrationPlan.omit({ workflows: true });
const planned = migrationPlan.shape.workflows.element;
const planItem = planned.extend({ plan: head });

/** One workflow of a plan by itself, so that a person or a rule may let it through or hold it back. */
export type PlanItem = PlannedWorkflow & {
	plan: Omit<MigrationPlan, 'workflows'>;
	/** What would change, to be read in a message. */
	summary: string;
};

/** The workflows of a plan one by one: those that apply would change, and those that are left to a person. */
export function planItems({ workflows, ...plan }: MigrationPlan): { toChange: PlanItem[]; left: PlanItem[] } {
	const items = workflows.map((workflow): PlanItem => ({ ...workflow, summary: summaryOf(workflow), plan }));
	return { toChange: items.filter(isToBeChanged), left: items.filter((item) => !isToBeChanged(item)) };
}

function summaryOf({ name, active, changes, manual, refused }: PlannedWorkflow): string {
	return [
		`${name} (${active ? 'live' : 'not live'})`,
		...(refused ? [refused] : []),
		...changes.map(({ node, what, why, evidence }) => `${node}: ${what.join('; ')}. ${why}${evidence ? ` Evidence: ${evidence}` : ''}`),
		...manual.map(({ node, reason }) => `By hand: ${node}: ${reason}`),
	].join('\n');
}

/**
 * The plan that such items are of, with the workflows that are still among them.
 *
 * @throws Error with a `description` when one is no such item, or when they are of several plans.
 */
export function planOf(items: readonly unknown[]): MigrationPlan {
	const parsed = items.map((item, index) => {
		const one = planItem.safeParse(item);
		if (one.success) return one.data;
		throw problem(`Item ${index} is not a workflow of a plan`, 'Hand over the items that the operation Plan put out.');
	});
	const [first] = parsed;
	if (!first) throw problem('There is no workflow to change', 'Hand over the items that the operation Plan put out.');
	if (parsed.some(({ plan }) => plan.planId !== first.plan.planId))
		throw problem('The items are of several plans', 'Apply one plan after the other.');
	return { ...first.plan, workflows: parsed.map((item) => planned.parse(item)) };
}

const problem = (message: string, description: string) => Object.assign(new Error(message), { description });
