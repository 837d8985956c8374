// The parts of docs/ that are made from the code: npm run docs
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { auditSettings } from './docs/auditSettings';
import { between } from './docs/between';

const page = path.join(import.meta.dirname, '../docs/audit.md');
writeFileSync(page, between(readFileSync(page, 'utf8'), 'settings', auditSettings()));
