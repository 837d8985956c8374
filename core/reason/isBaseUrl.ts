/** Whether a base URL is one that requests can be sent below: http or https, with a host. */
export const isBaseUrl = (text: string): boolean => /^https?:\/\/[^/]/i.test(text.trim()) && URL.canParse(text.trim());
