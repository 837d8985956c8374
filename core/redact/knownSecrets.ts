import { rules } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretLintRuleContext, SecretLintRuleReportHandler, SecretLintSourceCode } from '@secretlint/types';

/** Start and end of a secret in a text. */
export type Range = readonly [start: number, end: number];

/** Reads files of its own, or ends comments: neither finds a secret in a text. */
const unused = /rule-(gcp|filter-comments|preset)/;

/**
 * Keys of services that secretlint's rules do not know, by the prefixes that the services document for them; and tokens
 * whose shape says what they are.
 */
const shapes: readonly RegExp[] = [
	/\bsk-[A-Za-z0-9_-]{16,}/g,
	/\b(?:gsk|pplx|xai|hf|api_org|r8|ntn|secret|fal|tvly|jina|pa|nvapi|csk|fw|together|tgp_v\d|key|el|sk_live|sk_test|rk_live|rk_test|whsec|pat|lin_api|re|do[opr]_v1|shp(?:at|ss|ca|pa)|sq0(?:atp|csp)|pk_live|lsv2_(?:pt|sk)|pcsk|n8n_api|sbp|figd|glsa|glc|nfp|phx|sntry[su]|dckr_pat|pypi|rubygems|GOCSPX|ATATT3\w{2,6}|HRKU|PMAK|NR(?:AK|II|JS)|CFPAT|LTAI)[-_=][A-Za-z0-9_-]{20,}/g,
	/\b(?:ATATT3|ATCTT3|LTAI|AKID|dapi)[A-Za-z0-9_=-]{16,}/g,
	/\b(?:dp\.(?:pt|st|ct|sa|scim|audit)|hv[sbr]|sl|mlsn)\.[\w-]{24,}/g,
	/\bAGE-SECRET-KEY-1[A-Z0-9]{50,}/g,
	/\bpat[A-Za-z0-9]{14}\.[0-9a-f]{64}\b/g,
	/\bSK[0-9a-f]{32}\b|\b[0-9a-f]{32}-us\d{1,2}\b/g,
	/\bv1\.0-[0-9a-f]{24}-[0-9a-f]{100,}/g,
	// Discord: https://discord.com/developers/docs/reference#authentication
	/\b[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,}/g,
	/(?<![\w/])1\/\/0[\w-]{30,}/g,
	/\bAIza[\w-]{30,}/g,
	/\bya29\.[\w-]{20,}/g,
	/\bA(?:KI|SI)A[A-Z0-9]{16}\b/g,
	/\b(?:xox[abeprs]|xapp)-[\w-]{10,}/g,
	/\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}/g,
	/\bgl(?:pat|ptt|dt|rt)-[\w-]{16,}/g,
	/\bEAA[A-Za-z0-9]{30,}/g,
	/\bSG\.[\w-]{16,}\.[\w-]{16,}/g,
	/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{5,}/g,
	// Telegram: https://core.telegram.org/bots/api#authorizing-your-bot
	/(?<!\d)(\d{6,12}:[A-Za-z0-9_-]{30,})/g,
	// Webhooks of Slack, Discord, Teams, Zapier, Make and IFTTT: who has the address may post.
	/(?<=hooks\.slack\.com\/(?:services|workflows|triggers)\/)[\w/-]{20,}/g,
	/(?<=webhook\.office\.com\/webhookb?2?\/[\w@-]{10,120}\/IncomingWebhook\/)[\w/-]{20,}/g,
	/(?<=hooks\.zapier\.com\/hooks\/catch\/)\d+\/\w{5,}/g,
	/(?<=hook\.(?:\w{2,5}\.)?make\.com\/)\w{20,}/g,
	/(?<=maker\.ifttt\.com\/trigger\/[\w-]{1,60}\/(?:json\/)?with\/key\/)[\w-]{10,}/g,
	/(?<=discord(?:app)?\.com\/api\/webhooks\/\d{15,}\/)[\w-]{40,}/g,
];

const accessKeyId = /\bA(?:KI|SI)A[A-Z0-9]{16}\b/;
const awsSecret =
	/(?<![A-Za-z0-9/+=])(?=[A-Za-z0-9/+]*[A-Z])(?=[A-Za-z0-9/+]*[a-z])(?=[A-Za-z0-9/+]*\d)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g;

/** The body between the marks of a private key, in lines or with written-out line ends. */
const privateKey = /(-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----)([\s\S]{16,}?)(-----END (?:[A-Z0-9]+ )*PRIVATE KEY|$)/g;

/** Secrets in a text that show by themselves what they are. */
export function knownSecrets(text: string): Range[] {
	if (!/[\w./-]{12}/.test(text)) return [];
	const found: Range[] = [];
	for (const shape of shapes) for (const match of text.matchAll(shape)) found.push([match.index, match.index + match[0].length]);
	// AWS's secret keys have no mark of their own; they stand beside one that has.
	if (accessKeyId.test(text)) for (const { index, 0: key } of text.matchAll(awsSecret)) found.push([index, index + key.length]);
	for (const match of text.matchAll(privateKey)) {
		const [, before = '', secret = ''] = match;
		const start = match.index + before.length;
		found.push([start, start + secret.length]);
	}
	// Whatever those rules know is at least so long without a blank, or an address.
	return /\S{16}|:\/\//.test(text) ? [...found, ...byRules(text)] : found;
}

/** What secretlint's recommended rules report; they are asked one by one, at once, as its own engine would later. */
function byRules(content: string): Range[] {
	const found: Range[] = [];
	const context: SecretLintRuleContext = {
		sharedOptions: {},
		createTranslator: () => (messageId, props) => ({ message: '', messageId: String(messageId), data: props }),
		report: ({ range }) => found.push([range[0], range[1]]),
		ignore: () => {},
	};
	const source = { content, filePath: 'text.txt', ext: '.txt', contentType: 'text', hasBOM: false } as unknown as SecretLintSourceCode;
	for (const rule of rules) {
		if (unused.test(rule.meta.id)) continue;
		const handler: SecretLintRuleReportHandler = rule.create(context, {});
		void handler.file?.(source);
	}
	return found;
}
