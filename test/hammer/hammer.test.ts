import { runHammer } from './runHammer';

// The small one for every run of the tests; `npm run test:hammer` is the full one.
runHammer({ processes: 3, inFlight: 16, kills: 5, budgets: 8 }, { sqlite: 4000, postgres: 1500 }, 120_000);
