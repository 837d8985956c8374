export interface PostgresConnection {
	host: string;
	port?: number;
	database: string;
	user: string;
	password?: string;
	/** `require` encrypts without asking who the server is; `verify` also checks its certificate. */
	tls?: 'off' | 'require' | 'verify';
	/** Certificate of the authority that signed the server's, in PEM; for `verify` with an authority of your own. */
	caCertificate?: string;
	/** Most connections at once; default 8. */
	connections?: number;
}
