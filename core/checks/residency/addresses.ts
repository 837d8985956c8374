import ipaddr from 'ipaddr.js';

export type AddressKind = 'loopback' | 'private' | 'public' | 'invalid';

/** Ranges that no one reaches from outside. */
const closed = new Set(['private', 'uniqueLocal', 'linkLocal', 'carrierGradeNat']);

/** Where an IP address lies: on this machine, in a private network, or in the open internet. */
export function kindOf(address: string): { kind: AddressKind; range: string } {
	const plain = address.replace(/^\[|\]$/g, '').replace(/%.*$/, '');
	if (!ipaddr.isValid(plain)) return { kind: 'invalid', range: 'invalid' };
	const range = ipaddr.process(plain).range();
	if (range === 'loopback') return { kind: 'loopback', range };
	return {
		kind: closed.has(range)
			? 'private'
			: range === 'unicast' || range === 'rfc6052' || range === '6to4' || range === 'teredo'
				? 'public'
				: 'invalid',
		range,
	};
}

/** Names that only a local network resolves. */
export const isLocalName = (name: string) => /^localhost$|\.(local|internal|localhost|lan|home\.arpa)$/i.test(name) || !/[.:]/.test(name);

/** The address that a base URL holds itself, without a look-up. */
export function literalAddress(hostname: string): string | undefined {
	const plain = hostname.replace(/^\[|\]$/g, '');
	return ipaddr.isValid(plain) && (plain.includes(':') || /^\d+(\.\d+){3}$/.test(plain)) ? plain : undefined;
}
