import type { Condition, Host } from '../catalogue/host';
import { findHost, findHostById, findModel } from '../catalogue/lookup';
import type { ModelRow } from '../catalogue/model';
import type { Conflict, UsedSetting } from './modelReference';

/** The model that is moved to. */
export interface Target {
	model: string;
	host: Host;
	row?: ModelRow;
	/** The address that the user gave for it. */
	baseURL?: string;
}

/** A model name, with the base URL where it is not the maker's own API; or with the host that serves it now. */
export function readTarget(model: string, baseURL?: string, hostId?: string): Target {
	const byAddress = baseURL ? findHost(baseURL) : undefined;
	const own = hostId && findHostById(hostId)?.kind === 'broker' ? findHostById(hostId) : undefined;
	const row =
		findModel(model, byAddress && byAddress.id !== 'unknown' ? byAddress.id : own?.id) ?? (byAddress ? findModel(model) : undefined);
	const host = byAddress ?? own ?? findHostById(row?.host ?? 'unknown') ?? findHost('');
	return { model, host, row, ...(baseURL && { baseURL }) };
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
	files: 'files in the prompt',
	built_in_tools: 'tools that run at the provider',
	responses_api: 'the Responses API',
	'response_format.json_object': 'answers in JSON',
	stream: 'streaming',
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
			if (rule !== 'with-tools' || field === 'drop' || field === 'received' || !thinks) return [];
			return conflict(
				'rejected',
				`${host.name} wants ${field} of earlier turns sent back when tools are used; n8n's own model nodes drop it. Use R1 Chat Model, or switch thinking off.`,
			);
		}
		if (name === 'vision') return row?.vision === false ? conflict('unsupported', `${model} reads text only`) : [];
		if (name === 'built_in_tools' && host.id !== 'openai')
			return conflict('unsupported', `${host.name} does not run the tools of the earlier provider (web search, files, code)`);
		if (name === 'files' && row?.vision === false) return conflict('unsupported', `${model} reads text only`);
		if (name === 'response_format.json_object' && host.jsonModes !== 'unknown' && host.jsonModes.length === 0)
			return conflict('rejected', `${host.name} has no JSON mode`);
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
