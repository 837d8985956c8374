import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { defaultFile, openLedger } from '../core/budget/ledger/openLedger';
import type { Ledger } from '../core/budget/ledger/ledger';
import { usdOf } from '../core/money/nano';
import { oneLine } from '../core/report/format';
import { jsonLine } from './jsonForTerminal';
import { CannotRun } from './cannotRun';

const usage = `n8n-nodes-r1 ledger STEP [options]

  prune              turn closed reservations into sums; reports stay as they are
    --older-than N   days since they were closed (default 90)
  report             what was spent, and the calls that may have been paid and were never answered

  --file FILE        a ledger file (default: the one that all workflows share, in n8n's user folder)
  --postgres         the ledger in PostgreSQL of PGHOST, PGPORT, PGDATABASE, PGUSER and PGPASSWORD;
                     PGSSLMODE is disable, require or verify-full
  --json             print the result as JSON, money in nano-dollars

n8n may go on running. Exit code 0: done; 2: could not run.
`;

const options = {
	'older-than': { type: 'string' },
	file: { type: 'string' },
	postgres: { type: 'boolean' },
	json: { type: 'boolean' },
	help: { type: 'boolean', short: 'h' },
} as const;

const day = 86_400_000;

/** Looks after a ledger from the command line. */
export async function run(argv: string[]): Promise<number> {
	const { values, positionals } = parse(argv);
	const [step, ...rest] = positionals;
	if (values.help || step === undefined) {
		process.stdout.write(usage);
		return values.help ? 0 : 2;
	}
	if (rest.length > 0 || (step !== 'prune' && step !== 'report')) throw new CannotRun(`Steps are prune and report. See ledger --help.`);
	const ledger = open(values);
	try {
		process.stdout.write(await (step === 'prune' ? prune(ledger, values) : report(ledger, values)));
		return 0;
	} finally {
		await ledger.close();
	}
}

type Values = ReturnType<typeof parse>['values'];

function parse(argv: string[]) {
	try {
		return parseArgs({ args: argv, options, allowPositionals: true });
	} catch (error) {
		throw new CannotRun(`${error instanceof Error ? error.message : String(error)}. See ledger --help.`);
	}
}

/** A file that is not there is not made: its name was probably mistyped. */
function open({ file, postgres }: Values): Ledger {
	if (postgres) {
		const { PGHOST: host = 'localhost', PGPORT: port, PGDATABASE, PGUSER: user, PGPASSWORD: password, PGSSLMODE } = process.env;
		if (!user) throw new CannotRun('PGUSER is not set');
		const tls = PGSSLMODE === 'verify-full' ? 'verify' : PGSSLMODE === 'require' ? 'require' : 'off';
		return openLedger({
			postgres: { host, port: port ? Number(port) : 5432, database: PGDATABASE ?? user, user, password, tls, connections: 2 },
		});
	}
	const place = path.resolve(file ?? defaultFile());
	if (!existsSync(place)) throw new CannotRun(`There is no ledger file ${place}. Name it with --file, or use --postgres`);
	return openLedger({ file: place });
}

async function prune(ledger: Ledger, { 'older-than': given = '90', json }: Values): Promise<string> {
	const days = Number(given);
	if (!/^\d+(\.\d+)?$/.test(given) || days > 3660) throw new CannotRun('--older-than takes days, such as 90');
	const done = await ledger.prune({ olderThanMs: Math.round(days * day) });
	if (json) return jsonLine(done);
	return `${done.reservations} reservations that were closed more than ${days} days ago are sums now; ${done.executions} windows of old executions are gone.\n`;
}

async function report(ledger: Ledger, { json }: Values): Promise<string> {
	const { totals, unanswered, notices, ...rest } = await ledger.report();
	if (json) return jsonLine({ totals, unanswered, notices, ...rest });
	const lines = [
		`$${usdOf(totals.spentNano)} spent in ${totals.calls} calls, $${usdOf(totals.reservedNano)} reserved now; ${totals.overruns} overruns, ${totals.chargedOnExpiry} never settled`,
		...notices.map(oneLine),
		...(unanswered.length > 0 ? [`Possibly paid, never answered (${totals.unanswered}):`] : []),
		...unanswered.map(({ reservedAt, chargedNano, model, workflow, executionId, item, reservationId }) =>
			[
				new Date(reservedAt).toISOString(),
				`$${usdOf(chargedNano)}`,
				model,
				workflow,
				executionId && `execution ${executionId}`,
				item !== null && `item ${item}`,
				reservationId,
			]
				.filter(Boolean)
				.map((part) => oneLine(String(part)))
				.join('  '),
		),
	];
	return `${lines.join('\n')}\n`;
}
