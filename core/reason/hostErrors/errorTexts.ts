import { isObject, type JsonObject } from '../../json';

export interface ErrorTexts {
	/** What the host says, for people. */
	message: string;
	/** All of it, with codes and types, for the rules. */
	all: string;
}

/** What the body of an error says, in any host's form. */
export function errorTexts(body: unknown): ErrorTexts {
	if (typeof body === 'string') {
		const isPage = /^\s*</.test(body);
		return { message: isPage ? '' : body, all: isPage ? '' : body };
	}
	if (Array.isArray(body)) return errorTexts(body[0]);
	if (!isObject(body)) return { message: '', all: '' };
	const error = errorIn(body);
	const base = isObject(body.base_resp) ? body.base_resp : {};
	const message = [
		error.message,
		error.Message,
		error.error,
		body.error,
		body.message,
		body.detail,
		error.detail,
		base.status_msg,
		body.error_msg,
		body.msg,
		error.msg,
		body.errors,
		error.errors,
		body.title,
		body.Message,
		body.error_description,
		error.code,
	]
		.map(said)
		.find(Boolean);
	const metadata = isObject(error.metadata) ? said(error.metadata.raw) : '';
	const codes = [error.code, error.Code, error.type, error.param, error.status, body.code, body.type, body.error_code, body.__type].filter(
		(part) => typeof part === 'string',
	);
	return { message: message ?? '', all: [message, metadata, ...codes].filter(Boolean).join(' ') };
}

/** The object that describes the error: `error`, or the body itself. */
export function errorIn(body: JsonObject): JsonObject {
	return isObject(body.error) ? body.error : body;
}

/** A text; FastAPI's list of details; Mistral's object with such a list; Cloudflare's list of errors; a JSON text in a text. */
function said(value: unknown): string {
	if (typeof value === 'string') return value;
	if (Array.isArray(value)) return value.map(saidInList).filter(Boolean).join('; ');
	if (isObject(value)) return said(value.detail ?? value.message ?? value.msg ?? value.error);
	return '';
}

function saidInList(each: unknown): string {
	if (!isObject(each)) return said(each);
	const where = Array.isArray(each.loc) ? each.loc.join('.') : '';
	const what = said(each.msg ?? each.message ?? each.detail ?? each.error);
	return where ? `${where}: ${what}` : what;
}
