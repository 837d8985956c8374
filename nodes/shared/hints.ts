import type { NodeHint } from 'n8n-workflow';
import { catalogueCheckedAt, catalogueOldAfterDays } from '../../core/catalogue/age';
import { models } from '../../core/catalogue/models';

/** Ends of the models of the makers' own APIs, by every name they go by. */
function endsAt(hosts: readonly string[]): Record<string, string> {
	const rows = models.filter(({ host, retiresOn }) => retiresOn !== undefined && hosts.includes(host));
	return Object.fromEntries(rows.flatMap(({ id, aliases, retiresOn }) => [id, ...aliases].map((name) => [name, String(retiresOn)])));
}

const ends = JSON.stringify(endsAt(['deepseek', 'openai']));
/** n8n gives the value alone where a model was picked in the panel, and the whole locator where it was not. */
export const chosenModel = '($parameter["model"]?.value ?? $parameter["model"])';
const end = `new Date(${ends}[${chosenModel}] ?? "9999-01-01")`;
const isOwnApi = '["r1DeepSeekApi", "r1OpenAiApi"].includes($parameter["host"])';

/** For every node that uses prices or retirements. */
export const oldCatalogue: NodeHint = {
	type: 'warning',
	location: 'ndv',
	whenToDisplay: 'always',
	message: `Models and prices of this pack were last checked on ${catalogueCheckedAt}, more than ${catalogueOldAfterDays} days ago. Update n8n-nodes-r1.`,
	displayCondition: `={{ Date.now() > new Date("${catalogueCheckedAt}").getTime() + ${catalogueOldAfterDays + 1} * 86400000 }}`,
};

/** Shown on the canvas before anything runs. */
export const hints: NodeHint[] = [
	oldCatalogue,
	{
		type: 'danger',
		location: 'ndv',
		whenToDisplay: 'always',
		message: 'The host has retired this model. Pick another one from the list; Migration Check says what else has to change.',
		displayCondition: `={{ ${isOwnApi} && ${end} <= new Date() }}`,
	},
	{
		type: 'warning',
		location: 'ndv',
		whenToDisplay: 'always',
		message: 'The host will retire this model within 90 days. Migration Check says what has to change.',
		displayCondition: `={{ ${isOwnApi} && ${end} > new Date() && ${end} <= new Date(Date.now() + 90 * 86400000) }}`,
	},
];
