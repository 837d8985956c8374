import { modelStatus } from '../catalogue/lookup';
import { FOUNDING_TABLE } from './preset';
import type { Route } from './routes';

/** The founding table with models that are served at `at`. */
export function foundingTable(at: Date): Route[] {
	return FOUNDING_TABLE.map(({ candidates, ...route }) => {
		const alive = candidates.find(([model, host]) => modelStatus(model, host, at).status === 'alive');
		const [model, host] = alive ?? candidates.find(([name, of]) => modelStatus(name, of, at).status === 'retires') ?? ['', ''];
		return { ...route, model, host };
	});
}
