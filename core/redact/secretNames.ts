/** A name in one spelling: `X-Api-Key`, `apiKey` and `API_KEY` are one. */
const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Names whose value is a secret, whatever it looks like. */
const sure =
	/^(x?auth|authorization|proxyauthorization|xauthorization|password|passwd|passphrase|pwd|pass|dbpass\w*|secret|appid|credentials?|cookie|setcookie)$|(password|passwd|passphrase|clientsecret|appsecret|secretkey|secretaccesskey|sharedsecret|signingsecret|webhooksecret|apisecret|consumersecret|apikey|apitoken|accesstoken|refreshtoken|authtoken|bearertoken|bottoken|securitytoken|sessiontoken|usertoken|idtoken|privatetoken|privatekey|encryptionkey|signingkey|accesskey|accesskeyid|accountkey|subscriptionkey|licensekey|masterkey|adminkey|servicekey|servicerolekey|anonkey|authkey|secretvalue|hmackey|sharedaccesskey)$/;

/** Names that may hold a secret: only a value that looks like one is. */
const maybe =
	/(authheader|authorizationheader|token|key|secret|auth|sig|signature|credential|hash|code|jwt|bearer|pat|dsn|connectionstring)$|^(x\w*key|x\w*token)$/;

/** Names that end alike and hold none. */
const never =
	/^(max|min|total|num|count|prompt|completion|input|output|page|nextpage|prevpage|continuation|next|sync|stop|start|end|eos|bos|pad)\w*tokens?$|tokens$|^(primary|foreign|sort|partition|public|cache|row|column|group|object|issue|project|idempotency|dedupe|match|lookup|storage|item|field|json|s3|file|parent|data|custom|unique|map|sheet|attribute|property|resource)key$|^(url|public)?keyname$|^(status|country|currency|language|postal|zip|area|error|exit|response|http|js|python|function|source|product|promo|discount|invite|verification)code$|^(author|oauth|needsauth|genericauth|specifyauth|sendauth)$/;

export type NameKind = 'sure' | 'maybe' | 'none';

/** Whether a field of this name holds a secret. */
export function secretName(name: string): NameKind {
	const bare = plain(name);
	if (bare === '' || bare.length > 60 || never.test(bare)) return 'none';
	if (sure.test(bare)) return 'sure';
	return maybe.test(bare) ? 'maybe' : 'none';
}

/** A value that somebody typed for a secret to be put in, or a way to read it from elsewhere. */
export function isPlaceholder(value: string): boolean {
	const text = value.trim().replace(/^(bearer|basic|token|bot|key)\s+/i, '');
	if (text.length < 4) return true;
	return (
		/^(<.*>|\[.*\]|\{.*\}|\$\{?[\w(].*|%\w+%|process\.env.*|\*+|x+|\.+)$/is.test(text) ||
		/^=?\s*\{\{[^{}]*\}\}\s*$/.test(text) ||
		/^(your|insert|enter|replace|paste|add|put|example|sample|dummy|test|demo|change|todo|none|null|undefined|true|false|string|password|secret|token|apikey|api_key|api-key)\b/i.test(
			text.replace(/_/g, ' '),
		) ||
		/your[-_ ]?\w*[-_ ]?(key|token|secret|password|id)|_here\b|placeholder/i.test(text)
	);
}

/** Whether a value has the look of a key: long, without spaces, letters and digits mixed; no address, path or ordinary id. */
export function looksRandom(value: string): boolean {
	const text = value.trim();
	if (text.length < 16 || text.length > 4_000 || /[\s{}]/.test(text)) return false;
	if (/^(https?:|\/|\.|#)/i.test(text) || /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text)) return false;
	if (!/\d/.test(text) || !/[a-z]/i.test(text)) return false;
	// Words with dashes and a number behind them: a name that people gave.
	return text.split(/[-_.:/]/).some((part) => part.length >= 12 && /\d/.test(part) && /[a-z]/i.test(part));
}
