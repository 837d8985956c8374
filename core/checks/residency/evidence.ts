/** What the check knows of an endpoint. Declared: what tables and the user say. Observed: what the network showed. */
export interface ResidencyEvidence {
	baseURL: string;
	model: string;
	emulated: boolean;
	/** Country or region that the user declares for the endpoint. */
	declaredRegion?: string;
	/** Providers that the user's requests pin at a broker. */
	pinnedProviders: readonly string[];
	observed: Observed;
}

export interface Observed {
	addresses: readonly string[];
	/** Why no address was found. */
	lookupError?: string;
	tls?: TlsFacts;
	/** Why no TLS connection came about. */
	tlsError?: string;
	/** Answer to a request without a key for the list of models. */
	http?: HttpFacts;
	httpError?: string;
	/** What was not looked at, and why. */
	skipped?: string;
}

export interface TlsFacts {
	protocol: string;
	isTrusted: boolean;
	/** Why the certificate is not trusted. */
	reason?: string;
	subject: string;
	issuer: string;
	validTo: string;
}

export interface HttpFacts {
	status: number;
	/** Where a redirect leads to. */
	location?: string;
	/** Headers that name who stands in front, such as `server: cloudflare`. */
	hints: readonly string[];
}

export interface Policy {
	/** Countries in which requests may be processed; empty: not asked. */
	allowedCountries: readonly string[];
	/** Countries whose companies may operate the endpoint; empty: the same as above. */
	operatorCountries: readonly string[];
	/** Names, ids or hosts of operators that are allowed; empty: not asked. */
	allowedOperators: readonly string[];
	selfHostedOnly: boolean;
	/** Days before the end of the certificate from which it is a warning. */
	certificateDays: number;
}
