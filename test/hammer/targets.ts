import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Client } from 'pg';
import type { Postgres } from '../support/startPostgres';
import type { HammerPlan } from './hammer';

type Target = Pick<HammerPlan, 'options' | 'sql' | 'watch'> & { close: () => Promise<void> };

const over = 'NEW.spent + NEW.reserved > NEW.limit_nano OR NEW.reserved < 0 OR NEW.spent < 0';

export function sqliteTarget(folder: string): Target {
	const file = path.join(folder, 'hammer.sqlite');
	let database: DatabaseSync | undefined;
	return {
		options: { file, waitMs: 60_000 },
		sql: async (text) => {
			database ??= new DatabaseSync(file, { timeout: 20_000 });
			return database.prepare(text).all();
		},
		watch: `CREATE TABLE r1_violation (id TEXT);;
			CREATE TRIGGER r1_watch AFTER UPDATE ON r1_counter WHEN ${over} BEGIN INSERT INTO r1_violation VALUES (NEW.id); END`,
		close: async () => database?.close(),
	};
}

export async function postgresTarget({ connection }: Postgres): Promise<Target> {
	const client = new Client(connection);
	await client.connect();
	return {
		options: { postgres: { ...connection, connections: 4 }, waitMs: 60_000 },
		sql: async (text) => (await client.query(text)).rows,
		watch: `CREATE TABLE r1_violation (id TEXT);;
			CREATE FUNCTION r1_watch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO r1_violation VALUES (NEW.id); RETURN NULL; END $$;;
			CREATE TRIGGER r1_watch AFTER UPDATE ON r1_counter FOR EACH ROW WHEN (${over}) EXECUTE FUNCTION r1_watch()`,
		close: async () => await client.end(),
	};
}
