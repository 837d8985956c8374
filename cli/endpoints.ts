import { openSide } from '../core/audit/sides';
import type { Side } from '../core/checks/check';
import type { Endpoint } from '../core/reason/endpoint';
import type { LabSettings, SpawnedLab } from '../lab';
import { CannotRun } from './cannotRun';
import type { EndpointConfig, SideConfig } from './config';

export interface Endpoints {
	candidate?: Side;
	baseline?: Side;
	judge?: Side;
	/** Lines about what was started or found, for the user. */
	notes: string[];
	/** The provider lab, when a side is played by it. */
	lab?: SpawnedLab;
	close(): Promise<void>;
}

/** The endpoints of both sides; starts the provider lab when a side asks for it. */
export async function openEndpoints({
	candidate,
	baseline,
	judge,
	local,
	send,
}: {
	candidate?: SideConfig;
	baseline?: SideConfig;
	judge?: SideConfig;
	local: boolean;
	send: typeof fetch;
}): Promise<Endpoints> {
	const notes: string[] = [];
	const sides = { candidate: local ? await findLocal(notes) : candidate, baseline, judge };
	// In a process of its own: what it works must not look like work of the machine that measures.
	const lab = Object.values(sides).some(isLab) ? await (await import('../lab/spawnLab')).spawnLab() : undefined;
	const models: NonNullable<LabSettings['models']> = {};
	const open = async (name: keyof typeof sides): Promise<Side | undefined> => {
		const side = sides[name];
		if (side === undefined) return undefined;
		if (!isLab(side))
			return await openSide({ endpoint: endpointOf(side), model: side.model, region: 'region' in side ? side.region : undefined }, send);
		const model = (side !== 'lab' && side.model) || `lab-${name}`;
		if (side !== 'lab') {
			models[model] = { timing: side.lab };
			await lab?.script({ models });
		}
		// The lab acts as DeepSeek, which its address does not tell.
		return await openSide({ endpoint: { baseURL: `${lab?.baseURL}/v1`, profile: 'deepseek' }, model }, send);
	};
	try {
		return {
			candidate: await open('candidate'),
			baseline: await open('baseline'),
			judge: await open('judge'),
			notes,
			lab,
			close: async () => await lab?.close(),
		};
	} catch (error) {
		await lab?.close();
		throw error;
	}
}

export const isLab = (side: SideConfig | undefined): side is Exclude<SideConfig, EndpointConfig> =>
	side === 'lab' || (typeof side === 'object' && 'lab' in side);

async function findLocal(notes: string[]) {
	const { findLocalServers } = await import('./localServers');
	const [first, ...others] = await findLocalServers();
	if (!first)
		throw new CannotRun(
			'No model server answers on this machine: looked for Ollama (11434), llama.cpp (8080), LM Studio (1234), vLLM (8000) and SGLang (30000)',
		);
	notes.push(`Candidate: ${first.model} on ${first.name} at ${first.baseURL}`);
	for (const { name, model, baseURL } of others) notes.push(`Also found: ${model} on ${name} at ${baseURL}`);
	return { baseURL: first.baseURL, model: first.model };
}

function endpointOf({ baseURL, keyEnv, headers, profile }: EndpointConfig): Endpoint {
	const apiKey = keyEnv === undefined ? '' : process.env[keyEnv]?.trim();
	if (apiKey === undefined)
		throw new CannotRun(`The environment variable ${keyEnv} is not set; the config file names it for the key of ${new URL(baseURL).host}`);
	return {
		baseURL: baseURL.replace(/\/+$/, ''),
		...(apiKey ? { apiKey } : {}),
		...(profile ? { profile } : {}),
		...(headers ? { headers } : {}),
	};
}
