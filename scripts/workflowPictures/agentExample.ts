import type { Drawn } from './draw';

/** How R1 Chat Model stands below an agent. */
export const agentExample: Drawn = {
	name: 'R1 Chat Model below an agent',
	nodes: [
		{ id: '1', name: 'Chat', type: '@n8n/n8n-nodes-langchain.chatTrigger', typeVersion: 1, position: [0, 0], parameters: {} },
		{ id: '2', name: 'AI Agent', type: '@n8n/n8n-nodes-langchain.agent', typeVersion: 2, position: [240, 0], parameters: {} },
		{ id: '3', name: 'R1 Chat Model', type: 'n8n-nodes-r1.r1ChatModel', typeVersion: 1, position: [160, 240], parameters: {} },
		{ id: '4', name: 'Search', type: '@n8n/n8n-nodes-langchain.toolHttpRequest', typeVersion: 1, position: [340, 240], parameters: {} },
	],
	connections: {
		Chat: { main: [[{ node: 'AI Agent', type: 'main', index: 0 }]] },
		'R1 Chat Model': { ai_languageModel: [[{ node: 'AI Agent', type: 'ai_languageModel', index: 0 }]] },
		Search: { ai_tool: [[{ node: 'AI Agent', type: 'ai_tool', index: 0 }]] },
	},
};
