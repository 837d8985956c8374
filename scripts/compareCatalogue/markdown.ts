import type { Comparison } from './compare';
import type { ListComparison } from './lists';

/** What a person has to look at, as the text of a pull request. It names no day, so that it only changes when something does. */
export function asMarkdown({ differences, missing, old }: Comparison, lists: ListComparison, skippedHosts: readonly string[]): string {
	const parts = [
		part(
			'Prices differ (US dollars per million tokens)',
			differences.map(
				({ host, model, figure, ours, theirs, source }) => `\`${model}\` at ${host}: ${figure} ${ours} here, ${theirs} in ${source}`,
			),
		),
		part(
			'In the catalogue, but no longer in the list of the host',
			lists.gone.map(({ host, model }) => `\`${model}\` at ${host}`),
		),
		part(
			'Listed by the host, but not in the catalogue',
			lists.unknown.map(({ host, model }) => `\`${model}\` at ${host}`),
		),
		part(
			'Priced here, but not in public price data of that host',
			missing.map(({ host, model, source }) => `\`${model}\` at ${host} (${source})`),
		),
		part(
			'Checked longest ago',
			old.map(({ host, model, checkedAt }) => `\`${model}\` at ${host}, ${checkedAt}`),
		),
		part(
			'Lists that were not asked for, since no key is set',
			skippedHosts.map((host) => host),
		),
	].filter(Boolean);
	return `# Prices and models to look at\n\n${parts.length ? parts.join('\n\n') : 'Nothing differs.'}\n`;
}

const part = (title: string, lines: readonly string[]) =>
	lines.length ? `## ${title}\n\n${lines.map((line) => `- ${line}`).join('\n')}` : '';
