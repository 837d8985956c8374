import { expect, test } from 'vitest';
import type { Verdict } from '../../../core/checks/checkResult';
import { worstOf } from '../../../core/checks/verdict';

test.each<[Verdict[], Verdict]>([
	[['pass', 'fail', 'warn', 'skipped'], 'fail'],
	[['pass', 'warn', 'skipped'], 'warn'],
	[['skipped', 'pass'], 'pass'],
	[['skipped'], 'skipped'],
	[[], 'skipped'],
])('of %j the worst is %s', (verdicts, worst) => expect(worstOf(verdicts)).toBe(worst));
