import type { INodeTypeDescription } from 'n8n-workflow';
import { parametersOf } from './parameters';

/** The page of a node, below the root of the repository. */
export const pageOf = ({ displayName }: INodeTypeDescription) => `docs/nodes/${displayName.toLowerCase().replaceAll(' ', '-')}.md`;

const begin = '<!-- parameters: `npm run docs` writes them from the node; do not edit -->';
const end = '<!-- end of parameters -->';

/** The page with its parameters as the node has them now. @throws Error where the page has no place for them. */
export function withParameters(page: string, description: INodeTypeDescription): string {
	const [from, to] = [page.indexOf(begin), page.indexOf(end)];
	if (from < 0 || to < from) throw new Error(`The page needs the lines\n${begin}\n${end}`);
	return `${page.slice(0, from)}${begin}\n\n${parametersOf(description)}\n\n${page.slice(to)}`;
}
