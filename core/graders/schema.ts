import { compileJsonSchema } from '../jsonSchema';
import { withoutThinking } from './finalAnswer';
import { graded, type Grader } from './grade';

/**
 * Right when the answer is JSON that the schema accepts; the JSON may stand in a fenced block, but not in a sentence.
 *
 * @throws Error when the schema is not valid.
 */
export async function schema({ schema: wanted }: { schema: object }): Promise<Grader> {
	const validate = await compileJsonSchema(wanted);
	return (answer) => {
		const found = jsonIn(answer);
		if (!found) return graded(false, '', 'the answer holds no JSON', 'json');
		const right = validate(found.value) === true;
		const [first] = validate.errors ?? [];
		return graded(right, found.text, first ? `${first.instancePath || '/'} ${first.message ?? ''}` : undefined, 'json');
	};
}

function jsonIn(answer: string): { text: string; value: unknown } | undefined {
	const whole = withoutThinking(answer).trim();
	const fenced = [...whole.matchAll(/(```|~~~)(?:json\w*)?\s([\s\S]*?)\1/gi)].map((match) => match[2].trim());
	for (const text of [whole, ...fenced.reverse()]) {
		try {
			const value: unknown = JSON.parse(text);
			return { text, value };
		} catch {
			continue;
		}
	}
	return undefined;
}
