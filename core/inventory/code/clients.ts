import type { ModelKind } from '../modelKind';

/** A client library's class, with what a model that it makes is for. */
interface Client {
	provider: string;
	kind: ModelKind;
	/** A class that is one model (LangChain); the others make several through their methods. */
	isModel?: boolean;
}

/** Classes of client libraries by name; https://js.langchain.com/docs/integrations and the makers' own packages. */
export const clients: Readonly<Record<string, Client>> = {
	ChatOpenAI: { provider: 'openai', kind: 'chat', isModel: true },
	AzureChatOpenAI: { provider: 'azure', kind: 'chat', isModel: true },
	OpenAIEmbeddings: { provider: 'openai', kind: 'embedding', isModel: true },
	AzureOpenAIEmbeddings: { provider: 'azure', kind: 'embedding', isModel: true },
	DallEAPIWrapper: { provider: 'openai', kind: 'image', isModel: true },
	ChatAnthropic: { provider: 'anthropic', kind: 'chat', isModel: true },
	ChatGoogleGenerativeAI: { provider: 'google', kind: 'chat', isModel: true },
	GoogleGenerativeAIEmbeddings: { provider: 'google', kind: 'embedding', isModel: true },
	ChatVertexAI: { provider: 'vertex', kind: 'chat', isModel: true },
	VertexAIEmbeddings: { provider: 'vertex', kind: 'embedding', isModel: true },
	ChatOllama: { provider: 'ollama', kind: 'chat', isModel: true },
	OllamaEmbeddings: { provider: 'ollama', kind: 'embedding', isModel: true },
	ChatMistralAI: { provider: 'mistral', kind: 'chat', isModel: true },
	MistralAIEmbeddings: { provider: 'mistral', kind: 'embedding', isModel: true },
	ChatGroq: { provider: 'groq', kind: 'chat', isModel: true },
	ChatDeepSeek: { provider: 'deepseek', kind: 'chat', isModel: true },
	ChatCohere: { provider: 'cohere', kind: 'chat', isModel: true },
	CohereEmbeddings: { provider: 'cohere', kind: 'embedding', isModel: true },
	CohereRerank: { provider: 'cohere', kind: 'rerank', isModel: true },
	ChatXAI: { provider: 'xai', kind: 'chat', isModel: true },
	ChatOpenRouter: { provider: 'openrouter', kind: 'chat', isModel: true },
	BedrockChat: { provider: 'bedrock', kind: 'chat', isModel: true },
	ChatBedrockConverse: { provider: 'bedrock', kind: 'chat', isModel: true },
	BedrockEmbeddings: { provider: 'bedrock', kind: 'embedding', isModel: true },
	HuggingFaceInferenceEmbeddings: { provider: 'huggingface', kind: 'embedding', isModel: true },
	HuggingFaceTransformersEmbeddings: { provider: 'huggingface', kind: 'embedding', isModel: true },
	VoyageEmbeddings: { provider: 'voyage', kind: 'embedding', isModel: true },
	OpenAI: { provider: 'openai', kind: 'chat' },
	OpenAIApi: { provider: 'openai', kind: 'chat' },
	AzureOpenAI: { provider: 'azure', kind: 'chat' },
	Anthropic: { provider: 'anthropic', kind: 'chat' },
	GoogleGenerativeAI: { provider: 'google', kind: 'chat' },
	GoogleGenAI: { provider: 'google', kind: 'chat' },
	VertexAI: { provider: 'vertex', kind: 'chat' },
	Mistral: { provider: 'mistral', kind: 'chat' },
	MistralClient: { provider: 'mistral', kind: 'chat' },
	Groq: { provider: 'groq', kind: 'chat' },
	CohereClient: { provider: 'cohere', kind: 'chat' },
	CohereClientV2: { provider: 'cohere', kind: 'chat' },
	Ollama: { provider: 'ollama', kind: 'chat' },
	Replicate: { provider: 'replicate', kind: 'image' },
	HfInference: { provider: 'huggingface', kind: 'chat' },
	InferenceClient: { provider: 'huggingface', kind: 'chat' },
	ElevenLabsClient: { provider: 'elevenlabs', kind: 'speech' },
	BedrockRuntimeClient: { provider: 'bedrock', kind: 'chat' },
};

/** Ends of the methods that make a model work, over the client libraries. */
export const methods: readonly (readonly [pattern: RegExp, kind: ModelKind])[] = [
	[/\.embeddings\.create$|\.createEmbedding$|\.embedContent$|\.featureExtraction$|\.embed$/, 'embedding'],
	[/\.images\.(generate|edit)$|\.createImage$|\.generateImages$|\.textToImage$/, 'image'],
	[
		/\.audio\.(transcriptions|translations)\.create$|\.createTranscription$|\.automaticSpeechRecognition$|\.speechToText\.convert$/,
		'audio',
	],
	[/\.audio\.speech\.create$|\.textToSpeech(\.convert)?$/, 'speech'],
	[/\.moderations\.create$|\.createModeration$/, 'moderation'],
	[/\.rerank$/, 'rerank'],
	[/\.chat\.completions\.(create|parse|stream)$|\.createChatCompletion$|\.responses\.(create|parse|stream)$/, 'chat'],
	[/\.messages\.(create|stream)$|\.chat\.(complete|stream)$|\.chatCompletion(Stream)?$/, 'chat'],
	[/\.getGenerativeModel$|\.models\.generateContent(Stream)?$|\.chats\.create$/, 'chat'],
	[/\.completions\.create$|\.createCompletion$|\.textGeneration$/, 'completion'],
	[/\.beta\.(assistants|threads)\./, 'assistants'],
];

const senders =
	'fetch|axios|httpRequest|httpRequestWithAuthentication|requestWithAuthentication|requestOAuth2|request|got|superagent|needle|ky|post|put|exec|execSync|spawn|execFile|sendRequest';

/** Ends of the names of functions that send a request or run a command. */
export const sends = new RegExp(`(^|\\.)(${senders})$|\\$http\\b`);

/** A call of such a function, or a command line, as the text of code shows it. */
export const sendsInText = new RegExp(
	`(?<![\\w$])(?:${senders})[\\s)]*(?:\\?\\.)?\\s*(?:\\.\\s*(?:call|apply)\\s*)?\\(|\\$http|\\bcurl\\b`,
);
