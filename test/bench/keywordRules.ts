import type { QueryClass } from '../../core/classify/classes';

/** The keyword router that people write first, in English and with some care: the rules are tried in order. */
const RULES: ReadonlyArray<readonly [QueryClass, RegExp]> = [
	[
		'coding',
		/```|\b(code|function|script|python|javascript|typescript|java|c\+\+|rust|golang|sql|regex|api|json|html|css|bug|debug|compile|algorithm|docker|git|bash|unit test|refactor|implement)\b/i,
	],
	[
		'reasoning',
		/\b(prove|proof|solve|calculate|compute|how many|how much|probability|equation|integral|derivative|logic|puzzle|deduce|step by step|percent|if .* then)\b|\$[^$]+\$|\\frac|\d\s*[-+*/^=]\s*\d/i,
	],
	[
		'creative',
		/\b(poem|story|song|lyrics|haiku|limerick|slogan|tagline|joke|novel|character|dialogue|imagine|act as|role.?play|fairy tale|screenplay|brainstorm|name for)\b/i,
	],
	[
		'simple',
		/^(hi|hello|hey|thanks|thank you|bye|good morning)\b|\b(translate|capital of|what is the|who is|who was|when (is|was|did)|where is|define|definition|meaning of|weather|what time|spell|synonym|extract|classify)\b/i,
	],
	[
		'general',
		/\b(explain|describe|compare|difference between|advice|should i|how (do|can|should) i|why|pros and cons|recommend|email|letter|write|plan|summar)/i,
	],
];

export function keywordClass(text: string): QueryClass {
	const rule = RULES.find(([, pattern]) => pattern.test(text));
	if (rule) return rule[0];
	return text.length < 80 ? 'simple' : 'general';
}
