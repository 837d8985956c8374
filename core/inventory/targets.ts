import { readTarget, type Target } from './conflicts';
import { isLanguageKind } from './modelKind';
import type { FoundReference } from './modelReference';
import { priceClassOf } from './priceClass';

/** Where references go that a rule fits. */
export interface TargetRule {
	/** Every one of these must hold; none for a rule that fits all. */
	when: Readonly<Partial<Record<Selector, string>>>;
	target: Target;
}

const selectors = ['kind', 'provider', 'class', 'tag'] as const;
type Selector = (typeof selectors)[number];

const withDescription = (message: string) =>
	Object.assign(new Error(message), {
		description:
			'Each line of the targets reads "kind:vision, provider:openai: MODEL" or "*: MODEL @ https://address/v1", with kind, provider, class (small, medium, large) or tag in front.',
	});

/**
 * The rules of a `targets:` map in their order: `{ 'kind:vision': 'gpt-6-luna', 'class:small, tag:prod': 'deepseek-flash', '*':
 * 'my-model @ http://vllm:8000/v1' }`.
 *
 * @throws Error with a `description` for a selector or a target that can't be read.
 */
export function readTargets(map: Readonly<Record<string, string>>): TargetRule[] {
	return Object.entries(map).map(([selector, value]) => {
		const [model, baseURL, ...more] = value.split(/\s+@\s+/).map((part) => part.trim());
		if (!model || more.length > 0) throw withDescription(`Expected the target of "${selector}" to name a model`);
		const parts = selector.trim() === '*' ? [] : selector.split(',').map((part) => part.trim());
		const when = Object.fromEntries(
			parts.map((part) => {
				const [key, wanted] = part.split(/\s*:\s*/);
				if (!selectors.some((one) => one === key) || !wanted) throw withDescription(`"${part}" is no selector of targets`);
				return [key, wanted.toLowerCase()];
			}),
		);
		return { when, target: readTarget(model, baseURL) };
	});
}

/** The target of the first rule that fits; models that write no text have none. */
export function targetOf(
	rules: readonly TargetRule[],
	{ kind, provider, model, constants }: FoundReference,
	tags: readonly string[],
): Target | undefined {
	if (!isLanguageKind(kind)) return undefined;
	const holds = (selector: string, wanted: string) => {
		if (selector === 'kind') return kind === wanted;
		if (selector === 'provider') return provider === wanted;
		if (selector === 'tag') return tags.some((tag) => tag.toLowerCase() === wanted);
		return priceClassOf(constants[0] ?? model) === wanted;
	};
	return rules.find(({ when }) => Object.entries(when).every(([selector, wanted]) => holds(selector, wanted)))?.target;
}
