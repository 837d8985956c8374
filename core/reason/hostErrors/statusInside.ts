import { isObject } from '../../json';
import { errorIn } from './errorTexts';

/** What vendors' own numbers mean, as the HTTP status that says the same. */
const vendorCodes: Readonly<Record<string, Readonly<Record<string, number>>>> = {
	// https://platform.minimax.io/docs/api-reference/errorcode.md (base_resp.status_code); 1000 to 1024 read on 2026-11-28, the
	// stored page ends there: the others are known from answers
	minimax: {
		1000: 500,
		1001: 504,
		1002: 429,
		1004: 401,
		1008: 402,
		1013: 500,
		1024: 500,
		1026: 451,
		1027: 451,
		1033: 500,
		1039: 413,
		1041: 429,
		1042: 400,
		1043: 400,
		1044: 400,
		2013: 400,
		2045: 429,
		2048: 413,
		2049: 401,
		2056: 429,
	},
	// https://cloud.baidu.com/doc/WENXINWORKSHOP/s/tlmyncueh (error_code); 1 to 18 and 110 read on 2026-11-28, where the stored
	// page ends; the others are known from answers
	baidu: {
		1: 500,
		2: 503,
		3: 404,
		4: 429,
		6: 403,
		13: 401,
		14: 401,
		15: 401,
		17: 402,
		18: 429,
		19: 402,
		100: 401,
		110: 401,
		111: 401,
		336000: 500,
		336001: 400,
		336002: 400,
		336003: 400,
		336005: 400,
		336006: 400,
		336007: 413,
		336008: 413,
		336100: 503,
		336101: 400,
		336102: 400,
		336103: 413,
		336104: 400,
		336117: 400,
		336120: 451,
		336200: 500,
		336303: 429,
		336501: 429,
		336502: 429,
	},
	// https://docs.z.ai/api-reference/api-code (error.code of Z.ai and BigModel); up to 1302 read on 2026-11-28; 1308 to 1316 from
	// answers: https://github.com/dirge-code/dirge/issues/818, https://github.com/LionSR/TeXRA/pull/9865; the rest unknown
	zai: {
		1000: 401,
		1001: 401,
		1002: 401,
		1003: 401,
		1004: 401,
		1110: 403,
		1111: 403,
		1112: 403,
		1113: 402,
		1120: 403,
		1121: 403,
		1210: 400,
		1211: 404,
		1212: 400,
		1213: 400,
		1214: 400,
		1215: 400,
		1220: 403,
		1221: 404,
		1222: 404,
		1230: 500,
		1231: 400,
		1234: 500,
		1261: 413,
		1301: 451,
		1302: 429,
		1303: 429,
		1304: 402,
		1305: 429,
		1308: 429,
		1309: 402,
		1310: 429,
		1313: 403,
		1316: 429,
	},
	// https://docs.siliconflow.cn/cn/faqs/error-code.md (code beside message); 20012 read on 2026-11-28, the others are known from
	// answers, no page lists them
	siliconflow: { 20012: 404, 20015: 400, 30001: 402, 50501: 503, 50505: 503, 50507: 500, 50508: 503, 50603: 503, 60000: 500 },
};

/** Names that hosts give to their errors, as the HTTP status that says the same. */
const names: readonly (readonly [name: RegExp, status: number])[] = [
	[
		/^(invalid_?request(_?error)?|bad_?request(_?error)?|INVALID_ARGUMENT|FAILED_PRECONDITION|InvalidParameter.*|validation_?(error|exception)|tool_use_failed|json_validate_failed)$/i,
		400,
	],
	[
		/^(authentication_?error|unauthenticated|invalid_?api_?key|invalid_authentication(_error)?|unauthorized|UnrecognizedClientException)$/i,
		401,
	],
	[
		/^(insufficient_quota|insufficient_balance|billing_error|arrearage|AccountOverdueError|exceeded_current_quota_error|insufficient_credits)$/i,
		402,
	],
	// Tencent Cloud: a group, then a point and the detail.
	[/^AuthFailure\b/, 401],
	[/^(RequestLimitExceeded|LimitExceeded)\b/, 429],
	[/^(permission_?(error|denied)|access_?denied(exception)?|forbidden)$/i, 403],
	[/^(not_found(_error)?|model_?not_?found(_error)?|ResourceNotFoundException)$/i, 404],
	[/^(request_too_large|context_length_exceeded)$/i, 413],
	[
		/^(rate_?limit(ed|_error|_exceeded|_reached_error)?|RESOURCE_EXHAUSTED|throttling.*|too_?many_?requests|LimitRequests|engine_rate_limited_error)$/i,
		429,
	],
	[/^(DataInspectionFailed|content_filter|data_inspection_failed|content_policy_violation)$/i, 451],
	[/^(internal|internal_?(server_?)?error|api_error|server_error|InternalError.*|InternalServerException|UNKNOWN)$/i, 500],
	[
		/^(overloaded(_error)?|unavailable(_error)?|engine_overloaded_error|service_?unavailable(_?error)?|ServiceUnavailableException|ModelNotReadyException|ModelServingError)$/i,
		503,
	],
	[/^(timeout(_error)?|DEADLINE_EXCEEDED|RequestTimeOut|ModelTimeoutException)$/i, 504],
];

/** The status that a body names itself: brokers put that of the provider behind them there, others have codes of their own. */
export function statusInside(body: unknown): number | undefined {
	if (Array.isArray(body)) return statusInside(body[0]);
	if (!isObject(body)) return undefined;
	const error = errorIn(body);
	const base = isObject(body.base_resp) ? vendorCodes.minimax[String(body.base_resp.status_code)] : undefined;
	if (base !== undefined) return base;
	if (body.error_code !== undefined) return vendorCodes.baidu[String(body.error_code)] ?? 500;
	const codes = [error.code, error.status, body.code, body.status, error.status_code, error.error_status_code, error.http_code];
	const status = codes.map(Number).find((code) => Number.isInteger(code) && code >= 400 && code < 600);
	if (status !== undefined) return status;
	for (const code of codes) {
		const known = vendorCodes.zai[String(code)] ?? vendorCodes.siliconflow[String(code)];
		if (known !== undefined) return known;
	}
	const said = [error.code, error.Code, error.type, error.status, body.code, body.type].filter((each) => typeof each === 'string');
	const found = said.flatMap((each) => names.find(([name]) => name.test(each))?.[1] ?? []);
	// DeepSeek gives every error the code "invalid_request_error" and says what it is in the type.
	return found.find((each) => each !== 400) ?? found[0];
}
