import { runHammer } from './runHammer';

runHammer({ processes: 8, inFlight: 64, kills: 40, budgets: 48 }, { sqlite: 200_000, postgres: 50_000 }, 1_800_000);
