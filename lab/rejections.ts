import { switchesThinkingOff, type ChatRequest } from './request';

/** A parameter that a host refuses, with the text it answers. */
export interface Rejection {
	applies(request: ChatRequest): boolean;
	status: number;
	message: string;
	param?: string;
	code?: string;
}

const isReasoningModel = ({ model }: ChatRequest) => /^(o\d|gpt-[56])/.test(model);

export const rejections = {
	developerRole: {
		applies: ({ messages }) => messages.some(({ role }) => role === 'developer'),
		status: 400,
		message:
			'Failed to deserialize the JSON body into the target type: messages[0].role: unknown variant `developer`, expected one of `system`, `user`, `assistant`, `tool`, `latest_reminder`',
	},
	jsonSchema: {
		applies: ({ response_format }) => response_format?.type === 'json_schema',
		status: 400,
		message: 'This response_format type is unavailable now',
	},
	forcedToolChoice: {
		applies: (request) =>
			!switchesThinkingOff(request) &&
			(request.tool_choice === 'required' || (typeof request.tool_choice === 'object' && request.tool_choice !== null)),
		status: 400,
		message: 'Thinking mode does not support this tool_choice',
	},
	traceMissingWithTools: {
		applies: (request) =>
			!switchesThinkingOff(request) &&
			Boolean(request.tools?.length) &&
			request.messages.some((message) => message.role === 'assistant' && typeof message.reasoning_content !== 'string'),
		status: 400,
		message: 'The reasoning_content in the thinking mode must be passed back to the API.',
	},
	maxTokensOnReasoningModel: {
		applies: (request) => isReasoningModel(request) && request.max_tokens !== undefined,
		status: 400,
		message: "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
		param: 'max_tokens',
		code: 'unsupported_parameter',
	},
	temperatureOnReasoningModel: {
		applies: (request) => isReasoningModel(request) && request.temperature !== undefined && request.temperature !== 1,
		status: 400,
		message: "Unsupported value: 'temperature' does not support 0.5 with this model. Only the default (1) value is supported.",
		param: 'temperature',
		code: 'unsupported_value',
	},
} as const satisfies Record<string, Rejection>;
