// Before each test file. What a file computes while it loads belongs to no test; a module that the first test loads lazily would
// make it look as if that test alone had to notice the change. So the lazy ones are loaded here.
import { inject } from 'vitest';

// The worker is kept: what was changed for the run before must not be changed while the modules load for this one.
const changed = globalThis[inject('globalNamespace')];
if (changed) changed.activeMutant = undefined;

await import('../../core/budget/ledger/ledger');
await import('../../core/budget/ledger/sqliteStore');
await import('../../core/budget/ledger/postgresStore');
