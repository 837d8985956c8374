import { labModels, type Behaviour } from './behaviour';
import type { Profile } from './profiles';

/** What a host answers to GET: its models, its balance, its version; undefined where it has nothing at that path. */
export function listing(path: string, profile: Profile, models: Record<string, Partial<Behaviour>>, balanceUsd = '110.00'): unknown {
	const names = [...profile.models, ...Object.keys({ ...labModels, ...models })];
	if (path.endsWith('/user/balance') && profile.balance) {
		return {
			is_available: Number(balanceUsd) > 0,
			balance_infos: [{ currency: 'USD', total_balance: balanceUsd, granted_balance: '0.00', topped_up_balance: balanceUsd }],
		};
	}
	if (path.endsWith('/api/version')) return { version: '0.12.0-lab' };
	if (path.endsWith('/api/tags')) {
		return {
			models: names.map((name) => ({
				name,
				model: name,
				modified_at: '2026-11-01T00:00:00Z',
				size: 1,
				digest: 'lab',
				details: { family: 'lab', owned_by: 'provider-lab' },
			})),
		};
	}
	if (!path.endsWith('/models')) return undefined;
	const priced = profile.errors === 'openrouter';
	const data = names.map((id) => ({
		id,
		object: 'model',
		owned_by: 'provider-lab',
		...(profile.errors !== 'deepseek' && { created: 1_760_000_000 }),
		...(priced && { name: id, context_length: 131_072, pricing: { prompt: '0.0000005', completion: '0.00000215' } }),
	}));
	return profile.errors === 'together' ? data : { object: 'list', data };
}
