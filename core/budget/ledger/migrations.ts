/**
 * The tables, one entry a version, for both stores; `{clustered}` keeps rows in the order of their key where a store can.
 * Never change an entry that was published; add one.
 *
 * `r1_counter` holds what is spent and reserved per scope and window, so a check reads one row and never a sum;
 * `r1_reservation` holds one row per reservation, `r1_sum` what was pruned of them. None has room for a prompt, an answer
 * or a key of a host.
 */
export const migrations: readonly (readonly string[])[] = [
	[
		`CREATE TABLE r1_ledger (id TEXT NOT NULL, version BIGINT NOT NULL)`,
		`CREATE TABLE r1_budget (
			id TEXT PRIMARY KEY, scope_key TEXT NOT NULL, period TEXT NOT NULL, limit_nano BIGINT NOT NULL){clustered}`,
		`CREATE TABLE r1_counter (
			id TEXT PRIMARY KEY, scope_key TEXT NOT NULL, period TEXT NOT NULL, execution TEXT,
			starts_at BIGINT, ends_at BIGINT, limit_nano BIGINT,
			spent BIGINT NOT NULL, reserved BIGINT NOT NULL, forgiven BIGINT NOT NULL){clustered}`,
		`CREATE INDEX r1_counter_key ON r1_counter (scope_key)`,
		`CREATE TABLE r1_reservation (
			id TEXT PRIMARY KEY, state TEXT NOT NULL, estimate BIGINT NOT NULL, cost BIGINT,
			counters TEXT NOT NULL, scopes TEXT NOT NULL, model TEXT, workflow TEXT,
			dispatched BIGINT NOT NULL, on_expiry TEXT NOT NULL,
			created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, closed_at BIGINT){clustered}`,
		`CREATE INDEX r1_reservation_lease ON r1_reservation (expires_at) WHERE state = 'held'`,
	],
	[`ALTER TABLE r1_counter ADD COLUMN reset_at BIGINT NOT NULL DEFAULT 0`, `UPDATE r1_counter SET reset_at = {now} WHERE forgiven > 0`],
	[
		`ALTER TABLE r1_ledger ADD COLUMN prunes BIGINT NOT NULL DEFAULT 0`,
		`CREATE TABLE r1_zone (id TEXT PRIMARY KEY, time_zone TEXT NOT NULL){clustered}`,
		`CREATE TABLE r1_machine (id TEXT PRIMARY KEY, name TEXT NOT NULL, seen_at BIGINT NOT NULL){clustered}`,
		`ALTER TABLE r1_counter ADD COLUMN time_zone TEXT`,
		`ALTER TABLE r1_counter ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0`,
		`CREATE INDEX r1_counter_window ON r1_counter ((COALESCE(ends_at, 9223372036854775807))) WHERE period <> 'execution'`,
		`CREATE INDEX r1_counter_execution ON r1_counter (created_at) WHERE period = 'execution'`,
		`ALTER TABLE r1_reservation ADD COLUMN execution TEXT`,
		`ALTER TABLE r1_reservation ADD COLUMN workflow_id TEXT`,
		`ALTER TABLE r1_reservation ADD COLUMN item BIGINT`,
		`ALTER TABLE r1_reservation ADD COLUMN idempotency_key TEXT`,
		`ALTER TABLE r1_reservation ADD COLUMN answered BIGINT`,
		`CREATE UNIQUE INDEX r1_reservation_key ON r1_reservation (idempotency_key) WHERE idempotency_key IS NOT NULL`,
		`CREATE INDEX r1_reservation_unanswered ON r1_reservation (created_at) WHERE state = 'charged' OR answered = 0`,
		`CREATE TABLE r1_sum (
			id TEXT PRIMARY KEY, quarter BIGINT NOT NULL, scopes TEXT NOT NULL, model TEXT, workflow TEXT,
			spent BIGINT NOT NULL, calls BIGINT NOT NULL, overruns BIGINT NOT NULL, overrun BIGINT NOT NULL,
			charged BIGINT NOT NULL, unanswered BIGINT NOT NULL){clustered}`,
		`CREATE INDEX r1_sum_quarter ON r1_sum (quarter)`,
	],
];
