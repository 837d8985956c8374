import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { detectChinese } from '../../../core/chinese/detect';

const texts = (text: string) => detectChinese(text).spans.map((span) => span.text);

describe('finds', () => {
	test.each([
		{ name: 'a Chinese sentence', text: '今天天气很好。', spans: ['今天天气很好。'] },
		{ name: 'a clause inside English', text: 'The result is clear, 所以我们可以继续，and so on.', spans: ['所以我们可以继续，'] },
		{ name: 'a single word inside English', text: 'They stopped for 拍照 opportunities along the road.', spans: ['拍照'] },
		{ name: 'a word glued to a Latin one', text: "I'm not short, I'm just浓缩版 you!", spans: ['浓缩版'] },
		{ name: 'a single character', text: 'The man cannot bring the羊 back in the boat.', spans: ['羊'] },
		{ name: 'a comment in code', text: 'const a = 1; // 创建连接\nreturn a;', spans: ['创建连接'] },
		{ name: 'a value in JSON', text: '{"answer": "首先我们需要分析这个问题的条件", "n": 3}', spans: ['首先我们需要分析这个问题的条件'] },
		{ name: 'a word in a Markdown list', text: '- first\n- 注意事项\n- last item of the whole list', spans: ['注意事项'] },
		{ name: 'words around LaTeX', text: 'We get $x^2$ 因此答案是 $x=3$ and stop here.', spans: ['因此答案是'] },
		{ name: 'a word between emoji', text: 'Great work everyone 🎉继续加油🎉 see you soon', spans: ['继续加油'] },
		{
			name: 'a clause inside Japanese',
			text: 'この例では、然后使用我们的组件库，外部システムはブラウザです。',
			spans: ['然后使用我们的组件库，'],
		},
		{
			name: 'a clause inside Korean',
			text: '실험적 기능은 문서화되지 않았을 수도 있습니다. 它会安全地跳过优化，일반적으로 그렇습니다.',
			spans: ['它会安全地跳过优化，'],
		},
		{ name: 'a clause inside Russian', text: 'Предполагается, 即使不进行优化，что кнопка работает.', spans: ['即使不进行优化，'] },
		{ name: 'a clause inside Arabic', text: 'هذه إجابة قصيرة 因此可以得出以下结论 عن سؤالك', spans: ['因此可以得出以下结论'] },
		{
			name: 'traditional Chinese in a Latin text',
			text: 'Note that 這個函式不會修改任何物件 in place.',
			spans: ['這個函式不會修改任何物件'],
		},
	])('$name', ({ text, spans }) => {
		expect(texts(text)).toEqual(spans);
	});
});

describe('takes for no find', () => {
	test.each([
		{ name: 'English', text: 'Nothing to see here.' },
		{ name: 'Japanese', text: '東京は日本の首都です。' },
		{ name: 'words of kanji alone in a Japanese text', text: '住所：東京都千代田区\nお問い合わせはこちらまでお願いします。\n営業時間' },
		{ name: 'a heading of kanji alone', text: '開発者向け説明書' },
		{ name: 'a Japanese place name alone', text: '東京都' },
		{ name: 'a Japanese prefecture alone', text: '大阪府' },
		{ name: 'Korean', text: '안녕하세요. 반갑습니다.' },
		{ name: 'Korean with hanja', text: '이번 會議에서는 여러 問題를 다루었습니다.' },
		{ name: 'Korean with hanja in brackets', text: '이 사회(社會)에서는 책임(責任)을 강조한다.' },
		{ name: 'Vietnamese', text: 'Tôi là phi hành gia robot Kirobo, rất vui được gặp bạn.' },
		{ name: 'Vietnamese with a chữ Nôm note', text: 'Chữ Nôm (𡨸喃) là hệ thống chữ viết của người Việt.' },
		{ name: 'a term that the user asks about', text: 'Okay, the user asks what 摩洛哥 means. It simply means Morocco.' },
		{ name: 'a quoted term', text: 'The Chinese name for Brazil is "巴西".' },
		{ name: 'a gloss in brackets', text: 'Beijing (北京) is the capital of China.' },
		{ name: 'a name with its transcription', text: 'The philosopher 孔子 (Kǒngzǐ) taught for decades.' },
		{ name: 'a Japanese name in English', text: 'Additionally, 竹内弘高 (Hiroshi Takeuchi) wrote about it in 1996.' },
		{ name: 'a term in a table of code', text: '| Spain | `西班牙` | 12 |' },
		{ name: 'a term quoted in Japanese', text: '「摩洛哥」という言葉の意味を説明します。' },
		{ name: 'a term quoted in Korean', text: '"摩洛哥"라는 단어의 뜻을 설명합니다.' },
		{ name: 'a term quoted in English beside Japanese', text: 'In Chinese it is "巴西", in Japanese it is ブラジル, and so on.' },
		{ name: 'a complaint about a leaked word', text: "The use of the term '半袖' seems out of place in an English answer." },
		{ name: 'ideographic punctuation alone', text: 'Is this really what I wanted out of life？ Yes。' },
		{ name: 'box drawing', text: '┌──┐\n│ a │\n└──┘' },
		{ name: 'compatibility forms alone', text: '㈱ ㊗ ㍿ ⼈ \uf900 stay as they are' },
		{ name: 'emoji', text: 'We did it 🈶 🉐 🀄 🎉' },
		{ name: 'nothing', text: '' },
		{ name: 'combining marks', text: '\u0301\u0302\u3099\u20dd' },
		{ name: 'lone surrogates', text: '\ud840 \udc00 \udfff\ud869' },
	])('$name', ({ text }) => {
		expect(detectChinese(text)).toMatchObject({ found: false, share: 0, spans: [] });
	});

	test('a quoted term is reported as allowed, with the reason', () => {
		const { allowed } = detectChinese('The Chinese name for Brazil is "巴西".');
		expect(allowed).toEqual([{ start: 32, end: 34, text: '巴西', script: 'either', reason: 'quoted' }]);
	});
});

