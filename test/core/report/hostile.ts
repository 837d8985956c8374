import type { CheckRecord } from '../../../core/checks/checkRecord';

/** Names as an attacker, a careless user or a broken export would write them. */
export const hostileNames = [
	'<script>alert(1)</script>',
	'"><img src=x onerror=alert(1)>',
	"' onmouseover='alert(1)",
	'</style><script>alert(1)</script>',
	'</title><svg onload=alert(1)>',
	'{{constructor.constructor("alert(1)")()}}',
	'[click](javascript:alert(1)) | cell | `code`',
	']]><x/>&lt;&amp;',
	'line\nbreak\r\n# heading\u0000\u0007\u001B[31mred',
	'\u202Eevil\u202C \uD800 lone',
	'../../../etc/passwd',
	'@everyone https://evil.example/?q=1',
];

/** A result in which every text that comes from outside is hostile. */
export const hostileRecord = (name: string): CheckRecord => ({
	id: 'quality',
	title: name,
	verdict: 'fail',
	summary: name,
	figures: { [name]: name, nested: { [name]: [name, 1] } },
	thresholds: { [name]: name },
	findings: [{ workflow: name, node: name, [name]: name, status: name, verdict: 'fail', action: name }],
	emulated: false,
	tables: [{ title: name, columns: [{ key: name, label: name, unit: name }], rows: [{ [name]: name }] }],
	charts: (['bar', 'line', 'interval'] as const).map((kind) => ({
		title: name,
		kind,
		xLabel: name,
		yLabel: name,
		lines: [{ label: name, value: 1 }],
		series: [
			{ name, points: [{ x: name, value: 1, interval: [0, 2] }] },
			{ name: `${name}2`, points: [{ x: name, value: 2 }] },
		],
	})),
	problems: [{ file: name, line: 3, reason: name }],
	exhibits: [{ title: name, text: name, note: name }],
	run: {
		startedAt: name,
		durationMs: 1,
		spentUsd: 1,
		unpricedCalls: 1,
		baseline: { model: name, host: name },
		candidate: { model: name, host: name },
	},
});
