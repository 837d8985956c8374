import { describe, expect, test } from 'vitest';
import { readUsageItems, readUsageLog } from '../../../../core/checks/cost/readUsageLog';

const at = (text: string) => new Date(text);

describe('logs and exports of every kind', () => {
	test.each<{ name: string; file?: string; text: string; rows: Record<string, unknown>[] }>([
		{
			name: 'CSV',
			text: 'timestamp,model,input_tokens,output_tokens,cached_tokens\n2026-11-01T10:00:00Z,o1,100,50,20\n',
			rows: [{ at: at('2026-11-01T10:00:00Z'), model: 'o1', inputTokens: 100, outputTokens: 50, cachedTokens: 20, requests: 1 }],
		},
		{
			name: 'semicolons, a byte-order mark and thousands',
			text: '\uFEFFZeit;Modell;Prompt Tokens;Completion Tokens\r\n;o1;1.234;2 500\r\n',
			rows: [{ inputTokens: 1234, outputTokens: 2500 }],
		},
		{
			name: 'tabs',
			text: 'time\tprompt_tokens\tcompletion_tokens\n2026-11-01 10:00:00\t1\t2\n',
			rows: [{ at: at('2026-11-01T10:00:00Z'), inputTokens: 1, outputTokens: 2 }],
		},
		{ name: 'a day without an hour', text: 'date,input_tokens,output_tokens\n2026-11-01,1,2', rows: [{ day: '2026-11-01' }] },
		{
			name: 'German dates',
			text: 'datum;time;input_tokens;output_tokens\nx;01.11.2026 10:00;1;2',
			rows: [{ at: at('2026-11-01T10:00:00Z') }],
		},
		{ name: 'seconds since 1970', text: 'created,input_tokens,output_tokens\n1793527200,1,2', rows: [{ at: at('2026-11-01T10:00:00Z') }] },
		{
			name: 'DeepSeek: hit and miss',
			text: 'timestamp,prompt_cache_hit_tokens,prompt_cache_miss_tokens,completion_tokens\n2026-11-01T10:00:00Z,80,20,5',
			rows: [{ inputTokens: 100, cachedTokens: 80, outputTokens: 5 }],
		},
		{
			name: "DeepSeek's export, one row for each kind",
			text: 'utc_date,model,api_key_name,type,price,amount\n2026-11-01,deepseek-flash,k,input_cache_hit_tokens,1,800\n2026-11-01,deepseek-flash,k,input_cache_miss_tokens,1,200\n2026-11-01,deepseek-flash,k,output_tokens,1,50\n2026-11-01,deepseek-flash,k,request_count,0,7\n',
			rows: [{ day: '2026-11-01', model: 'deepseek-flash', inputTokens: 1000, cachedTokens: 800, outputTokens: 50, requests: 7 }],
		},
		{
			name: "Anthropic's export, cache beside input",
			text: 'usage_date_utc,model_version,usage_input_tokens_no_cache,usage_input_tokens_cache_read,usage_output_tokens\n2026-11-01,claude-opus-5,10,90,5',
			rows: [{ inputTokens: 100, cachedTokens: 90, outputTokens: 5 }],
		},
		{
			name: "OpenRouter's activity",
			text: 'created_at,model_permaslug,tokens_prompt,tokens_completion,tokens_reasoning,cost_total\n2026-11-01T10:00:00Z,deepseek/deepseek-r1,10,20,15,0.1',
			rows: [{ model: 'deepseek/deepseek-r1', inputTokens: 10, outputTokens: 20 }],
		},
		{
			name: "OpenAI's usage API",
			file: 'usage.json',
			text: JSON.stringify({
				data: [
					{
						start_time: 1793527200,
						results: [{ input_tokens: 10, input_cached_tokens: 4, output_tokens: 5, num_model_requests: 3, model: 'o1' }],
					},
				],
			}),
			rows: [{ at: at('2026-11-01T10:00:00Z'), inputTokens: 10, cachedTokens: 4, requests: 3, model: 'o1' }],
		},
		{
			name: "OpenAI's daily buckets, to their end",
			file: 'usage.json',
			text: JSON.stringify({
				data: [
					{
						start_time: 1793491200,
						end_time: 1793577600,
						results: [{ input_tokens: 10, output_tokens: 5, num_model_requests: 3, model: 'o1' }],
					},
				],
			}),
			rows: [{ at: at('2026-11-01T00:00:00Z'), until: at('2026-11-02T00:00:00Z'), inputTokens: 10, requests: 3 }],
		},
		{
			name: "Anthropic's usage report, writes of five minutes and of an hour",
			file: 'usage.json',
			text: JSON.stringify({
				data: [
					{
						starting_at: '2026-11-01T00:00:00Z',
						ending_at: '2026-11-02T00:00:00Z',
						results: [
							{
								uncached_input_tokens: 100,
								cache_creation: { ephemeral_1h_input_tokens: 30, ephemeral_5m_input_tokens: 20 },
								cache_read_input_tokens: 50,
								output_tokens: 7,
								model: 'claude-opus-5',
							},
						],
					},
				],
			}),
			rows: [
				{
					until: at('2026-11-02T00:00:00Z'),
					inputTokens: 200,
					cachedTokens: 50,
					cacheWriteTokens: 50,
					cacheWriteHourTokens: 30,
					outputTokens: 7,
				},
			],
		},
		{
			name: "Anthropic's export, writes of both kinds",
			text: 'usage_date_utc,model_version,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens\n2026-11-01,claude-opus-5,10,20,30,40,5',
			rows: [{ inputTokens: 100, cachedTokens: 40, cacheWriteTokens: 50, cacheWriteHourTokens: 30, outputTokens: 5 }],
		},
		{
			name: "Azure Monitor's metrics",
			file: 'metrics.json',
			text: JSON.stringify({
				value: [
					['ProcessedPromptTokens', 900],
					['GeneratedTokens', 80],
					['AzureOpenAIRequests', 3],
				].map(([name, total]) => ({
					name: { value: name },
					timeseries: [
						{
							metadatavalues: [{ name: { value: 'modelname' }, value: 'gpt-4o' }],
							data: [{ timeStamp: '2026-11-01T10:00:00Z', total }, { timeStamp: '2026-11-01T11:00:00Z' }],
						},
					],
				})),
			}),
			rows: [
				{ at: at('2026-11-01T10:00:00Z'), model: 'gpt-4o', inputTokens: 900, outputTokens: 80, requests: 3 },
				{ at: at('2026-11-01T11:00:00Z'), inputTokens: 0, outputTokens: 0 },
			],
		},
		{
			name: 'a table with the names of Azure',
			text: 'TimeGenerated,ModelName,ProcessedPromptTokens,GeneratedCompletionTokens\n2026-11-01T10:00:00Z,gpt-4o,900,80\n',
			rows: [{ inputTokens: 900, outputTokens: 80 }],
		},
		{
			name: "Langfuse's observations",
			file: 'observations.json',
			text: JSON.stringify([
				{
					startTime: '2026-11-01T10:00:00Z',
					model: 'o1',
					input: 'Why?',
					output: 'So.',
					usageDetails: { input: 60, input_cached_tokens: 40, output: 5, output_reasoning_tokens: 15, total: 120 },
				},
			]),
			rows: [{ at: at('2026-11-01T10:00:00Z'), model: 'o1', inputTokens: 100, cachedTokens: 40, outputTokens: 20 }],
		},
		{
			name: "Bedrock's invocation log, cache beside input",
			file: 'log.jsonl',
			text: '{"timestamp":"2026-11-01T10:00:00Z","modelId":"anthropic.claude-opus-5","input":{"inputTokenCount":10,"cacheReadInputTokenCount":90,"cacheWriteInputTokenCount":50},"output":{"outputTokenCount":5}}\n{"timestamp":"2026-11-01T10:00:01Z","modelId":"m","input":{"inputTokenCount":1},"output":{"outputTokenCount":2}}',
			rows: [
				{ inputTokens: 150, cachedTokens: 90, cacheWriteTokens: 50, outputTokens: 5 },
				{ inputTokens: 1, outputTokens: 2 },
			],
		},
		{
			name: "Gemini's answers",
			file: 'log.jsonl',
			text: '{"modelVersion":"gemini-3-pro","usageMetadata":{"promptTokenCount":100,"cachedContentTokenCount":40,"candidatesTokenCount":5,"thoughtsTokenCount":7,"totalTokenCount":112}}\n{"modelVersion":"g","usageMetadata":{"promptTokenCount":1,"candidatesTokenCount":1,"totalTokenCount":2}}',
			rows: [{ inputTokens: 100, cachedTokens: 40, outputTokens: 12 }, { inputTokens: 1 }],
		},
		{
			name: 'lines of answers',
			file: 'log.jsonl',
			text: '{"created":1793527200,"model":"o1","usage":{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":2},"completion_tokens_details":{"reasoning_tokens":4}}}\n\n{"model":"o1","usage":{"prompt_tokens":1,"completion_tokens":1}}',
			rows: [{ inputTokens: 10, cachedTokens: 2, outputTokens: 5 }, { inputTokens: 1 }],
		},
		{
			name: 'what R1 Reason puts out',
			file: 'items.json',
			text: JSON.stringify([
				{ model: 'deepseek-flash', usage: { inputTokens: 10, cachedTokens: 3, reasoningTokens: 4, answerTokens: 1, outputTokens: 5 } },
			]),
			rows: [{ inputTokens: 10, cachedTokens: 3, outputTokens: 5 }],
		},
		{
			name: 'executions of n8n, each answer once',
			file: 'executions.json',
			text: JSON.stringify({
				data: [
					{
						id: 1,
						workflowId: 'w',
						startedAt: '2026-11-01T10:00:00Z',
						workflowData: {
							nodes: [
								{ name: 'Model', type: '@n8n/n8n-nodes-langchain.lmChatOpenAi' },
								{ name: 'R1', type: 'n8n-nodes-r1.r1Reason' },
								{ name: 'Set', type: 'n8n-nodes-base.set' },
							],
						},
						data: {
							resultData: {
								runData: {
									Model: [
										{
											startTime: 1793527200000,
											data: { ai_languageModel: [[{ json: { tokenUsage: { promptTokens: 7, completionTokens: 3, totalTokens: 10 } } }]] },
										},
									],
									R1: [
										{
											startTime: 1793527200000,
											data: { main: [[{ json: { model: 'o1', usage: { inputTokens: 5, outputTokens: 2, cachedTokens: 0 } } }]] },
										},
									],
									Set: [
										{
											startTime: 1793527200000,
											data: { main: [[{ json: { model: 'o1', usage: { inputTokens: 5, outputTokens: 2, cachedTokens: 0 } } }]] },
										},
									],
								},
							},
						},
					},
				],
			}),
			rows: [
				{ inputTokens: 7, outputTokens: 3, at: at('2026-11-01T10:00:00Z') },
				{ inputTokens: 5, outputTokens: 2, model: 'o1' },
			],
		},
	])('$name', ({ text, rows, file = 'usage.csv' }) => {
		const log = readUsageLog(text, file);
		expect(log.rows).toMatchObject(rows);
		expect(log.rows).toHaveLength(rows.length);
		expect(log.problems).toEqual([]);
	});
});

