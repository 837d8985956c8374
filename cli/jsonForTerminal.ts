/**
 * JSON text in which nothing is a command to a terminal: JSON itself escapes the first 32 control characters only, so those
 * behind them and what turns the direction of writing are escaped, too. It says the same.
 */
export const jsonForTerminal = (json: string): string =>
	json.replace(/[\u007F-\u009F\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]/g, (sign) => {
		return `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
	});

/** A value as one line of JSON. */
export const jsonLine = (value: unknown): string => `${jsonForTerminal(JSON.stringify(value))}\n`;
