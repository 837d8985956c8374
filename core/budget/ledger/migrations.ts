/**
 * The tables, one entry a version, for both stores; `{clustered}` keeps rows in the order of their key where a store can.
 * Never change an entry that was published; add one.
 *
 * `r1_counter` holds what is spent and reserved per scope and window, so a check reads one row and never a sum;
 * `r1_reservation` holds one row per reservation. Neither has room for a prompt, an answer or a key.
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
];