describe('what is wrong is named by file and line and not counted', () => {
	test.each<{ name: string; text: string; line?: number; reason: RegExp; rows: number }>([
		{
			name: 'negative tokens',
			text: 'input_tokens,output_tokens\n1,2\n-5,2\n',
			line: 3,
			reason: /input tokens are negative \(-5\)/,
			rows: 1,
		},
		{ name: 'half a token', text: 'input_tokens,output_tokens\n1.5,2\n', line: 2, reason: /not a whole number/, rows: 0 },
		{ name: 'words', text: 'input_tokens,output_tokens\nmany,2\n', line: 2, reason: /"many"/, rows: 0 },
		{
			name: 'more cached than input',
			text: 'input_tokens,output_tokens,cached_tokens\n1,2,3\n',
			line: 2,
			reason: /more than the input/,
			rows: 0,
		},
		{ name: 'columns without tokens', text: 'a,b\n1,2\n', line: 2, reason: /name the columns/, rows: 0 },
		{
			name: 'a time that nobody understands: counted, and said',
			text: 'time,input_tokens,output_tokens\nyesterday,1,2\n',
			line: 2,
			reason: /yesterday/,
			rows: 1,
		},
		{ name: 'an empty file', text: ' ', reason: /empty/, rows: 0 },
		{ name: 'only a heading', text: 'input_tokens,output_tokens\n', reason: /no rows/, rows: 0 },
		{ name: 'a broken line of JSON', text: '{"input_tokens":1,"output_tokens":1}\n{oops\n', line: 2, reason: /not JSON/, rows: 1 },
		{
			name: 'an execution without data',
			text: '[{"id":"7","workflowId":"w","startedAt":"2026-11-01T10:00:00Z"}]',
			reason: /includeData=true/,
			rows: 0,
		},
	])('$name', ({ text, line, reason, rows }) => {
		const log = readUsageLog(text, 'usage.csv');
		expect(log.rows).toHaveLength(rows);
		expect(log.problems).toMatchObject([{ file: 'usage.csv', ...(line && { line }), reason: expect.stringMatching(reason) }]);
	});
});