/** Written for this test, without a look at the labelled rows. */
describe('in everyday sentences', () => {
	test.each([
		'The word 你好 means hello.',
		"My friend's name is 王小明 and he is from Wuhan.",
		'"加油" is what the fans shout.',
		'Li Bai (李白, 701–762) was a poet.',
		'Beijing (Chinese: 北京; pinyin: Běijīng) is the capital of China.',
		'Huawei (华为技术有限公司) announced it.',
		'The idiom 画蛇添足 (drawing legs on a snake) warns against overdoing it.',
		'Mapo tofu (麻婆豆腐) is spicy.',
		'We translate 谢谢 as "thanks" here.',
		'1. 苹果 (píngguǒ) - apple',
		'In Chinese, 猫 is pronounced māo.',
		'The character 家 depicts a pig under a roof.',
		'He signed the scroll as "吴昌硕".',
		'The label "用户名" must not be translated.',
		'The user wrote "帮我写一封邮件", which means "help me write an email".',
		'The user asks: "请问北京今天的天气怎么样？" So they want the weather in Beijing today.',
		'The title of the song 《月亮代表我的心》 is well known.',
		'The company 腾讯 (Tencent) owns it.',
		"Xi'an (西安) was the start of the Silk Road.",
		'The kanji 森 combines three 木 into one.',
		'Okay, the user wants to know how to say "thank you" in Mandarin. That would be "谢谢" (xièxie).',
		'What does 加油 mean? It is an encouragement.',
		'The surname 王 is the most common one.',
		'The term "关系" (guanxi) refers to networks of relations.',
		"Sun Tzu's The Art of War (孫子兵法) is a classic.",
		'In Japanese, 東京 is read Tōkyō.',
		'Mr. Tanaka (田中) and Ms. Suzuki (鈴木) attended the meeting.',
		'「東京都」 is the official name of Tokyo.',
		'The Japanese phrase "一期一会" is often quoted.',
		'The concept of 和 (wa) means harmony in Japan.',
		'Der chinesische Name für Brasilien ist „巴西“.',
		'Le mot chinois « 你好 » signifie bonjour.',
		'La palabra china "你好" significa hola.',
		'Слово «你好» означает привет.',
	])('a name, a gloss or a quoted term is no find: %s', (text) => {
		expect(texts(text)).toEqual([]);
	});

	test.each([
		'Please 确认 your email address before you go on.',
		'In other words 我们需要更多的时间 to finish.',
		'This means 我们必须重新计算 the total.',
		'The string 长度 must be less than five.',
		'console.log("创建连接成功");',
		'const title = "用户管理";',
		'{"name": "巴西", "size": 3}',
		'{"summary": "这个产品非常好", "score": 4}',
		'He said "我们明天去北京开会，你要不要一起来？" and left.',
		'The results 表明 that the model is fine.',
		'So the final answer is 42。因为每个人都有两个苹果。',
		'\\boxed{答案是42}',
		'Let x be the 数量 of apples in the basket.',
		'First, 我们 need to consider the base case.',
		'The capital of France is 巴黎.',
		'It is 非常 important to check the units.',
		'The 用户 asked about the weather in Paris.',
		'**注意**: check the units before you go on.',
		'Wait, 让我想想. The total is 12.',
		'def f(x):\n    # 计算平方\n    return x * x',
		'SELECT * FROM users -- 查询所有用户',
		'<!-- 页面标题 -->\n<h1>Hello</h1>',
		'| Step | 注意事项 |\n| --- | --- |\n| 1 | Check the units of the values |',
		'Bitte überprüfen Sie die 设置 noch einmal.',
		'次のステップでは、我们需要检查一下这个结果，それから進みます。',
		'다음 단계에서는 我们需要检查一下这个结果 그리고 진행합니다.',
		'また、这个方法は便利です。',
		'結果は以下の通りです：这是正确的答案。',
		'정답은 三个苹果 입니다. 这是因为我们数过了.',
		'تأكد من 设置 قبل المتابعة.',
		'Проверьте 设置 перед продолжением.',
		'你好！今天有什么可以帮您？',
		'好的。',
		'答案：42',
		'因此，$x = 3$。',
		'这道题的答案是 B。',
	])('a leak is one: %s', (text) => {
		expect(texts(text)).not.toEqual([]);
	});
});

