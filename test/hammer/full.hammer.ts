import { runHammer } from './runHammer';

/** HAMMER_SHARE=1 is what docs/speed.md speaks of; the gate takes a half of it. */
const share = Number(process.env.HAMMER_SHARE ?? 0.5);

runHammer({ processes: 8, inFlight: 64, kills: 40, budgets: 48 }, { sqlite: 200_000 * share, postgres: 50_000 * share }, 1_800_000);
