import { findModel } from '../catalogue/lookup';
import { remember } from '../remember';
import { isLanguageKind, isVagueName, kindOfName } from './modelKind';

/** Whether a name is that of a model, whatever it is for; a plain word such as `best` is none by itself. */
export const isModelName: (name: string) => boolean = remember((name) => {
	const bare = name.trim();
	if (bare.length < 2 || bare.length > 160 || !/^[\w@][\w./:@+-]*$/.test(bare) || isVagueName(bare)) return false;
	if (!/\d|[-_/:]/.test(bare)) return findModel(bare) !== undefined;
	return looksVersioned(bare) && (findModel(bare) !== undefined || kindOfName(bare) !== undefined);
});

/** Names of models have a number, a size or a known word; `claude-ai-agent` and `mistral-summary` are made up by authors. */
const looksVersioned = (name: string) =>
	/\d|latest|turbo|instruct|preview|chat|reasoner|coder|sonar|embed|large|small|medium|tiny|flash|multilingual|plus|mini|max|vision|base|dall-e|rerank|command|davinci|moderation/i.test(
		name,
	) &&
	!/agent|output|result|response|summary|credential|workflow|node|webhook|_key|api-key|\.(js|json|png|jpe?g|mp[34]|txt|pdf|wav|com|ai|io)$/i.test(
		name,
	);

/** Whether a name is that of a language model, as opposed to an embedding, an image or a speech model. */
export function isLanguageModelName(name: string): boolean {
	if (!isModelName(name)) return false;
	const kind = kindOfName(name);
	return kind === undefined || isLanguageKind(kind);
}

const quoted = /(["'`])((?:models\/)?[A-Za-z@][\w./:@-]{1,120})\1/g;

/** Names of models that stand in quotes in a text, each once. */
export function quotedModelNames(text: string): string[] {
	const names = [...text.matchAll(quoted)].map((match) => match[2]).filter(isModelName);
	return [...new Set(names)];
}