describe('spans', () => {
	test('are UTF-16 offsets into the text', () => {
		const text = '🎉 so 因为这个原因 🎉 it is';
		const [{ start, end }] = detectChinese(text).spans;
		expect(text.slice(start, end)).toBe('因为这个原因');
		expect(start).toBe(6);
	});

	test('join across digits, punctuation and short terms', () => {
		expect(texts('We note 在2024年，用户可以使用 React 来构建界面。 Then we go on with the next part of it.')).toEqual([
			'在2024年，用户可以使用 React 来构建界面。',
		]);
	});

	test('do not join across lines', () => {
		expect(texts('One:\n海量经典游戏\n无缝即插即玩\nTwo of the many features of it')).toEqual(['海量经典游戏', '无缝即插即玩']);
	});

	test('keep full-width brackets inside, and leave out quotes around', () => {
		expect(texts('Go on. 对用户（或其他软件）的任何更改都会带来风险，so be careful there.')).toEqual([
			'对用户（或其他软件）的任何更改都会带来风险，',
		]);
	});

	test.each([
		{ text: '这个问题', script: 'hans' },
		{ text: '這個問題', script: 'hant' },
		{ text: '你好吗', script: 'hans' },
		{ text: '因此不可能', script: 'either' },
	])('$text is $script', ({ text, script }) => {
		expect(detectChinese(text).spans).toMatchObject([{ text, script }]);
	});

	test('a character of an extension plane counts once', () => {
		expect(detectChinese('我们的𠮷𠮷a').share).toBeCloseTo(5 / 6, 10);
	});
});

describe('languages', () => {
	test.each([
		{ text: '日本語のテキストです。', languages: ['ja'] },
		{ text: '한국어 문장입니다.', languages: ['ko'] },
		{ text: 'This is the answer to it.', languages: ['en'] },
		{ text: 'Das ist die Antwort und nicht mehr.', languages: ['de'] },
		{ text: 'Đây là câu trả lời của bạn và không có gì.', languages: ['vi'] },
		{ text: 'Вот ответ.', languages: ['und-Cyrl'] },
		{ text: 'Xyzzy plugh', languages: ['und-Latn'] },
		{ text: '今天天气很好', languages: [] },
		{ text: 'これは the answer to the question です', languages: ['ja', 'en'] },
	])('$text', ({ text, languages }) => {
		expect(detectChinese(text).languages).toEqual(languages);
	});
});

