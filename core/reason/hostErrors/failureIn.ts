import { isObject, type JsonObject } from '../../json';

/**
 * The error in a payload that came with status 200, in a form that `readHostError` reads. Runs for every token, so what
 * has an answer and no error is seen first.
 */
export function failureIn(payload: JsonObject): JsonObject | undefined {
	const { error, choices, base_resp: base, code, x_groq: groq } = payload;
	if (isObject(error) || (typeof error === 'string' && error !== '')) return payload;
	if (base !== undefined && isObject(base) && typeof base.status_code === 'number' && base.status_code !== 0) return payload;
	if (groq !== undefined && isObject(groq) && groq.error) {
		return { error: { message: groq.error, code: groq.error_status_code } };
	}
	// Tencent Cloud's envelope.
	if (isObject(payload.Response) && isObject(payload.Response.Error)) return { error: payload.Response.Error };
	if (Array.isArray(choices) || isObject(payload.message) || payload.done !== undefined) return undefined;
	if (payload.object === 'error' || payload.type === 'error' || payload.success === false) return { error: payload };
	if (payload.error_code !== undefined || payload.error_msg !== undefined) return payload;
	if (Array.isArray(payload.errors) && payload.errors.length > 0) return payload;
	const isError = typeof payload.message === 'string' || typeof payload.msg === 'string' || payload.detail !== undefined;
	if (isError && ((code !== undefined && code !== 0 && code !== 200) || payload.status !== undefined || payload.detail !== undefined))
		return payload;
	return undefined;
}
