/** A credential that a migrated copy names and somebody has to create or choose. */
export interface CredentialNeed {
	/** Type of the credential in n8n, such as `deepSeekApi`. */
	type: string;
	/** The name by which the copy asks for it. */
	name: string;
	/** Whom it is for, with the address where it is not the maker's own. */
	host: string;
}

/** What became of one reference: `review` where the copy works by what the export shows, and somebody should look. */
export type NodeChange = { what: string[]; how: 'automatic' | 'review'; credential?: CredentialNeed } | { reason: string };

export const automatic = (what: string[], credential?: CredentialNeed): NodeChange => ({
	what,
	how: 'automatic',
	...(credential && { credential }),
});
