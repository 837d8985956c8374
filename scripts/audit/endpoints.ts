import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Lab } from '../../test/lab';
import type { EndpointConfig, SideConfig } from './config';
import { CannotRun } from './options';

export interface ChosenSide {
	credential: ICredentialDataDecryptedObject;
	model: string;
}

export interface Endpoints {
	candidate?: ChosenSide;
	baseline?: ChosenSide;
	/** Lines about what was started or found, for the user. */
	notes: string[];
	/** The provider lab, when a side is played by it. */
	lab?: Lab;
	close(): Promise<void>;
}

/** The endpoints of both sides; starts the provider lab when a side asks for it. */
export async function openEndpoints({ candidate, baseline, local }: { candidate?: SideConfig; baseline?: SideConfig; local: boolean }): Promise<Endpoints> {
	const notes: string[] = [];
	const found = local ? await findLocal(notes) : undefined;
	const sides = { candidate: found ?? candidate, baseline };
	const wantsLab = Object.values(sides).some((side) => side === 'lab' || (typeof side === 'object' && 'lab' in side));
	const lab = wantsLab ? await startPackLab() : undefined;
	const chosen = (name: 'candidate' | 'baseline'): ChosenSide | undefined => {
		const side = sides[name];
		if (side === undefined) return undefined;
		if (side === 'lab' || 'lab' in side) {
			const model = (side !== 'lab' && side.model) || `lab-${name}`;
			// The lab acts as DeepSeek, which its address does not tell.
			return { credential: credentialOf({ baseURL: `${lab?.baseURL}/v1`, model, profile: 'deepseek' }), model };
		}
		return { credential: credentialOf(side), model: side.model };
	};
	return { candidate: chosen('candidate'), baseline: chosen('baseline'), notes, lab, close: async () => await lab?.close() };
}

async function findLocal(notes: string[]) {
	const { findLocalServers } = await import('./localServers');
	const [first, ...others] = await findLocalServers();
	if (!first) throw new CannotRun('No model server answers on this machine: looked for Ollama (11434), llama.cpp (8080), LM Studio (1234), vLLM (8000) and SGLang (30000)');
	notes.push(`Candidate: ${first.model} on ${first.name} at ${first.baseURL}`);
	for (const { name, model, baseURL } of others) notes.push(`Also found: ${model} on ${name} at ${baseURL}`);
	return { baseURL: first.baseURL, model: first.model };
}

async function startPackLab() {
	const { startLab } = await import('../../test/lab');
	return await startLab();
}

function credentialOf({ baseURL, keyEnv, headers, profile, region }: EndpointConfig): ICredentialDataDecryptedObject {
	const key = keyEnv === undefined ? '' : process.env[keyEnv];
	if (key === undefined) throw new CannotRun(`The environment variable ${keyEnv} is not set; the config file names it for the key of ${new URL(baseURL).host}`);
	return {
		baseUrl: baseURL,
		apiKey: key,
		...(profile ? { profile } : {}),
		...(region ? { region } : {}),
		...(headers ? { headers: JSON.stringify(headers) } : {}),
	};
}
