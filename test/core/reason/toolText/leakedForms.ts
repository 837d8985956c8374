/** A call that a server left in the text, written as the model's own template has it (parsers of vLLM and SGLang, model cards). */
export interface LeakedForm {
	id: string;
	write: (name: string, given: Record<string, unknown>) => string;
	/** Nothing else stands in the answer. */
	alone?: true;
}

const json = (value: unknown) => JSON.stringify(value);
const plain = (value: unknown) => (typeof value === 'string' ? value : json(value));
const entries = (given: Record<string, unknown>) => Object.entries(given);
const python = (value: unknown): string => (value === true ? 'True' : value === false ? 'False' : value === null ? 'None' : json(value));

const pythonCall = (name: string, given: Record<string, unknown>) =>
	`${name}(${entries(given)
		.map(([key, value]) => `${key}=${python(value)}`)
		.join(', ')})`;

const dsml = (bar: string, given: Record<string, unknown>) =>
	entries(given)
		.map(
			([key, value]) =>
				`<${bar}DSML${bar}parameter name="${key}" string="${typeof value === 'string'}">${plain(value)}</${bar}DSML${bar}parameter>`,
		)
		.join('\n');
const dsmlCall =
	(bar: string): LeakedForm['write'] =>
	(name, given) =>
		`<${bar}DSML${bar}function_calls>\n<${bar}DSML${bar}invoke name="${name}">\n${dsml(bar, given)}\n</${bar}DSML${bar}invoke>\n</${bar}DSML${bar}function_calls>`;

const invoke = (given: Record<string, unknown>, prefix = '') =>
	entries(given)
		.map(([key, value]) => `${prefix}<parameter name="${key}">${plain(value)}${prefix}</parameter>`)
		.join('\n');

