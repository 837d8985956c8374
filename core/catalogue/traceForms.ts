/** A way in which models mark their trace inside the answer's text. */
export interface TraceForm {
	id: string;
	/**
	 * `tag`: `<name>`, in any case and with attributes; `token`: fixed texts; `phrase`: words that the text must begin
	 * with, so that nothing is told before `closes` has come; `channels`: messages with headers, read by a reader of their own.
	 */
	kind: 'tag' | 'token' | 'phrase' | 'channels';
	/** Names of the tags, or texts that open. */
	opens: readonly string[];
	/** Absent for tags. */
	closes?: readonly string[];
	/** Texts around the answer that go with the trace. */
	answerMarks?: readonly string[];
	/** Model names that are trained on it: their blocks are traces, whatever the prompt says. */
	families?: RegExp;
	/** Whether the template of a family opens it in the prompt, so that only the closing mark comes. */
	openingImplied?: RegExp;
	/**
	 * `word`: also the name of elements in people's XML. It counts only at the beginning, when it is closed and something
	 * else than XML follows.
	 */
	strength: 'own' | 'word';
	/** Where the form is described. */
	source: string;
	/** Day on which the source was read. */
	checkedAt: string;
}

const checkedAt = '2026-11-28';

/** The tags that the most used chat front end looks for. */
const openWebUi = 'https://github.com/open-webui/open-webui/blob/main/backend/open_webui/utils/middleware.py (DEFAULT_REASONING_TAGS)';

/** Weights that are served with an opening mark in the prompt. */
const impliedThink = /(^|[/:_\s-])r1($|[/:_\s.-])|qwq|qwen3[\w.-]*thinking|-thinking-\d{4}/i;

/** OpenAI's harmony format, where a server leaves its tokens in the answer. */
export const harmonyForm: TraceForm = {
	id: 'harmony',
	kind: 'channels',
	opens: ['<|channel|>analysis<|message|>'],
	families: /gpt-oss/i,
	strength: 'own',
	source: 'https://github.com/openai/harmony (docs/format.md)',
	checkedAt,
};

