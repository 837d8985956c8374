import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

// n8n-core writes its settings file below this folder as soon as it is imported; globalSetup.ts removes it.
process.env.N8N_USER_FOLDER ??= mkdtempSync(path.join(tmpdir(), 'n8n-settings-'));
process.env.N8N_ENCRYPTION_KEY ??= 'only-for-tests';
process.env.N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS ??= 'false';
process.env.N8N_LOG_LEVEL ??= 'silent';
// Tests keep their files and ledgers in folders of their own below the system's.
process.env.N8N_RESTRICT_FILE_ACCESS_TO ??= tmpdir();
process.env.R1_LEDGER_FOLDERS ??= tmpdir();
