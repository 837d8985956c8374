/** Effort of a request, before it is called what the host calls it. */
export type Effort = 'minimal' | 'low' | 'medium' | 'high' | 'max';

export type JsonMode = 'json_object' | 'json_schema';
export type ToolChoice = 'auto' | 'none' | 'required' | 'named';

/** When a parameter rule applies: always, only while the model thinks, or only for models that think. */
export type Condition = 'always' | 'thinking' | 'reasoning-models';

export interface ParameterRule {
	parameter: string;
	when: Condition;
	/** What the host answers, where it is known, or what happens instead. */
	note?: string;
}

/** JSON that is merged into the request body. */
export type BodyPart = Readonly<Record<string, unknown>>;

/** How thinking is switched and how effort is named, as parts of the request body. */
export interface ThinkingControl {
	/** `undefined` where the host has no switch: the model decides. */
	on?: BodyPart;
	off?: BodyPart;
	/** Absent where the host has no effort. */
	effort?: Readonly<Record<Effort, BodyPart>>;
	/** Sent with every request, so that the trace comes apart from the answer. */
	always?: BodyPart;
}

/** How earlier answers go back to the host when a conversation goes on. */
export interface ReplayRule {
	/** The key that the trace goes into, complete and unchanged; `received`: the one it came in; `drop`: none. */
	field: 'reasoning_content' | 'reasoning' | 'reasoning_details' | 'received' | 'drop';
	/** `with-tools`: only when the request carries tools, then on all earlier assistant turns. */
	rule: 'always' | 'with-tools' | 'never';
	/** For a turn that has no trace: the last one before it on turns that called tools, an empty text on others. Default: no key. */
	whenMissing?: 'last-else-empty';
	/** In place of the signature of a call that has none, since another model made it. */
	signatureWhenMissing?: string;
	/** Where the rule was read, unless the row's own source says it. */
	source?: string;
}

export interface Host {
	id: string;
	name: string;
	/** The company that runs it; `user` for servers of one's own. */
	operator: string;
	/** Country of the operator, ISO 3166-1 alpha-2. */
	jurisdiction: string;
	/** Country where the requests are processed, where the address or the operator says so. */
	processing: string;
	/** `broker`: passes requests on to others, in other countries. */
	kind: 'api' | 'broker' | 'self-hosted' | 'unknown';
	/** Documented base URL; absent for servers of one's own. */
	baseURL?: string;
	/** Host names; `*` stands for one or more labels, `{region}` for a region token. */
	domains: readonly string[];
	/** Usual ports of a server of one's own; `private` ones count only on private addresses. */
	ports?: readonly { port: number; onlyPrivate: boolean }[];
	/** Whether `<think>` stands inline in the content. */
	inlineThink: 'never' | 'always' | 'maybe';
	/** Whether inline traces of R1 weights come without the opening tag. */
	startImplied: boolean;
	replay: ReplayRule;
	maxTokensField: 'max_tokens' | 'max_completion_tokens';
	thinking: ThinkingControl;
	ignoredParameters: readonly ParameterRule[];
	rejectedParameters: readonly ParameterRule[];
	jsonModes: readonly JsonMode[] | 'unknown';
	developerRole: boolean | 'unknown';
	toolChoice: readonly ToolChoice[] | 'unknown';
	/** Choices of the tool that are rejected while the model thinks. */
	toolChoiceWhenThinking?: readonly ToolChoice[];
	/** How many requests of one account run at once, where the host says so; the smallest of its models. */
	concurrentRequests?: number;
	/** Path below the base URL, such as `/models`. */
	listModelsPath?: string;
	/** Whether the usage of a stream has to be asked for with `stream_options`. */
	streamUsage: 'ask' | 'always' | 'unknown';
	notes?: string;
	source: string;
	checkedAt: string;
}
