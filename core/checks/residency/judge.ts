import type { Host } from '../../catalogue/host';
import { findHost, regionOf } from '../../catalogue/lookup';
import type { Conclusion, Verdict } from '../checkResult';
import { isLocalName, kindOf } from './addresses';
import type { Policy, ResidencyEvidence } from './evidence';
import { orders } from './orders';
import { summarise } from '../summarise';
import { inferenceProfiles, isAllowed, regionCountries, spellOut } from './regions';
import { worstOf } from '../verdict';

/** One thing that is known, how it is known, and what the policy says of it. */
interface Fact {
	subject: string;
	kind: 'declared' | 'observed' | 'not visible';
	value: string;
	verdict: Verdict;
	note: string;
}

const declared = (subject: string, value: string, verdict: Verdict = 'skipped', note = ''): Fact => ({
	subject,
	kind: 'declared',
	value,
	verdict,
	note,
});
const observed = (subject: string, value: string, verdict: Verdict = 'skipped', note = ''): Fact => ({
	subject,
	kind: 'observed',
	value,
	verdict,
	note,
});

/** Holds an endpoint against a policy: what is declared and what was observed stay apart, and what cannot be seen is said. */
export function judge(evidence: ResidencyEvidence, policy: Policy, now: Date): Conclusion {
	const host = findHost(evidence.baseURL);
	const place = placeOf(evidence, host);
	const facts = [
		...operatorFacts(evidence, host, policy, place),
		...processingFacts(evidence, host, policy, place),
		...networkFacts(evidence, host, place),
		...transportFacts(evidence, policy, now, place),
		...redirectFacts(evidence, host, policy),
		...hidden(host, place),
	];
	const hasPolicy =
		policy.selfHostedOnly || [policy.allowedCountries, policy.operatorCountries, policy.allowedOperators].some((list) => list.length > 0);
	if (!hasPolicy)
		facts.push(
			declared('Policy', 'none given', 'warn', 'Without a policy nothing can be allowed: name the countries and operators that are.'),
		);
	const verdict = worstOf(facts.map((fact) => fact.verdict));
	const isKnown = host.id !== 'unknown';
	const name = isKnown
		? host.name
		: place === 'loopback'
			? 'This machine'
			: place === 'private'
				? 'Your own server'
				: new URL(evidence.baseURL).hostname;
	const who = `${name} (${isOwn(place) ? `${place} address` : isKnown ? `operator in ${host.jurisdiction}` : 'operator unknown'})`;
	const inSentence = (text: string) =>
		[host.name, host.operator].some((proper) => text.startsWith(proper)) ? text : `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
	const reasons = facts
		.filter((fact) => fact.verdict === verdict)
		.map(({ subject, note, value }) => ({ verdict, text: `${inSentence(note || value).replace(/\.+$/, '')} (${subject.toLowerCase()})` }));
	const stand = verdict === 'fail' ? 'is not within the policy' : 'cannot be allowed yet';
	const known = orders.filter(({ host: id }) => id === host.id);

	return {
		verdict,
		summary:
			verdict === 'pass'
				? `${who} is within the policy, as far as it can be seen from outside.`
				: summarise(verdict, reasons, `${who} ${stand}: `).summary,
		figures: {
			host: host.id,
			operator: host.operator,
			operatorCountry: host.jurisdiction,
			processingArea: areaOf(evidence, host),
			region: regionOf(evidence.baseURL) ?? 'unknown',
			broker: host.kind === 'broker',
			place,
			addresses: [...evidence.observed.addresses],
			declared: facts.filter(({ kind }) => kind === 'declared').length,
			observed: facts.filter(({ kind }) => kind === 'observed').length,
			notVisible: facts.filter(({ kind }) => kind === 'not visible').length,
		},
		thresholds: {
			allowedCountries: policy.allowedCountries.join(', ') || null,
			operatorCountries: policy.operatorCountries.join(', ') || null,
			allowedOperators: policy.allowedOperators.join(', ') || null,
			selfHostedOnly: policy.selfHostedOnly,
			certificateDays: policy.certificateDays,
		},
		findings: facts.map((fact) => ({ ...fact })),
		emulated: evidence.emulated,
		tables: [
			{
				title: 'Declared, observed, and not visible',
				columns: [
					{ key: 'kind', label: 'Known by' },
					{ key: 'subject', label: 'What' },
					{ key: 'value', label: 'Value' },
					{ key: 'verdict', label: 'Verdict' },
					{ key: 'note', label: 'Note' },
				],
				rows: facts.map(({ kind, subject, value, verdict: one, note }) => ({
					kind,
					subject,
					value,
					verdict: one === 'skipped' ? null : one,
					note: note || null,
				})),
			},
			...(known.length > 0
				? [
						{
							title: 'Public orders about the operator (dated facts, no advice)',
							columns: [
								{ key: 'date', label: 'Date' },
								{ key: 'country', label: 'Country' },
								{ key: 'fact', label: 'Fact' },
								{ key: 'source', label: 'Source' },
							],
							rows: known.map(({ date, country, fact, source }) => ({ date, country, fact, source })),
						},
					]
				: []),
		],
	};
}

type Place = 'loopback' | 'private' | 'public' | 'unknown';

/** Where the endpoint lies by its addresses; the widest of them counts. */
function placeOf({ baseURL, observed: { addresses } }: ResidencyEvidence, host: Host): Place {
	const kinds = addresses.map((address) => kindOf(address).kind);
	if (kinds.includes('public')) return 'public';
	if (kinds.includes('private')) return 'private';
	if (kinds.includes('loopback')) return 'loopback';
	if (host.kind === 'api' || host.kind === 'broker') return 'public';
	return isLocalName(new URL(baseURL).hostname) ? 'private' : 'unknown';
}

const isOwn = (place: Place) => place === 'loopback' || place === 'private';

function operatorFacts({ baseURL, pinnedProviders }: ResidencyEvidence, host: Host, policy: Policy, place: Place): Fact[] {
	const facts: Fact[] = [];
	const name = new URL(baseURL).hostname;
	const isNamed = policy.allowedOperators.some((allowed) =>
		[host.id, host.name, host.operator, name].some((one) => one.toLowerCase() === allowed.toLowerCase()),
	);
	const judgesOperator = policy.allowedOperators.length > 0;
	const countries = policy.operatorCountries.length > 0 ? policy.operatorCountries : policy.allowedCountries;
	const source = `${host.source}, read ${host.checkedAt}`;

	if (host.kind === 'self-hosted' || host.kind === 'unknown') {
		if (isOwn(place))
			facts.push(
				declared(
					'Operator',
					`not named by the address; it is ${place === 'loopback' ? 'this machine' : 'in a private network'}`,
					judgesOperator ? (isNamed ? 'pass' : 'warn') : 'pass',
					judgesOperator && !isNamed ? 'The address names no operator: name this host in the policy if it is meant.' : '',
				),
			);
		else
			facts.push(
				declared(
					'Operator',
					'unknown',
					isNamed ? 'pass' : 'warn',
					isNamed ? 'Named in the policy.' : 'The catalogue does not know this address: who runs it cannot be told.',
				),
			);
	} else {
		facts.push(
			declared(
				'Operator',
				host.operator,
				judgesOperator ? (isNamed ? 'pass' : 'fail') : 'skipped',
				judgesOperator && !isNamed ? `${host.operator} is not among the allowed operators (${policy.allowedOperators.join(', ')})` : source,
			),
		);
		if (countries.length > 0) {
			const allowed = isAllowed(host.jurisdiction, spellOut(countries));
			const verdict = host.jurisdiction === 'unknown' ? 'warn' : allowed ? 'pass' : 'fail';
			facts.push(
				declared(
					"Operator's country",
					host.jurisdiction,
					verdict,
					verdict === 'fail'
						? `${host.operator} is under the law of ${host.jurisdiction}, which is not allowed`
						: verdict === 'warn'
							? 'not known'
							: source,
				),
			);
		} else facts.push(declared("Operator's country", host.jurisdiction));
	}
	if (policy.selfHostedOnly) {
		if (host.kind === 'api' || host.kind === 'broker')
			facts.push(declared('Self-hosted', 'no', 'fail', `${host.name} is not a server of your own`));
		else if (isOwn(place))
			facts.push(observed('Self-hosted', 'private address', 'pass', 'A private address can be a tunnel or a proxy to another operator.'));
		else
			facts.push(
				observed(
					'Self-hosted',
					'cannot be told',
					isNamed ? 'pass' : 'warn',
					'A public address may be a server of your own: name its host among the allowed operators.',
				),
			);
	}
	if (host.kind === 'broker') {
		const isPinned = pinnedProviders.length > 0;
		const judges = policy.allowedCountries.length > 0 || judgesOperator;
		facts.push(
			isPinned
				? declared(
						'Broker',
						`passes requests on to ${pinnedProviders.join(', ')}`,
						'warn',
						'Pinned by your requests: check that every request carries the pin, and the policy of each of these providers.',
					)
				: declared(
						'Broker',
						'passes requests on to providers of its choice',
						judges ? 'fail' : 'warn',
						`${host.name} may pass requests on to any provider, in any country, unless each request pins one.`,
					),
		);
	}
	return facts;
}

/** Area in which requests are processed, as far as the address, the operator, the model's name or the user says it. */
function areaOf({ baseURL, model, declaredRegion }: ResidencyEvidence, host: Host): string {
	const region = regionOf(baseURL);
	const profile = host.id === 'bedrock' ? /^(us-gov|us|eu|apac|global|jp|au)\./.exec(model)?.[1] : undefined;
	if (profile) return inferenceProfiles[profile];
	if (region) return regionCountries[region] ?? `region ${region}`;
	if (host.processing !== 'unknown' && host.processing !== 'user') return host.processing;
	const named = declaredRegion?.trim();
	return named ? (regionCountries[named.toLowerCase()] ?? named.toUpperCase()) : 'unknown';
}

function processingFacts(evidence: ResidencyEvidence, host: Host, policy: Policy, place: Place): Fact[] {
	const area = areaOf(evidence, host);
	const region = regionOf(evidence.baseURL);
	const how = region
		? `from the host name (${region})`
		: host.processing !== 'unknown' && host.processing !== 'user'
			? `said by ${host.source}`
			: evidence.declaredRegion
				? 'declared by you'
				: '';
	if (policy.allowedCountries.length === 0) return [declared('Processing', area, 'skipped', how)];
	if (area === 'unknown') {
		return isOwn(place)
			? [
					{
						subject: 'Processing',
						kind: 'not visible',
						value: 'where your own server stands',
						verdict: 'warn',
						note: 'Declare the region of the endpoint: a private address does not show its country.',
					},
				]
			: [
					{
						subject: 'Processing',
						kind: 'not visible',
						value: 'unknown',
						verdict: host.kind === 'broker' ? 'skipped' : 'warn',
						note: 'Neither the address nor the operator says where requests are processed: declare the region that your contract names.',
					},
				];
	}
	const verdict = isAllowed(area, spellOut(policy.allowedCountries)) ? 'pass' : 'fail';
	return [
		declared('Processing', area, verdict, verdict === 'fail' ? `requests are processed in ${area} (${how}), which is not allowed` : how),
	];
}

function networkFacts({ baseURL, observed: seen }: ResidencyEvidence, host: Host, place: Place): Fact[] {
	if (seen.skipped) return [observed('Network', 'not looked at', 'warn', seen.skipped)];
	if (seen.lookupError || seen.addresses.length === 0)
		return [
			observed(
				'Addresses',
				'none',
				'warn',
				`The name ${new URL(baseURL).hostname} was not resolved (${seen.lookupError ?? 'no address'}): nothing could be observed.`,
			),
		];
	const facts = seen.addresses.map((address) => observed('Address', `${address} (${kindOf(address).range})`));
	if ((host.kind === 'api' || host.kind === 'broker') && isOwn(place)) {
		facts.push(
			observed(
				'Way to the host',
				'a private address',
				'warn',
				`${host.name} is public, but its name leads to a ${place} address here: a proxy stands between.`,
			),
		);
	}
	const kinds = new Set(seen.addresses.map((address) => kindOf(address).kind));
	if (kinds.size > 1)
		facts.push(observed('Addresses', [...kinds].join(' and '), 'warn', 'The name leads to addresses of different kinds.'));
	if (seen.httpError) facts.push(observed('Answer', 'none', 'warn', `The endpoint did not answer (${seen.httpError}).`));
	for (const hint of seen.http?.hints ?? []) facts.push(observed('Server says', hint));
	return facts;
}

function transportFacts(
	{ baseURL, observed: { tls, tlsError } }: ResidencyEvidence,
	{ certificateDays }: Policy,
	now: Date,
	place: Place,
): Fact[] {
	const { protocol } = new URL(baseURL);
	if (protocol !== 'https:') {
		return [
			declared(
				'Encryption',
				'none',
				place === 'loopback' ? 'pass' : place === 'private' ? 'warn' : 'fail',
				place === 'loopback' ? 'The requests do not leave this machine.' : 'Prompts and answers cross the network in the clear.',
			),
		];
	}
	if (tlsError) return [observed('Encryption', 'unknown', 'warn', `No TLS connection came about (${tlsError}).`)];
	if (!tls) return [];
	const daysLeft = Math.floor((Date.parse(tls.validTo) - now.getTime()) / 86_400_000);
	const isOld = /^(SSLv|TLSv1$|TLSv1\.1)/.test(tls.protocol);
	return [
		observed('Encryption', tls.protocol, isOld ? 'fail' : 'pass', isOld ? 'The protocol is outdated.' : ''),
		observed(
			'Certificate',
			`${tls.subject}, issued by ${tls.issuer}`,
			tls.isTrusted ? 'pass' : 'fail',
			tls.isTrusted ? '' : `This machine does not trust it (${tls.reason ?? 'unknown reason'}): who answers is not certain.`,
		),
		...(Number.isNaN(daysLeft)
			? []
			: [
					observed(
						'Certificate ends',
						tls.validTo.slice(0, 10),
						daysLeft < 0 ? 'fail' : daysLeft < certificateDays ? 'warn' : 'pass',
						daysLeft < certificateDays ? `${daysLeft} days left` : '',
					),
				]),
	];
}

function redirectFacts({ baseURL, observed: { http } }: ResidencyEvidence, host: Host, policy: Policy): Fact[] {
	if (!http?.location) return [];
	const from = new URL(baseURL).hostname;
	const to = new URL(http.location);
	if (to.hostname === from) return [observed('Redirect', http.location)];
	const target = findHost(http.location);
	const isSame = target.id === host.id && target.id !== 'unknown';
	const allowed = spellOut(policy.operatorCountries.length > 0 ? policy.operatorCountries : policy.allowedCountries);
	const isForbidden =
		allowed.length > 0 && target.jurisdiction !== 'unknown' && target.jurisdiction !== 'user' && !isAllowed(target.jurisdiction, allowed);
	return [
		observed(
			'Redirect',
			`${from} -> ${to.hostname}`,
			isForbidden ? 'fail' : isSame ? 'pass' : 'warn',
			isSame ? '' : `Requests are sent on to ${target.id === 'unknown' ? 'an unknown operator' : target.operator}.`,
		),
	];
}

/** What nobody sees from outside; said so that a pass is not taken for more than it is. */
function hidden(host: Host, place: Place): Fact[] {
	const one = (subject: string, note: string): Fact => ({
		subject,
		kind: 'not visible',
		value: 'cannot be seen from outside',
		verdict: 'skipped',
		note,
	});
	return [
		one('Sub-processors and retention', 'They stand in the contract and the privacy policy of the operator.'),
		...(isOwn(place)
			? [one('Behind the private address', 'It can be a tunnel or a proxy that sends everything on, to api.deepseek.com for instance.')]
			: []),
		...(place === 'public'
			? [
					one(
						'Data centre behind the public address',
						'Content networks answer everywhere: the place of an address says nothing about where the model runs.',
					),
				]
			: []),
		...(host.id === 'azure' ? [one('Region of the deployment', 'It is not in the host name: declare it.')] : []),
	];
}
