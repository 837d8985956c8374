import { balancedValue } from '../jsonAnswer';
import { isObject, parseForeignJson } from '../../json';
import type { Grammar, WrittenCall } from './grammar';
import { promptGrammar } from './promptGrammar';

const vllm = 'https://github.com/vllm-project/vllm/tree/main/vllm/tool_parsers';
const sglang = 'https://github.com/sgl-project/sglang/tree/main/python/sglang/srt/function_call';

const bar = '[｜|]{1,2}';

/** Ways that were seen in answers of servers without the right parser; 2026-11-28. Nested forms stand above plainer ones. */
export const grammars: readonly Grammar[] = [
	promptGrammar,
	{
		id: 'dsml',
		hint: /DSML/,
		pattern: new RegExp(`<${bar}DSML${bar}\\s*invoke\\s+name="([^"]+)"\\s*>([\\s\\S]*?)</${bar}DSML${bar}\\s*invoke>`, 'g'),
		read: ([, name, body]) =>
			fromParameters(
				name,
				body,
				new RegExp(
					`<${bar}DSML${bar}\\s*parameter\\s+name="([^"]+)"(?:\\s+string="(true|false)")?\\s*>([\\s\\S]*?)</${bar}DSML${bar}\\s*parameter>`,
					'g',
				),
			),
		source: 'https://huggingface.co/deepseek-ai/DeepSeek-V3.2/blob/main/encoding',
	},
	{
		id: 'deepseek',
		hint: /tool[▁_]call[▁_]begin[｜|]>/,
		pattern:
			/<[｜|]tool[▁_]call[▁_]begin[｜|]>\s*(?:function\s*)?(?:<[｜|]tool[▁_]sep[｜|]>)?\s*([\w.-]+)\s*(?:<[｜|]tool[▁_]sep[｜|]>)?\s*(?:```(?:json)?\s*)?(\{[\s\S]*?\})\s*(?:```)?\s*(?:<[｜|]tool[▁_]call[▁_]end[｜|]>|$)/g,
		read: ([, name, json]) => fromJson(name, json),
		fenced: true,
		source: sglang,
	},
	{
		id: 'kimi',
		hint: /<\|tool_call_begin\|>/,
		pattern:
			/<\|tool_call_begin\|>\s*(?:functions\.)?([\w.-]+?)(?::\d+)?\s*<\|tool_call_argument_begin\|>\s*(\{[\s\S]*?\})\s*<\|tool_call_end\|>/g,
		read: ([, name, json]) => fromJson(name, json),
		source: sglang,
	},
	{
		id: 'kimi-plain',
		hint: /functions\.[\w.-]+:\d+\s*\{/,
		pattern: /(?:^|\n)\s*functions\.([\w.-]+):\d+\s*(\{[\s\S]*?\})\s*(?=functions\.[\w.-]+:\d|$)/g,
		read: ([, name, json]) => fromJson(name, json),
		source: sglang,
	},
	{
		id: 'kimi-xtml',
		hint: /<\|open\|>call/,
		pattern:
			/(?:<\|open\|>tools<\|sep\|>\s*)?<\|open\|>call\s+tool="([^"]+)"[^<]*<\|sep\|>([\s\S]*?)<\|close\|>call<\|sep\|>(?:\s*<\|close\|>tools<\|sep\|>)?/g,
		read: ([, name, body]) => fromXtml(name, body),
		source: sglang,
	},
	{
		id: 'solar',
		hint: /<\|tool_call:name\|>/,
		pattern:
			/(?:<\|tool_calls\|>\s*)?<\|tool_call:begin\|>[^<]*<\|tool_call:name\|>\s*([\w.-]+)\s*<\|tool_call:args\|>\s*(\{[\s\S]*?\})\s*(?:<\|tool_call:end\|>|$)/g,
		read: ([, name, json]) => fromJson(name, json),
		source: vllm,
	},
	{
		id: 'apertus',
		hint: /<\|tools_prefix\|>/,
		pattern: /<\|tools_prefix\|>\s*(\[[\s\S]*?\])\s*(?:<\|tools_suffix\|>|$)/g,
		read: ([, json]) => fromNamedArguments(json),
		source: sglang,
	},
	{
		id: 'inkling',
		hint: /<\|content_invoke_tool_json\|>/,
		pattern:
			/(?:(?:^|<\|message_model\|>)\s*[\w.-]*)?<\|content_invoke_tool_json\|>\s*(\{[\s\S]*?\})\s*(?:<\|end_message\|>|(?=<\|message_model\|>)|$)/g,
		read: ([, json]) => fromList(json),
		source: vllm,
	},
	{
		id: 'kimi-k3',
		hint: /<\|open\|>/,
		pattern: /<\|open\|>\s*(?:functions\.)?([\w.-]+?)(?::\d+)?\s*<\|sep\|>\s*(\{[\s\S]*?\})\s*<\|close\|>/g,
		read: ([, name, json]) => fromJson(name, json),
		source: sglang,
	},
	{
		id: 'harmony',
		hint: /to=functions\./,
		pattern:
			/(?:<\|start\|>assistant|assistant)?\s*(?:<\|channel\|>)?\s*(?:commentary|analysis)?\s*to=functions\.([\w.-]+)[^{]{0,80}?(\{[\s\S]*?\})\s*(?:<\|call\|>|(?=assistant(?:final|commentary|analysis))|$)/g,
		read: ([, name, json]) => fromJson(name.replace(/(commentary|json|code)$/, ''), json),
		source: 'https://github.com/openai/harmony',
	},
	{
		id: 'glm',
		hint: /<(?:longcat_)?arg_key>|<(?:longcat_)?tool_call>\s*[\w.-]+\s*<\/(?:longcat_)?tool_call>/,
		pattern:
			/<(?:longcat_)?tool_call>\s*([\w.-]+)\s*((?:<(?:longcat_)?arg_key>[\s\S]*?<\/(?:longcat_)?arg_value>\s*)*)(?:<\/(?:longcat_)?tool_call>|$)/g,
		read: ([, name, body]) =>
			fromParameters(
				name,
				body,
				/<(?:longcat_)?arg_key>\s*([\s\S]*?)\s*<\/(?:longcat_)?arg_key>()\s*<(?:longcat_)?arg_value>([\s\S]*?)<\/(?:longcat_)?arg_value>/g,
			),
		source: vllm,
	},
	{
		id: 'qwen-coder',
		hint: /<function=/,
		pattern:
			/(?:<(?:\w+:)?tool_call>\s*)?<function=\s*"?([\w.-]+)"?\s*>((?:\s*<parameter=[\s\S]*?)?)\s*<\/function>(?:\s*<\/(?:\w+:)?tool_call>)?/g,
		read: ([, name, body]) => fromParameters(name, body, /<parameter=\s*"?([^>"]+?)"?\s*>()([\s\S]*?)(?:<\/parameter>|(?=<parameter=)|$)/g),
		source: vllm,
	},
	{
		id: 'llama-function',
		hint: /<function=/,
		// Llama leaves out the bracket, or writes parentheses: Groq hands such answers back as `failed_generation`.
		pattern: /<function=\s*"?([\w.-]+)"?\s*[>(]{0,2}\s*(\{[\s\S]*?\})\s*\)?\s*>?\s*<\/function>/g,
		read: ([, name, json]) => fromJson(name, json),
		source: vllm,
	},
	{
		id: 'invoke',
		hint: /<(?:[\w:]+:)?invoke\s+name=/,
		pattern: /(?:\]<\]minimax\[>\[)?<((?:[\w]+:)?)invoke\s+name=["']([^"']+)["']\s*>([\s\S]*?)(?:\]<\]minimax\[>\[)?<\/\1invoke>/g,
		read: ([, , name, body]) =>
			fromParameters(
				name,
				body,
				/<(?:\w+:)?parameter\s+name=["']([^"']+)["'](?:\s+string=["'](true|false)["'])?[^>]*>([\s\S]*?)(?:\]<\]minimax\[>\[)?<\/(?:\w+:)?parameter>/g,
			),
		source: 'https://github.com/MiniMax-AI/MiniMax-M2/blob/main/docs/tool_calling_guide.md',
	},
	{
		id: 'hermes',
		hint: /<tool_calls?>|<function_call>/,
		pattern: /<(tool_calls?|function_call)>\s*(?:```(?:json)?\s*)?([[{][\s\S]*?[\]}])\s*(?:```\s*)?(?:<\/\1>|(?=<tool_call>)|$)/g,
		read: ([, , json]) => fromList(json),
		source: vllm,
	},
	{
		id: 'nemotron',
		hint: /<TOOLCALL>/,
		pattern: /<TOOLCALL>\s*([[{][\s\S]*?[\]}])\s*(?:<\/TOOLCALL>|$)/g,
		read: ([, json]) => fromList(json),
		source: 'https://huggingface.co/nvidia/NVIDIA-Nemotron-Nano-9B-v2',
	},
	{
		id: 'mistral-args',
		hint: /\[ARGS\]/,
		pattern: /(?:\[TOOL_CALLS\])?\s*([\w.-]+)\s*(?:\[CALL_ID\][\w-]*)?\[ARGS\]\s*(\{[\s\S]*?\})\s*(?=\[TOOL_CALLS\]|[\w.-]+\[ARGS\]|$)/g,
		read: ([, name, json]) => fromJson(name, json),
		source: vllm,
	},
	{
		id: 'mistral-name',
		hint: /\[TOOL_CALLS\]\s*\w/,
		pattern: /\[TOOL_CALLS\]\s*([\w.-]+)\s*(\{[\s\S]*?\})\s*(?=\[TOOL_CALLS\]|$)/g,
		read: ([, name, json]) => fromJson(name, json),
		source: vllm,
	},
	{
		id: 'mistral',
		hint: /\[TOOL_CALLS\]/,
		pattern: /\[TOOL_CALLS\]\s*([[{][\s\S]*[\]}])/g,
		read: ([, json]) => fromList(json),
		source: vllm,
	},
	{
		id: 'cohere',
		hint: /<\|START_ACTION\|>/,
		pattern: /<\|START_ACTION\|>\s*([[{][\s\S]*?[\]}])\s*(?:<\|END_ACTION\|>|$)/g,
		read: ([, json]) => fromList(json),
		source: 'https://github.com/ggml-org/llama.cpp/blob/master/common/chat.cpp',
	},
	{
		id: 'internlm',
		hint: /<\|action_start\|>/,
		pattern: /<\|action_start\|>\s*(?:<\|plugin\|>)?\s*(\{[\s\S]*?\})\s*(?:<\|action_end\|>|$)/g,
		read: ([, json]) => fromList(json),
		source: vllm,
	},
	{
		id: 'gemma',
		hint: /<(?:\|tool_call|start_function_call)>\s*call:/,
		pattern:
			/<(?:\|tool_call|start_function_call)>\s*call:([\w.-]+)\s*(\{[\s\S]*?\})\s*(?:<(?:tool_call\||end_function_call)>(?:<start_function_response>)?|$)/g,
		read: ([, name, body]) => fromJson(name, gemmaToJson(body)),
		source: 'https://ai.google.dev/gemma/docs/capabilities/function-calling',
	},
	{
		id: 'granite',
		hint: /<\|tool_call\|>|functools\[|<\|python_tag\|>/,
		pattern: /(?:<\|tool_call\|>|functools|<\|python_tag\|>)\s*([[{][\s\S]*[\]}])/g,
		read: ([, json]) => fromList(json),
		source: vllm,
	},
	{
		id: 'pythonic in marks',
		hint: /<\|(?:python_start|tool_call_start)\|>|<function_calls>\s*[\w.]+\(/,
		pattern:
			/(?:<\|(?:python_start|tool_call_start)\|>|<function_calls>)\s*\[?\s*([\w.]+\([\s\S]*?\))\s*\]?\s*(?:<\|(?:python_end|tool_call_end)\|>|<\/function_calls>|$)/g,
		read: ([, calls]) => fromPython(calls),
		source: vllm,
	},
	{
		id: 'qwen-agent',
		hint: /✿FUNCTION✿/,
		pattern: /✿FUNCTION✿\s*:\s*([\w.-]+)\s*✿ARGS✿\s*:\s*(\{[\s\S]*?\})\s*(?:(?=✿FUNCTION✿)|✿RESULT✿[\s\S]*$|$)/g,
		read: ([, name, json]) => fromJson(name, json),
		source: 'https://github.com/QwenLM/Qwen-Agent',
	},
	{
		id: 'pythonic',
		hint: /^\s*\[\s*[\w.]+\(/,
		pattern: /^\s*\[\s*([\w.]+\([\s\S]*\))\s*\]\s*$/g,
		read: ([, calls]) => fromPython(calls),
		alone: true,
		source: vllm,
	},
	{
		id: 'bare JSON',
		hint: /^\s*[[{]/,
		pattern: /^\s*([[{][\s\S]*[\]}])\s*$/g,
		read: ([, json]) => fromList(json),
		alone: true,
		source: `${vllm} (llama3_json)`,
	},
];

function fromJson(name: string, text: string): WrittenCall[] {
	const json = parseForeignJson(text) ?? parseForeignJson(balancedValue(text) ?? '');
	return isObject(json) ? [{ name: name.trim(), arguments: { json } }] : [];
}

/** `{name, arguments}`, OpenAI's `{function: {...}}`, Cohere's `tool_name`, or a list of them. */
function fromList(text: string): WrittenCall[] {
	const values = valuesIn(text);
	const [value] = values;
	const list: unknown[] = Array.isArray(value) ? value : isObject(value) && Array.isArray(value.tool_calls) ? value.tool_calls : values;
	const calls = list.map(fromObject);
	return calls.every((call) => call !== undefined) ? calls : [];
}

/** The JSON values in a text, one after another. */
function valuesIn(text: string): unknown[] {
	const whole = parseForeignJson(text);
	if (whole !== undefined) return [whole];
	const values: unknown[] = [];
	for (let rest = text; ;) {
		const next = balancedValue(rest);
		if (next === undefined) return values;
		values.push(parseForeignJson(next));
		rest = rest.slice(rest.indexOf(next) + next.length);
	}
}

/** A list of objects whose only key is the name of a tool. */
function fromNamedArguments(text: string): WrittenCall[] {
	const value = parseForeignJson(text);
	const calls = (Array.isArray(value) ? value : []).filter(isObject).flatMap((each) => Object.entries(each));
	return calls.map(([name, json]) => ({ name, arguments: { json } }));
}

const unescaped = (text: string) => text.replace(/&quot;/g, '"').replace(/&amp;/g, '&');

/** Arguments that name their type: a string as it is, others as JSON; or all of them in one JSON block. */
function fromXtml(name: string, body: string): WrittenCall[] {
	const block = /<\|open\|>json[^<]*<\|sep\|>([\s\S]*?)<\|close\|>json<\|sep\|>/.exec(body);
	if (block) return fromJson(unescaped(name), block[1]);
	const found = body.matchAll(
		/<\|open\|>argument\s+key="([^"]+)"(?:\s+type="(\w+)")?[^<]*<\|sep\|>([\s\S]*?)<\|close\|>argument<\|sep\|>/g,
	);
	const given = [...found].map(
		([, key, type, value]) => [unescaped(key), type === 'string' ? value : (parseForeignJson(value) ?? value)] as const,
	);
	return [{ name: unescaped(name), arguments: { json: Object.fromEntries(given) } }];
}

/** Gemma's objects: names without quotes, and texts between marks of their own. */
const gemmaToJson = (text: string) =>
	text
		.split(/<\|"\|>|<escape>/)
		.map((part, index) => (index % 2 === 1 ? JSON.stringify(part) : part.replace(/([{,]\s*)(\w+)\s*:/g, '$1"$2":')))
		.join('');

function fromObject(value: unknown): WrittenCall | undefined {
	if (!isObject(value)) return undefined;
	const called = isObject(value.function) ? value.function : value;
	const name = called.name ?? called.tool_name ?? (typeof value.function === 'string' ? value.function : undefined);
	const given = called.arguments ?? called.parameters ?? called.args;
	const json = typeof given === 'string' ? parseForeignJson(given) : given;
	return typeof name === 'string' && isObject(json) ? { name: name.trim(), arguments: { json } } : undefined;
}

/** Parameters by name, each a text; a body that is JSON instead is taken as such. Groups: name, whether it is a text, value. */
function fromParameters(name: string, body: string, parameter: RegExp): WrittenCall[] {
	const found = [...body.matchAll(parameter)];
	if (found.length === 0 && body.trim() !== '') return fromJson(name, body.trim());
	const typed = found
		.filter(([, , isText]) => isText === 'false')
		.map(([, key, , value]) => [key.trim(), parseForeignJson(value.trim()) ?? value]);
	if (typed.length === found.length) return [{ name: name.trim(), arguments: { json: Object.fromEntries(typed) } }];
	const texts = Object.fromEntries(found.map(([, key, , value]) => [key.trim(), value.replace(/^\n/, '').replace(/\n$/, '')]));
	return [{ name: name.trim(), arguments: { texts } }];
}

/** `f(a=1, b='x'), g()`: values as in JSON or Python; others are not read. */
function fromPython(text: string): WrittenCall[] {
	const calls: WrittenCall[] = [];
	let rest = text.trim();
	while (rest) {
		const call = /^([\w.]+)\(((?:[^()'"]|'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")*)\)\s*,?\s*/.exec(rest);
		if (!call) return [];
		const pairs = [...call[2].matchAll(/(\w+)\s*=\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|\[[^\]]*\]|\{[^}]*\}|[^,]+)\s*(?:,|$)/g)];
		const values = pairs.map(([, key, value]) => [key, parseForeignJson(pythonToJson(value.trim()))] as const);
		if (values.some(([, value]) => value === undefined)) return [];
		calls.push({ name: call[1], arguments: { json: Object.fromEntries(values) } });
		rest = rest.slice(call[0].length);
	}
	return calls;
}

function pythonToJson(value: string): string {
	const quoted = /^'([\s\S]*)'$/.exec(value);
	if (quoted) return JSON.stringify(quoted[1].replace(/\\'/g, "'"));
	return { True: 'true', False: 'false', None: 'null' }[value] ?? value;
}
