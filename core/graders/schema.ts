import { compileJsonSchema } from '../jsonSchema';
import { graded, type Grader } from './grade';
import { jsonAnswerIn } from './jsonAnswerIn';

/**
 * Right when the answer is JSON that the schema accepts; the JSON may stand in a fenced block, but not in a sentence.
 *
 * @throws Error when the schema is not valid.
 */
export async function schema({ schema: wanted }: { schema: object }): Promise<Grader> {
	const validate = await compileJsonSchema(wanted);
	return (answer) => {
		const found = jsonAnswerIn(answer);
		if (!found) return graded(false, '', 'the answer holds no JSON', 'json');
		const right = validate(found.value) === true;
		const [first] = validate.errors ?? [];
		return graded(right, found.text, first ? `${first.instancePath || '/'} ${first.message ?? ''}` : undefined, 'json');
	};
}
