import { sharedFetch } from '../../reason/networkFetch';
import type { CheckContext, Side } from '../check';
import { ask, type Answered, type Call } from '../calls/ask';
import type { ToolCase } from './cases/toolCase';
import type { FeatureId, FeatureProbe } from './evidence';
import { observeStream } from './observeStream';
import { isObject } from '../../json';
import { toStrict, toTools } from './toTools';

/** What one try showed; nothing when it was not sent. */
type Try = { worked: boolean; detail?: string } | { rejected: string } | { failed: string } | undefined;

interface Setting {
	side: Side;
	context: CheckContext;
	maxTokens?: number;
	/** Keeps the answers of repeated tries apart. */
	repeat: string;
	note: (call: Call) => Call;
}

/** Tries that are made for each feature; `simple` cases are those whose request one function serves. */
export const probes: Record<Exclude<FeatureId, 'parallel_calls'>, (toolCase: ToolCase, setting: Setting) => Promise<Try>> = {
	async 'tool_choice.required'(toolCase, setting) {
		const messages = [{ role: 'user' as const, content: 'Say good morning.' }];
		return await tried(setting, { ...toolCase, messages }, { tool_choice: 'required' }, ({ toolCalls }) => ({
			worked: toolCalls.length > 0,
			detail: 'no call was made',
		}));
	},
	async 'tool_choice.named'(toolCase, setting) {
		const { tools } = toTools(toolCase.functions);
		const { name } = tools[tools.length - 1].function;
		return await tried(setting, toolCase, { tool_choice: { type: 'function', function: { name } } }, ({ toolCalls }) => ({
			worked: toolCalls.length > 0 && toolCalls.every((call) => call.name === name),
			detail: toolCalls.length === 0 ? 'no call was made' : 'another function was called',
		}));
	},
	async 'tool_choice.none'(toolCase, setting) {
		return await tried(setting, toolCase, { tool_choice: 'none' }, ({ toolCalls }) => ({
			worked: toolCalls.length === 0,
			detail: 'a call was made all the same',
		}));
	},
	async streamed_arguments(toolCase, setting) {
		const pieces: string[] = [];
		let wasCalled = false;
		const observed = observeStream(setting.context.fetch ?? (await sharedFetch()), (piece) => void pieces.push(piece));
		const outcome = await tried(
			{ ...setting, context: { ...setting.context, fetch: observed, memory: undefined } },
			toolCase,
			{},
			({ toolCalls }) => {
				wasCalled = toolCalls.length > 0;
				return { worked: pieces.length > 1, detail: 'the arguments came in one piece' };
			},
		);
		return outcome && 'worked' in outcome && !wasCalled ? { failed: 'no call was made' } : outcome;
	},
	async second_turn(toolCase, setting) {
		return await secondTurn(toolCase, setting, true);
	},
	async second_turn_without_trace(toolCase, setting) {
		return await secondTurn(toolCase, setting, false);
	},
	async strict_schemas(toolCase, setting) {
		const { tools } = toTools(toolCase.functions);
		const strict = tools.map((tool) => ({
			...tool,
			function: { ...tool.function, strict: true, parameters: toStrict(tool.function.parameters) },
		}));
		return await tried(setting, toolCase, { tools: strict }, ({ toolCalls }) => ({
			worked:
				toolCalls.length > 0 &&
				toolCalls.every((call) => hasAll(call.arguments, strict.find((tool) => tool.function.name === call.name)?.function.parameters)),
			detail: toolCalls.length === 0 ? 'no call was made' : 'the arguments do not hold all properties',
		}));
	},
};

async function tried(
	setting: Setting,
	toolCase: ToolCase,
	extraBody: Record<string, unknown>,
	judge: (answer: Answered) => { worked: boolean; detail?: string },
): Promise<Try> {
	const { side, context, maxTokens, repeat, note } = setting;
	const { tools } = toTools(toolCase.functions);
	// The extra body goes out as it is: `reason` would leave out what the catalogue says the host rejects.
	const call = note(await ask(side, { messages: toolCase.messages, tools, toolForm: 'native', maxTokens, extraBody }, context, { repeat }));
	return outcomeOf(call, judge);
}