test('a log lasts from its first to its last row, and at least a day', () => {
	const text = 'time,input_tokens,output_tokens\n2026-11-01T00:00:00Z,1,1\n2026-11-08T12:00:00Z,1,1\n';
	expect(readUsageLog(text, 'x.csv').days).toBe(7.5);
	expect(readUsageLog('time,input_tokens,output_tokens\n2026-11-01T00:00:00Z,1,1\n', 'x.csv').days).toBe(1);
	expect(readUsageLog('date,input_tokens,output_tokens\n2026-11-01,1,1\n2026-11-10,1,1\n', 'x.csv').days).toBe(10);
	expect(readUsageLog('input_tokens,output_tokens\n1,1\n', 'x.csv').days).toBeUndefined();
});

test('items are read as rows', () => {
	expect(readUsageItems([{ input_tokens: 1, output_tokens: 2 }, { nothing: 1 }])).toMatchObject({
		rows: [{ inputTokens: 1 }],
		problems: [{ file: 'item' }],
	});
});

test.each([
	['Billing account ID,SKU description,Usage amount\nA,Gemini input tokens,3\n', "Google's billing export"],
	['lineItem/UsageType,lineItem/UsageAmount\nUSE1-Claude,3\n', "Amazon's cost and usage report"],
	['MeterCategory,Quantity\nCognitive Services,3\n', "Azure's cost export"],
])('an export that holds no tokens is refused with the reason: %s', (text, name) => {
	const { rows, problems } = readUsageLog(text, 'bill.csv');
	expect(rows).toEqual([]);
	expect(problems[0]?.reason).toContain(name);
});

test('two daily buckets are two days', () => {
	const bucket = (start: number) => ({
		start_time: start,
		end_time: start + 86_400,
		results: [{ input_tokens: 1, output_tokens: 1, model: 'o1' }],
	});
	expect(readUsageLog(JSON.stringify({ data: [bucket(1793491200), bucket(1793577600)] }), 'usage.json').days).toBe(2);
});