describe('options', () => {
	const leak = 'The app 微信支付 is popular, 所以我们推荐使用它。';

	test('allowed terms pass, the rest stays a find', () => {
		const { spans, allowed } = detectChinese(leak, { allowedTerms: ['微信', '支付'] });
		expect(spans.map(({ text }) => text)).toEqual(['所以我们推荐使用它。']);
		expect(allowed).toMatchObject([{ text: '微信支付', reason: 'term' }]);
	});

	test('a term does not excuse the clause around it', () => {
		expect(detectChinese('Well 我在微信上看到了 it.', { allowedTerms: ['微信'] }).found).toBe(true);
	});

	test('what the prompt has is expected', () => {
		const prompt = '请比较微信支付和支付宝';
		expect(detectChinese('The app 微信支付 is popular.', { prompt })).toMatchObject({ found: false, allowed: [{ reason: 'prompt' }] });
		expect(detectChinese('The app 微信红包 is popular.', { prompt }).found).toBe(true);
	});

	test.each([
		{ expectedLanguages: ['zh'], found: false },
		{ expectedLanguages: ['en', 'zh-Hans'], found: false },
		{ expectedLanguages: ['zh-Hant'], found: true },
		{ expectedLanguages: ['en'], found: true },
	])('expecting $expectedLanguages', ({ expectedLanguages, found }) => {
		expect(detectChinese('这个问题很简单。', { expectedLanguages }).found).toBe(found);
	});

	test('where Japanese is expected, words that both languages write are Japanese', () => {
		expect(detectChinese('市場', {}).found).toBe(true);
		expect(detectChinese('市場', { expectedLanguages: ['ja'] }).found).toBe(false);
	});

	test('the smallest span counts ideographs of one stretch', () => {
		const text = 'They stopped for 拍照 and then 所以我们继续前进 on the road.';
		expect(detectChinese(text, { smallestSpan: 3 })).toMatchObject({
			spans: [{ text: '所以我们继续前进' }],
			allowed: [{ text: '拍照', reason: 'small' }],
		});
	});

	test('the smallest share is one of the letters', () => {
		const text = `${'item '.repeat(100)}拍照`;
		expect(detectChinese(text, { smallestShare: 0.01 })).toMatchObject({ found: false, allowed: [{ reason: 'small' }] });
		expect(detectChinese(text, { smallestShare: 0.001 }).found).toBe(true);
	});

	test.each([
		{ text: 'Run this:\n```js\n// 创建连接\n```\nand that is all of it.', options: { ignoreCode: true } },
		{ text: 'Set the field `创建一个新的数据库连接池` to true in it.', options: { ignoreCode: true } },
		{ text: 'He said “我们明天去北京开会，你要不要一起来？” and left the room.', options: { ignoreQuotations: true } },
		{ text: 'As it says:\n> 首先我们需要分析这个问题\nThis is the end of it.', options: { ignoreQuotations: true } },
	])('ignores $options', ({ text, options }) => {
		expect(detectChinese(text).found).toBe(true);
		expect(detectChinese(text, options).found).toBe(false);
	});
});

describe('bad input', () => {
	test.each([null, undefined, 7, {}, ['中文'], true])('%o is a clear error', (value) => {
		expect(() => detectChinese(value as string)).toThrow(/^Expected `text` to be a string, got/);
	});

	test.each([
		{ options: { smallestShare: 3 }, message: /smallestShare/ },
		{ options: { smallestSpan: NaN }, message: /smallestSpan/ },
		{ options: { allowedTerms: 'x' as unknown as string[] }, message: /allowedTerms/ },
		{ options: { prompt: 3 as unknown as string }, message: /prompt/ },
	])('$message is named when it has no sense', ({ options, message }) => {
		expect(() => detectChinese('x', options)).toThrow(message);
	});
});

const pieces = fc.constantFrom(
	'今天',
	'的',
	'設定',
	'か',
	'ポ',
	'한',
	'會',
	'the ',
	'means ',
	'"',
	'(',
	')',
	'，',
	'。',
	'\n',
	'`',
	'//',
	'𠮷',
	'\ud840',
	'\udc00',
	'豈',
	'3',
	' ',
	'é',
	'я',
	"'",
	'「',
	'」',
);

describe('whatever the text', () => {
	const any = fc.oneof(
		fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join('')),
		fc.string({ unit: 'binary', maxLength: 200 }),
	);

	test('spans lie in the text, in order and apart, each with an ideograph and its own text', () => {
		fc.assert(
			fc.property(any, (text) => {
				const { spans, found, share } = detectChinese(text);
				expect(found).toBe(spans.length > 0);
				expect(share).toBeGreaterThanOrEqual(0);
				expect(share).toBeLessThanOrEqual(1);
				let last = 0;
				for (const span of spans) {
					expect(span.start).toBeGreaterThanOrEqual(last);
					expect(span.end).toBeGreaterThan(span.start);
					expect(span.end).toBeLessThanOrEqual(text.length);
					expect(span.text).toBe(text.slice(span.start, span.end));
					expect(span.text).toMatch(/[\u3005\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\u{20000}-\u{3ffff}]/u);
					last = span.end;
				}
			}),
			{ numRuns: 500 },
		);
	});

	test('a text without ideographs has no find', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'binary' }).filter((text) => !/[\u3005-\u9fff]|[\ud840-\ud8bf]/.test(text)),
				(text) => !detectChinese(text).found,
			),
		);
	});

	test('the same text gives the same judgement', () => {
		fc.assert(
			fc.property(any, (text) => {
				expect(detectChinese(text)).toEqual(detectChinese(text));
			}),
		);
	});
});