/** Forms in which traces were seen in answers; others are text. */
export const traceForms: readonly TraceForm[] = [
	harmonyForm,
	{
		id: 'think',
		kind: 'tag',
		opens: ['think', 'think_fast', 'think_faster', 'longcat_think', 'mm:think', 'antml:think', 'think:opensource'],
		families:
			/deepseek|(^|[/:_\s-])r1($|[/:_\s.-])|qwq|qwen|glm|minimax|hunyuan|ernie|nemotron|phi-4|olmo|smollm|internlm|step-?3|k2-think|longcat|skywork|mimo/i,
		openingImplied: impliedThink,
		strength: 'own',
		source: 'https://docs.vllm.ai/en/v0.8.3/features/reasoning_outputs.html',
		checkedAt,
	},
	{
		id: 'thinking',
		kind: 'tag',
		opens: ['thinking', 'antml:thinking', 'antthinking'],
		families: /claude|reflection/i,
		strength: 'own',
		source: openWebUi,
		checkedAt,
	},
	{
		id: 'seed:think',
		kind: 'tag',
		opens: ['seed:think'],
		families: /seed|doubao/i,
		openingImplied: /seed-oss/i,
		strength: 'own',
		source: 'https://github.com/vllm-project/vllm/blob/main/vllm/reasoning/seedoss_reasoning_parser.py',
		checkedAt,
	},
	{
		id: 'thought',
		kind: 'tag',
		opens: ['thought', 'thoughts'],
		families: /exaone|marco-o1|gemini/i,
		openingImplied: /exaone-deep/i,
		strength: 'word',
		// The card of EXAONE Deep could not be read (not among stored pages); that it opens in the prompt is known from its answers.
		source: openWebUi,
		checkedAt,
	},
	{
		id: 'reasoning',
		kind: 'tag',
		// Those after the first two are known from answers.
		opens: ['reasoning', 'reason', 'reflection', 'scratchpad', 'inner_monologue', 'analysis', 'chain_of_thought', 'cot'],
		strength: 'word',
		source: openWebUi,
		checkedAt,
	},
	{
		id: '[THINK]',
		kind: 'token',
		opens: ['[THINK]'],
		closes: ['[/THINK]'],
		families: /magistral|ministral|mistral/i,
		strength: 'own',
		source: 'https://github.com/vllm-project/vllm/blob/main/vllm/reasoning/mistral_reasoning_parser.py',
		checkedAt,
	},
	{
		id: 'kimi',
		kind: 'token',
		opens: ['◁think▷'],
		closes: ['◁/think▷'],
		families: /kimi/i,
		strength: 'own',
		source: 'https://docs.sglang.io/docs/advanced_features/separate_reasoning.md',
		checkedAt,
	},
	{
		id: 'cohere',
		kind: 'token',
		opens: ['<|START_THINKING|>'],
		closes: ['<|END_THINKING|>'],
		answerMarks: ['<|START_RESPONSE|>', '<|END_RESPONSE|>', '<|START_TEXT|>', '<|END_TEXT|>'],
		families: /command|cohere/i,
		strength: 'own',
		source: 'https://huggingface.co/mlx-community/command-a-reasoning-08-2025-8bit/blob/main/chat_template.jinja',
		checkedAt,
	},
	{
		id: 'gemma',
		kind: 'token',
		opens: ['<|channel>thought'],
		closes: ['<channel|>'],
		families: /gemma/i,
		strength: 'own',
		source: 'https://ai.google.dev/gemma/docs/capabilities/thinking, https://github.com/LostRuins/koboldcpp/issues/2092',
		checkedAt,
	},
	{
		id: 'open-thoughts',
		kind: 'token',
		opens: ['<|begin_of_thought|>'],
		closes: ['<|end_of_thought|>'],
		answerMarks: ['<|begin_of_solution|>', '<|end_of_solution|>'],
		families: /sky-t1|openthinker|stratos/i,
		strength: 'own',
		source: openWebUi,
		checkedAt,
	},
	{
		id: 'solar',
		kind: 'token',
		opens: ['<|think|>'],
		closes: ['<|/think|>', '<|end|><|begin|>assistant<|content|>', '<|end|><|begin|>assistant', '<|content|>'],
		answerMarks: ['<|flush|>', '<|calls|>'],
		families: /solar/i,
		strength: 'own',
		// The format as the model's own parser for vLLM describes it; the card was not among stored pages.
		source: 'https://huggingface.co/upstage/Solar-Open-100B (parser for vLLM)',
		checkedAt,
	},
	{
		id: 'kimi-k3',
		kind: 'token',
		opens: ['<|open|>think<|sep|>'],
		closes: ['<|close|>think<|sep|>'],
		answerMarks: [
			'<|open|>message role="assistant"<|sep|>',
			'<|open|>response<|sep|>',
			'<|close|>response<|sep|>',
			'<|close|>message<|sep|>',
			'<|end_of_msg|>',
		],
		families: /kimi-?k3/i,
		openingImplied: /kimi-?k3/i,
		strength: 'own',
		source: 'https://github.com/vllm-project/vllm/blob/main/vllm/reasoning/kimi_k3_reasoning_parser.py',
		checkedAt,
	},
	{
		id: 'apertus',
		kind: 'token',
		opens: ['<|inner_prefix|>'],
		closes: ['<|inner_suffix|>'],
		answerMarks: ['<|assistant_end|>'],
		families: /apertus/i,
		strength: 'own',
		source: 'https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/parser/reasoning_parser.py (Apertus2509Detector)',
		checkedAt,
	},
	{
		id: 'inkling',
		kind: 'token',
		opens: ['<|content_thinking|>', '<|message_model|><|content_thinking|>'],
		// Any block ends it.
		closes: ['<|end_message|>', '<|content_text|>'],
		// Alone, `<|message_model|>` may begin the call of a tool.
		answerMarks: ['<|message_model|><|content_text|>', '<|content_model_end_sampling|>'],
		families: /inkling/i,
		strength: 'own',
		source: 'https://github.com/vllm-project/vllm/issues/50512, https://github.com/sgl-project/sglang/issues/33181',
		checkedAt,
	},
	{
		id: 'muse',
		kind: 'phrase',
		opens: ['to=self<|message|>', '<|start|>assistant to=self<|message|>'],
		closes: ['<|eom|>', '<|start|>assistant to=user<|message|>'],
		answerMarks: ['<|start|>assistant to=user<|message|>', '<|eot|>'],
		families: /muse/i,
		strength: 'own',
		source: 'https://github.com/sgl-project/sglang/pull/34262',
		checkedAt,
	},
	{
		id: 'harmony without tokens',
		kind: 'phrase',
		opens: ['analysis'],
		closes: ['assistantfinal'],
		families: /gpt-oss/i,
		strength: 'own',
		source: 'https://github.com/sgl-project/sglang/blob/main/python/sglang/srt/parser/harmony_parser.py (TextStrategy)',
		checkedAt,
	},
	{
		id: 'granite',
		kind: 'phrase',
		opens: ['Here is my thought process:', "Here's my thought process:"],
		closes: ['Here is my response:', "Here's my response:"],
		families: /granite/i,
		strength: 'own',
		source: 'https://github.com/vllm-project/vllm/blob/main/vllm/reasoning/granite_reasoning_parser.py',
		checkedAt,
	},
	{
		id: 'apriel',
		kind: 'phrase',
		opens: ['Here are my reasoning steps:'],
		closes: ['[BEGIN FINAL RESPONSE]'],
		answerMarks: ['[END FINAL RESPONSE]'],
		families: /apriel/i,
		strength: 'own',
		// As llama.cpp's and MLX's users report its answers; the card was not among stored pages.
		source: 'https://huggingface.co/ServiceNow-AI/Apriel-1.5-15b-Thinker',
		checkedAt,
	},
];

/** Elements that models put around what follows a trace. */
export const answerWrappers: readonly (readonly [open: string, close: string])[] = [
	['<answer>', '</answer>'],
	['<response>', '</response>'],
	['<output>', '</output>'],
	['<final_answer>', '</final_answer>'],
	['<|begin_of_box|>', '<|end_of_box|>'],
];

/** Whether a model begins inside its trace: the opening mark stands in the prompt, and only the closing one comes. */
export const opensInPrompt = (model: string): boolean => traceForms.some(({ openingImplied }) => openingImplied?.test(model));