function outcomeOf(call: Call, judge: (answer: Answered) => { worked: boolean; detail?: string }): Try {
	if (call.kind === 'stopped') return undefined;
	if (call.kind === 'unanswered') return { worked: false, detail: call.reason };
	if (call.kind === 'error')
		return call.errorKind === 'rejected_parameter' || call.errorKind === 'invalid_request'
			? { rejected: call.reason }
			: { failed: call.reason };
	const { worked, detail } = judge(call);
	return worked ? { worked } : { worked, detail };
}

/** Calls, answers the call with a number that only the tool can know, and looks for it in the answer. */
async function secondTurn(toolCase: ToolCase, setting: Setting, withTrace: boolean): Promise<Try> {
	const { side, context, maxTokens, repeat, note } = setting;
	const { tools } = toTools(toolCase.functions);
	const first = note(await ask(side, { messages: toolCase.messages, tools, toolForm: 'native', maxTokens }, context, { repeat }));
	if (first.kind !== 'answered') return outcomeOf(first, () => ({ worked: false }));
	if (first.toolCalls.length === 0) return { failed: 'the first turn made no call' };
	const secret = String(4_000_000 + [...toolCase.id].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 999_983, 7));
	const results = first.toolCalls.map(({ id }) => ({
		role: 'tool' as const,
		tool_call_id: id,
		content: JSON.stringify({ ok: true, reference: secret }),
	}));
	const ending = { role: 'user' as const, content: 'Tell me the reference number that the tool gave.' };
	const request = { messages: [...toolCase.messages, first.message, ...results], tools, toolForm: 'native' as const, maxTokens };
	const bare = {
		role: 'assistant',
		content: first.answer || null,
		tool_calls: first.toolCalls.map(({ id, name, arguments: given }) => ({ id, type: 'function', function: { name, arguments: given } })),
	};
	const withMessage = (message: object) => ({ messages: [...toolCase.messages, message, ...results] });
	const put = async (extraBody: Record<string, unknown>) => note(await ask(side, { ...request, extraBody }, context, { repeat }));
	const spoke = ({ answer }: Answered) => ({ worked: answer.trim() !== '', detail: 'the second turn gave no answer' });
	if (!withTrace) return outcomeOf(await put(withMessage(bare)), spoke);
	const second = await put({});
	const knows = outcomeOf(second, spoke);
	if (knows && 'rejected' in knows) {
		// Nothing tells that this address is a host that wants the trace back: then the catalogue's rule for it is missing.
		const traced = outcomeOf(await put(withMessage({ ...bare, reasoning_content: first.thinking })), spoke);
		const isCure = traced && 'worked' in traced && traced.worked;
		return isCure
			? { worked: true, detail: "only with the trace sent back as reasoning_content: choose the host's profile in the credential" }
			: knows;
	}
	if (!knows || !('worked' in knows) || !knows.worked || second.kind !== 'answered' || second.answer.replace(/\D/g, '').includes(secret))
		return knows;
	const third = note(await ask(side, { ...request, messages: [...request.messages, second.message, ending] }, context, { repeat }));
	return outcomeOf(third, ({ answer }) => ({
		worked: answer.replace(/\D/g, '').includes(secret),
		detail: 'the answer does not hold what the tool returned',
	}));
}

function hasAll(text: string, parameters: Record<string, unknown> | undefined): boolean {
	try {
		const values: unknown = JSON.parse(text);
		const required = parameters?.required;
		return isObject(values) && Array.isArray(required) && required.every((name) => String(name) in values);
	} catch {
		return false;
	}
}

/** The tries of one feature, summed. */
export function summed(feature: FeatureId, tries: readonly Try[]): FeatureProbe {
	const made = tries.filter((one) => one !== undefined);
	const details = made.flatMap((one) => ('rejected' in one ? [one.rejected] : 'failed' in one ? [one.failed] : (one.detail ?? [])));
	return {
		feature,
		tried: made.length,
		worked: made.filter((one) => 'worked' in one && one.worked).length,
		rejected: made.filter((one) => 'rejected' in one).length,
		failed: made.filter((one) => 'failed' in one).length,
		...(details.length > 0 ? { detail: details[0].slice(0, 300) } : {}),
	};
}
