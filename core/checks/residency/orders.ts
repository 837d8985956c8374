/** Public orders about an operator: dated facts for whoever decides, no advice and no verdict. */
export const orders: readonly { host: string; date: string; country: string; fact: string; source: string }[] = [
	{
		host: 'deepseek',
		date: '2025-01-30',
		country: 'IT',
		fact: 'The Garante ordered an urgent limitation of processing; the app left the Italian stores.',
		source: 'https://digitalpolicyalert.org/event/26337',
	},
	{
		host: 'deepseek',
		date: '2025-02-15',
		country: 'KR',
		fact: 'After the PIPC the app was paused for new downloads.',
		source: 'https://www.privacylaws.com',
	},
	{
		host: 'deepseek',
		date: '2025-06',
		country: 'DE',
		fact: "Berlin's data protection commissioner asked Apple and Google to delist the app; Google declined.",
		source: 'https://pulse-z.eu',
	},
	{
		host: 'deepseek',
		date: '2025-01',
		country: 'CN',
		fact: "The privacy policy said that data is stored on servers in the People's Republic of China; the present text was not read.",
		source: 'https://tnsafety.com',
	},
];
