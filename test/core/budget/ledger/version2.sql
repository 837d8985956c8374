BEGIN TRANSACTION;
CREATE TABLE r1_budget (
			id TEXT PRIMARY KEY, scope_key TEXT NOT NULL, period TEXT NOT NULL, limit_nano BIGINT NOT NULL) WITHOUT ROWID;
INSERT INTO "r1_budget" VALUES('["day","everything"]','everything','day',500000000);
CREATE TABLE r1_counter (
			id TEXT PRIMARY KEY, scope_key TEXT NOT NULL, period TEXT NOT NULL, execution TEXT,
			starts_at BIGINT, ends_at BIGINT, limit_nano BIGINT,
			spent BIGINT NOT NULL, reserved BIGINT NOT NULL, forgiven BIGINT NOT NULL, reset_at BIGINT NOT NULL DEFAULT 0) WITHOUT ROWID;
INSERT INTO "r1_counter" VALUES('["day",1790805600000,"everything"]','everything','day',NULL,1790805600000,1790892000000,1000000000,1503,77,0,0);
INSERT INTO "r1_counter" VALUES('["execution","7","run"]','run','execution','7',NULL,NULL,1000000000,1503,0,0,0);
CREATE TABLE r1_ledger (id TEXT NOT NULL, version BIGINT NOT NULL);
INSERT INTO "r1_ledger" VALUES('69571e3c7b5a',2);
CREATE TABLE r1_reservation (
			id TEXT PRIMARY KEY, state TEXT NOT NULL, estimate BIGINT NOT NULL, cost BIGINT,
			counters TEXT NOT NULL, scopes TEXT NOT NULL, model TEXT, workflow TEXT,
			dispatched BIGINT NOT NULL, on_expiry TEXT NOT NULL,
			created_at BIGINT NOT NULL, expires_at BIGINT NOT NULL, closed_at BIGINT) WITHOUT ROWID;
INSERT INTO "r1_reservation" VALUES('r1_69571e3c7b5a_mupd4xs047eb8768f702484d7cad','settled',1000,500,'["[\"day\",1790805600000,\"everything\"]","[\"execution\",\"7\",\"run\"]"]','["everything","run"]','deepseek-flash','W',0,'auto',1790848800000,1790848860000,1790848804000);
INSERT INTO "r1_reservation" VALUES('r1_69571e3c7b5a_mupd4yjs43788b2e86b99322e36a','released',1001,0,'["[\"day\",1790805600000,\"everything\"]","[\"execution\",\"7\",\"run\"]"]','["everything","run"]','deepseek-flash','W',0,'auto',1790848801000,1790848861000,1790848804000);
INSERT INTO "r1_reservation" VALUES('r1_69571e3c7b5a_mupd4zbk485b992820009bdc60b6','freed',1002,0,'["[\"day\",1790805600000,\"everything\"]","[\"execution\",\"7\",\"run\"]"]','["everything","run"]','deepseek-flash','W',0,'auto',1790848802000,1790848862000,1790848924000);
INSERT INTO "r1_reservation" VALUES('r1_69571e3c7b5a_mupd503c48beb5e7cb29aaec2d7f','charged',1003,1003,'["[\"day\",1790805600000,\"everything\"]","[\"execution\",\"7\",\"run\"]"]','["everything","run"]','deepseek-flash','W',1,'auto',1790848803000,1790848863000,1790848924000);
INSERT INTO "r1_reservation" VALUES('r1_69571e3c7b5a_mupd7lgg461fb46af81d8cc33857','held',77,NULL,'["[\"day\",1790805600000,\"everything\"]"]','["everything"]','m',NULL,0,'auto',1790848924000,1793527324000,NULL);
CREATE INDEX r1_counter_key ON r1_counter (scope_key);
CREATE INDEX r1_reservation_lease ON r1_reservation (expires_at) WHERE state = 'held';
COMMIT;