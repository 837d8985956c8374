/** Where items usually carry what is asked, the likeliest first: n8n's chat calls it `chatInput`. */
export const usualFields = ['chatInput', 'query', 'prompt', 'text', 'question', 'message', 'input'] as const;
