import type { Condition, Host } from '../catalogue/host';
import { findHost, findHostById, findModel } from '../catalogue/lookup';
import type { ModelRow } from '../catalogue/model';
import type { Conflict, UsedSetting } from './modelReference';

/** The model that is moved to. */
export interface Target {
	model: string;
	host: Host;
	row?: ModelRow;
}

/** A model name, with the base URL where it is not the maker's own API. */
export function readTarget(model: string, baseURL?: string): Target {
	const byAddress = baseURL ? findHost(baseURL) : undefined;
	const row = findModel(model, byAddress && byAddress.id !== 'unknown' ? byAddress.id : undefined);
	const host = byAddress ?? findHostById(row?.host ?? 'unknown') ?? findHost('');
	return { model, host, row };
}

const labels: Readonly<Record<string, string>> = {
	'response_format.json_schema': 'answers in a JSON schema',
	'messages.developer': 'the role developer',
	'messages.system': 'a system prompt',
	'tool_choice.required': 'a forced tool choice',
	'tool_choice.named': 'a tool chosen by name',
	vision: 'images in the prompt',
	tools: 'tools',
	agent: 'an agent with tools',
};

export const settingLabel = (name: string) => labels[name] ?? name;

/** What a target makes of the settings that a node uses: only what it does not take is listed. */
export function conflictsWith(settings: readonly UsedSetting[], { host, row, model }: Target): Conflict[] {
	const thinks = row === undefined || row.trace === 'visible' || row.trace === 'hidden';
	const holds = (when: Condition) => when === 'always' || thinks;
	const byName = new Map(settings.map((setting) => [setting.name, setting]));
	return [...byName.keys()].flatMap((name): Conflict[] => {
		const conflict = (effect: Conflict['effect'], note: string): Conflict[] => [{ setting: name, effect, note }];
		if (name === 'agent') {
			const { rule, field } = host.replay;
			if (rule !== 'with-tools' || field === 'drop' || !thinks) return [];
			return conflict(
				'rejected',
				`${host.name} wants ${field} of earlier turns sent back when tools are used; n8n's own model nodes drop it. Use R1 Chat Model, or switch thinking off.`,
			);
		}
		if (name === 'vision') return row?.vision === false ? conflict('unsupported', `${model} reads text only`) : [];
		if (name === 'tools') return row?.tools === false ? conflict('unsupported', `${model} calls no tools`) : [];
		if (name === 'messages.system')
			return row?.systemPrompt === 'avoid' ? conflict('unsupported', 'R1 weights of January 2025 want everything in the user turn') : [];
		if (row?.rejectedParameters.includes(name)) return conflict('rejected', `${model} does not accept ${name}`);
		const rejected = host.rejectedParameters.find((rule) => rule.parameter === name && holds(rule.when));
		if (rejected) return conflict('rejected', rejected.note ?? `${host.name} does not accept ${name}`);
		if (name === 'response_format.json_schema' && host.jsonModes !== 'unknown' && !host.jsonModes.includes('json_schema')) {
			return conflict('rejected', `${host.name} has ${host.jsonModes.join(' and ') || 'no JSON mode'} only`);
		}
		if (name === 'messages.developer' && host.developerRole === false) return conflict('rejected', `${host.name} does not know the role`);
		const ignored = host.ignoredParameters.find((rule) => rule.parameter === name && holds(rule.when));
		return ignored ? conflict('ignored', ignored.note ?? `${host.name} ignores ${name}`) : [];
	});
}