export const leakedForms: readonly LeakedForm[] = [
	{ id: 'Hermes, Qwen 2.5', write: (name, given) => `<tool_call>\n${json({ name, arguments: given })}\n</tool_call>` },
	{ id: 'Hermes, unclosed', write: (name, given) => `<tool_call>\n${json({ name, arguments: given })}` },
	{
		id: 'Qwen 3 Coder',
		write: (name, given) =>
			`<tool_call>\n<function=${name}>\n${entries(given)
				.map(([key, value]) => `<parameter=${key}>\n${plain(value)}\n</parameter>`)
				.join('\n')}\n</function>\n</tool_call>`,
	},
	{
		id: 'DeepSeek V3, R1',
		write: (name, given) =>
			`<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>${name}\n\`\`\`json\n${json(given)}\n\`\`\`<｜tool▁call▁end｜><｜tool▁calls▁end｜>`,
	},
	{
		id: 'DeepSeek V3.1',
		write: (name, given) =>
			`<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>${name}<｜tool▁sep｜>${json(given)}<｜tool▁call▁end｜><｜tool▁calls▁end｜><｜end▁of▁sentence｜>`,
	},
	{ id: 'DeepSeek V3.2', write: dsmlCall('｜') },
	{ id: 'DeepSeek V3.2, ASCII', write: dsmlCall('|') },
	{ id: 'DeepSeek V3.2, doubled bars', write: dsmlCall('｜｜') },
	{
		id: 'DeepSeek V3.2, direct JSON',
		write: (name, given) =>
			`<｜DSML｜function_calls>\n<｜DSML｜invoke name="${name}">\n${json(given)}\n</｜DSML｜invoke>\n</｜DSML｜function_calls>`,
	},
	{
		id: 'DeepSeek V4',
		write: (name, given) =>
			`<｜DSML｜tool_calls>\n<｜DSML｜invoke name="${name}">\n${dsml('｜', given)}\n</｜DSML｜invoke>\n</｜DSML｜tool_calls>`,
	},
	{
		id: 'DeepSeek V4.1, name with a space',
		write: (name, given) =>
			`<｜DSML｜tool_calls>\n<｜DSML｜invoke name=" ${name}">\n${dsml('｜', given)}\n</｜DSML｜invoke>\n</｜DSML｜tool_calls>`,
	},
	{
		id: 'Kimi K2',
		write: (name, given) =>
			`<|tool_calls_section_begin|><|tool_call_begin|>functions.${name}:0<|tool_call_argument_begin|>${json(given)}<|tool_call_end|><|tool_calls_section_end|>`,
	},
	{ id: 'Kimi K3', write: (name, given) => `<|open|>functions.${name}:0<|sep|>${json(given)}<|close|>` },
	{
		id: 'GLM',
		write: (name, given) =>
			`<tool_call>${name}\n${entries(given)
				.map(([key, value]) => `<arg_key>${key}</arg_key>\n<arg_value>${plain(value)}</arg_value>`)
				.join('\n')}\n</tool_call>`,
	},
	{
		id: 'MiniMax M2',
		write: (name, given) => `<minimax:tool_call>\n<invoke name="${name}">\n${invoke(given)}\n</invoke>\n</minimax:tool_call>`,
	},
	{
		id: 'MiniMax M3',
		write: (name, given) =>
			`]<]minimax[>[<tool_call>\n]<]minimax[>[<invoke name="${name}">\n${invoke(given, ']<]minimax[>[').replace(/^\]<\]minimax\[>\[</gm, '<')}\n]<]minimax[>[</invoke>\n]<]minimax[>[</tool_call>`,
	},
	{ id: 'Mistral, list', write: (name, given) => `[TOOL_CALLS] ${json([{ name, arguments: given }])}` },
	{ id: 'Mistral, arguments', write: (name, given) => `[TOOL_CALLS]${name}[ARGS]${json(given)}` },
	{ id: 'Mistral, name', write: (name, given) => `[TOOL_CALLS]${name}${json(given)}` },
	{
		id: 'gpt-oss',
		write: (name, given) => `<|channel|>commentary to=functions.${name} <|constrain|>json<|message|>${json(given)}<|call|>`,
	},
	{
		id: 'gpt-oss, with a start',
		write: (name, given) => `<|start|>assistant<|channel|>commentary to=functions.${name}<|message|>${json(given)}<|call|>`,
	},
	{
		id: 'pythonic',
		alone: true,
		write: (name, given) => `[${pythonCall(name, given)}]`,
	},
	{ id: 'Llama, function', write: (name, given) => `<function=${name}>${json(given)}</function>` },
	{ id: 'Llama, Python tag', write: (name, given) => `<|python_tag|>${json({ name, parameters: given })}<|eom_id|>` },
	{ id: 'Nemotron', write: (name, given) => `<TOOLCALL>[${json({ name, arguments: given })}]</TOOLCALL>` },
	{
		id: 'Anthropic',
		write: (name, given) => `<function_calls>\n<invoke name="${name}">\n${invoke(given)}\n</invoke>\n</function_calls>`,
	},
	{ id: 'Granite', write: (name, given) => `<|tool_call|>${json([{ name, arguments: given }])}` },
	{
		id: 'Cohere',
		write: (name, given) => `<|START_ACTION|>[${json({ tool_call_id: '0', tool_name: name, parameters: given })}]<|END_ACTION|>`,
	},
	{ id: 'InternLM', write: (name, given) => `<|action_start|><|plugin|>${json({ name, parameters: given })}<|action_end|>` },
	{
		id: 'Kimi K3, XTML',
		write: (name, given) =>
			`<|open|>tools<|sep|><|open|>call tool="${name}" index="1"<|sep|>${entries(given)
				.map(
					([key, value]) =>
						`<|open|>argument key="${key}" type="${typeof value === 'string' ? 'string' : 'number'}"<|sep|>${plain(value)}<|close|>argument<|sep|>`,
				)
				.join('')}<|close|>call<|sep|><|close|>tools<|sep|>`,
	},
	{
		id: 'Solar',
		write: (name, given) =>
			`<|tool_calls|><|tool_call:begin|>0<|tool_call:name|>${name}<|tool_call:args|>${json(given)}<|tool_call:end|><|calls|>`,
	},
	{ id: 'Apertus', write: (name, given) => `<|tools_prefix|>[${json({ [name]: given })}]<|tools_suffix|>` },
	{ id: 'LFM2', write: (name, given) => `<|tool_call_start|>[${pythonCall(name, given)}]<|tool_call_end|>` },
	{ id: 'Llama 4', write: (name, given) => `<|python_start|>[${pythonCall(name, given)}]<|python_end|>` },
	{ id: 'OLMo 3', write: (name, given) => `<function_calls>\n${pythonCall(name, given)}\n</function_calls>` },
	{ id: 'Qwen-Agent', write: (name, given) => `✿FUNCTION✿: ${name}\n✿ARGS✿: ${json(given)}` },
	{ id: 'bare JSON', alone: true, write: (name, given) => json({ name, arguments: given }) },
	{
		id: 'bare JSON of OpenAI',
		alone: true,
		write: (name, given) => json({ tool_calls: [{ id: 'c', type: 'function', function: { name, arguments: json(given) } }] }),
	},
	{
		id: 'JSON in a code block',
		alone: true,
		write: (name, given) => `\`\`\`json\n${JSON.stringify({ name, arguments: given }, null, 2)}\n\`\`\``,
	},
];
