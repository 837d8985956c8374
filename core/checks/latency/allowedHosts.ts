/** Hosts that the user named for load, from addresses or names separated by commas, spaces or lines. */
export function readHosts(text: string): string[] {
	return text
		.split(/[\s,;]+/)
		.filter(Boolean)
		.map((entry) => {
			const url = URL.canParse(entry) && /^https?:/i.test(entry) ? new URL(entry) : toUrl(entry);
			if (!url || url.hostname.includes('*')) throw new Error(`Expected the name of a host, such as api.deepseek.com, got "${entry}"`);
			return url.host.toLowerCase();
		});
}

function toUrl(entry: string): URL | undefined {
	return URL.canParse(`http://${entry}`) ? new URL(`http://${entry}`) : undefined;
}

/** Whether a load test may be sent there: a host that was named, or the provider lab on this machine. */
export function mayLoad(baseURL: string, { named, emulated }: { named: readonly string[]; emulated: boolean }): boolean {
	const { host, hostname } = new URL(baseURL);
	const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
	return (emulated && isLoopback) || named.includes(host.toLowerCase()) || named.includes(hostname.toLowerCase());
}
