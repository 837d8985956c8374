import type { ReasonMessage } from '../../../reason';
import { drawFrom, type Draw } from '../../../tasks/bundled/draw';
import type { AcceptedArguments, FunctionSpec, ToolCase } from './toolCase';

interface Made {
	request: string;
	accepted: AcceptedArguments;
}

/** A function with a way to ask for it: the accepted arguments are known because the request is made from them. */
interface Skill {
	spec: FunctionSpec;
	make(draw: Draw): Made;
	/** The same wish for several things at once, for parallel calls. */
	many?(draw: Draw, count: number): { request: string; accepted: AcceptedArguments[] };
}

const object = (properties: Record<string, unknown>, required: string[]) => ({ type: 'object', properties, required });
const text = (description: string) => ({ type: 'string', description });
const whole = (description: string) => ({ type: 'integer', description });
const decimal = (description: string) => ({ type: 'number', description });
const oneOf = (description: string, values: readonly string[]) => ({ type: 'string', enum: values, description });

const cities = ['Lisbon', 'Oslo', 'Nairobi', 'Hanoi', 'Quito', 'Tallinn', 'Adelaide', 'Porto', 'Turin', 'Ghent'];
const currencies = ['USD', 'EUR', 'GBP', 'JPY', 'CHF', 'CNY'];
const list = (items: readonly string[]) => `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

const weather: Skill = {
	spec: {
		name: 'get_weather_forecast',
		description: 'Weather forecast for a city',
		parameters: object(
			{
				city: text('Name of the city'),
				days: whole('How many days ahead, 1 to 10'),
				unit: oneOf('Unit of temperature; celsius if not given', ['celsius', 'fahrenheit']),
			},
			['city', 'days'],
		),
	},
	make(draw) {
		const [city, days, unit] = [draw.pick(cities), draw.int(2, 10), draw.pick(['celsius', 'fahrenheit'])];
		return {
			request: `Give me the weather forecast for ${city} for the next ${days} days, in ${unit}.`,
			accepted: { city: [city], days: [days], unit: unit === 'celsius' ? [unit, ''] : [unit] },
		};
	},
	many(draw, count) {
		const chosen = draw.shuffle(cities).slice(0, count);
		const days = draw.int(2, 10);
		return {
			request: `What will the weather be in ${list(chosen)} over the next ${days} days?`,
			accepted: chosen.map((city) => ({ city: [city], days: [days], unit: ['celsius', ''] })),
		};
	},
};

const convert: Skill = {
	spec: {
		name: 'convert_currency',
		description: "Convert an amount of money at today's rate",
		parameters: object({ amount: decimal('Amount'), from: text('Currency code such as USD'), to: text('Currency code such as EUR') }, [
			'amount',
			'from',
			'to',
		]),
	},
	make(draw) {
		const [from, to] = draw.shuffle(currencies);
		const amount = draw.int(200, 9999) / 2;
		return { request: `How much is ${amount} ${from} in ${to}?`, accepted: { amount: [amount], from: [from], to: [to] } };
	},
	many(draw, count) {
		const [from, ...others] = draw.shuffle(currencies);
		const amount = draw.int(10, 999);
		const targets = others.slice(0, count);
		return {
			request: `Convert ${amount} ${from} to ${list(targets)}, each on its own.`,
			accepted: targets.map((to) => ({ amount: [amount], from: [from], to: [to] })),
		};
	},
};

const invoice: Skill = {
	spec: {
		name: 'billing.create_invoice',
		description: 'Create an invoice for a customer',
		parameters: object(
			{
				customer_id: text('Customer number such as C-1042'),
				amount: decimal('Net amount'),
				currency: text('Currency code'),
				due_in_days: whole('Days until it is due; 30 if not given'),
			},
			['customer_id', 'amount', 'currency'],
		),
	},
	make(draw) {
		const [customer, amount, currency, days] = [
			`C-${draw.int(1000, 9999)}`,
			draw.int(50, 5000),
			draw.pick(currencies),
			draw.pick([10, 14, 21, 45]),
		];
		return {
			request: `Please bill customer ${customer} ${amount} ${currency}, due in ${days} days.`,
			accepted: { customer_id: [customer], amount: [amount], currency: [currency], due_in_days: [days] },
		};
	},
	many(draw, count) {
		const customers = Array.from({ length: count }, () => `C-${draw.int(1000, 9999)}`);
		const [amount, currency] = [draw.int(50, 5000), draw.pick(currencies)];
		return {
			request: `Bill ${amount} ${currency} to each of the customers ${list(customers)}.`,
			accepted: customers.map((customer) => ({ customer_id: [customer], amount: [amount], currency: [currency], due_in_days: [30, ''] })),
		};
	},
};

const meetingRoom: Skill = {
	spec: {
		name: 'book_room',
		description: 'Book a meeting room',
		parameters: object(
			{
				date: text('Date as YYYY-MM-DD'),
				start: text('Start as HH:MM, 24 hours'),
				minutes: whole('Length in minutes'),
				people: whole('Number of people'),
				projector: { type: 'boolean', description: 'Whether a projector is needed; false if not given' },
			},
			['date', 'start', 'minutes', 'people'],
		),
	},
	make(draw) {
		const date = `2027-${String(draw.int(1, 12)).padStart(2, '0')}-${String(draw.int(1, 28)).padStart(2, '0')}`;
		const [hour, minutes, people, projector] = [draw.int(10, 17), 15 * draw.int(2, 8), draw.int(3, 14), draw.int(0, 1) === 1];
		return {
			request: `Book a room on ${date} at ${hour}:30 for ${minutes} minutes and ${people} people, ${projector ? 'with' : 'without'} a projector.`,
			accepted: { date: [date], start: [`${hour}:30`], minutes: [minutes], people: [people], projector: projector ? [true] : [false, ''] },
		};
	},
};

const stock: Skill = {
	spec: {
		name: 'inventory.adjust_stock',
		description: 'Add to or take from the stock of an article',
		parameters: object(
			{
				sku: text('Article number'),
				change: whole('Pieces to add; negative to take away'),
				reason: oneOf('Why', ['delivery', 'sale', 'damage', 'count']),
			},
			['sku', 'change', 'reason'],
		),
	},
	make(draw) {
		const [sku, pieces] = [`SKU-${draw.int(10000, 99999)}`, draw.int(2, 80)];
		const [reason, sign, words] = draw.pick([
			['delivery', 1, 'were delivered'],
			['damage', -1, 'were damaged and have to be taken out of stock'],
			['sale', -1, 'were sold'],
		] as const);
		return {
			request: `${pieces} pieces of ${sku} ${words}. Please correct the stock.`,
			accepted: { sku: [sku], change: [sign * pieces], reason: [reason] },
		};
	},
};

const email: Skill = {
	spec: {
		name: 'send_email',
		description: 'Send an email',
		parameters: object(
			{
				to: { type: 'array', items: { type: 'string' }, description: 'Addresses' },
				subject: text('Subject'),
				priority: oneOf('Priority; normal if not given', ['low', 'normal', 'high']),
			},
			['to', 'subject'],
		),
	},
	make(draw) {
		const names = draw.shuffle(['ada', 'ben', 'chloe', 'daniel', 'elif']).slice(0, draw.int(1, 3));
		const addresses = names.map((name) => `${name}@example.org`);
		const subject = draw.pick(['Budget 2027', 'Server move', 'Holiday plan', 'Audit report']);
		const priority = draw.pick(['high', 'low']);
		const to = addresses.length > 1 ? list(addresses) : addresses[0];
		return {
			request: `Send a mail with the subject "${subject}" to ${to}, ${priority} priority.`,
			accepted: { to: permutations(addresses), subject: [subject], priority: [priority] },
		};
	},
};

const distance: Skill = {
	spec: {
		name: 'calculate_route',
		description: 'Route between two cities',
		parameters: object({ origin: text('Start'), destination: text('End'), mode: oneOf('Means of travel', ['car', 'train', 'bike']) }, [
			'origin',
			'destination',
			'mode',
		]),
	},
	make(draw) {
		const [origin, destination] = draw.shuffle(cities);
		const mode = draw.pick(['car', 'train', 'bike']);
		return {
			request: `Find me a route from ${origin} to ${destination} by ${mode}.`,
			accepted: { origin: [origin], destination: [destination], mode: [mode] },
		};
	},
};

const ticket: Skill = {
	spec: {
		name: 'helpdesk.open_ticket',
		description: 'Open a ticket at the help desk',
		parameters: object(
			{
				title: text('Title'),
				severity: whole('1 (worst) to 4'),
				contact: { type: 'object', properties: { name: text('Name'), phone: text('Phone number') }, required: ['name', 'phone'] },
			},
			['title', 'severity', 'contact'],
		),
	},
	make(draw) {
		const [title, severity] = [draw.pick(['Printer is down', 'VPN drops', 'Password expired', 'Screen flickers']), draw.int(1, 4)];
		const [name, phone] = [draw.pick(['Grace', 'Hugo', 'Ines', 'Jonas']), `555-${draw.int(1000, 9999)}`];
		return {
			request: `Open a ticket titled "${title}", severity ${severity}; the contact is ${name}, phone ${phone}.`,
			accepted: { title: [title], severity: [severity], contact: [{ name: [name], phone: [phone] }] },
		};
	},
};

const skills: readonly Skill[] = [weather, convert, invoice, meetingRoom, stock, email, distance, ticket];
const parallelSkills = skills.filter(({ many }) => many !== undefined);

/** Wishes that none of the functions above can serve. */
const unrelated = [
	'Who wrote the novel "The Leopard"?',
	'Explain in one sentence why leaves turn red.',
	'What is the plural of "ox"?',
	'Name a rhyme for "silver".',
	'How many strings does a violin have?',
	'Translate "good evening" into Portuguese.',
	'What does the abbreviation DNA stand for?',
	'Is seventeen a prime number?',
	'Write a haiku about rain.',
	'Which planet has the most moons?',
	'What is the boiling point of nitrogen?',
	'Summarize the plot of Hamlet in two sentences.',
];

function permutations<Item>(items: readonly Item[]): Item[][] {
	if (items.length <= 1) return [[...items]];
	return items.flatMap((item, index) => permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]));
}

const user = (content: string): ReasonMessage => ({ role: 'user', content });
const due = ({ spec }: Skill, accepted: AcceptedArguments) => ({ [spec.name]: accepted });

type Maker = (draw: Draw, index: number) => Omit<ToolCase, 'id' | 'category'>;

const makers: Record<string, Maker> = {
	simple(draw) {
		const skill = draw.pick(skills);
		const { request, accepted } = skill.make(draw);
		return { messages: [user(request)], functions: [skill.spec], groundTruth: [due(skill, accepted)] };
	},
	multiple(draw) {
		const [skill, ...others] = draw.shuffle(skills);
		const { request, accepted } = skill.make(draw);
		return {
			messages: [user(request)],
			functions: draw.shuffle([skill, ...others.slice(0, 3)]).map(({ spec }) => spec),
			groundTruth: [due(skill, accepted)],
		};
	},
	parallel(draw) {
		const skill = draw.pick(parallelSkills);
		const made = skill.many?.(draw, draw.int(2, 3)) ?? { request: '', accepted: [] };
		return { messages: [user(made.request)], functions: [skill.spec], groundTruth: made.accepted.map((accepted) => due(skill, accepted)) };
	},
	parallel_multiple(draw) {
		const [first, second, other] = draw.shuffle(skills);
		const [one, two] = [first.make(draw), second.make(draw)];
		return {
			messages: [user(`${one.request} And then this too: ${two.request}`)],
			functions: draw.shuffle([first, second, other]).map(({ spec }) => spec),
			groundTruth: [due(first, one.accepted), due(second, two.accepted)],
		};
	},
	irrelevance(draw, index) {
		const functions = draw
			.shuffle(skills)
			.slice(0, draw.int(1, 3))
			.map(({ spec }) => spec);
		const greeting = ['', 'Quick question: ', 'I was wondering: ', 'Between two meetings: '][Math.floor(index / unrelated.length) % 4];
		return { messages: [user(`${greeting}${unrelated[index % unrelated.length]}`)], functions, groundTruth: [] };
	},
	multi_turn(draw) {
		const orders = Array.from({ length: 4 }, () => ({
			order_id: `O-${draw.int(10000, 99999)}`,
			total: draw.int(20, 900) + draw.int(0, 99) / 100,
		}));
		const [name, call] = [draw.pick(['Ada', 'Ben', 'Chloe', 'Daniel', 'Elif', 'Farid']), `call_${draw.int(100_000, 999_999)}`];
		const dearest = draw.int(0, 1) === 1;
		const chosen = [...orders].sort((one, other) => one.total - other.total).at(dearest ? -1 : 0) ?? orders[0];
		const reason = draw.pick(['late', 'wrong article', 'not needed']);
		const listOrders: FunctionSpec = {
			name: 'list_orders',
			description: 'Open orders of a customer',
			parameters: object({ customer: text('Name of the customer') }, ['customer']),
		};
		const cancelOrder: FunctionSpec = {
			name: 'cancel_order',
			description: 'Cancel one order',
			parameters: object({ order_id: text('Number of the order'), reason: text('Why') }, ['order_id', 'reason']),
		};
		return {
			messages: [
				user(`Which orders does ${name} have open?`),
				{
					role: 'assistant',
					content: null,
					tool_calls: [{ id: call, type: 'function', function: { name: 'list_orders', arguments: JSON.stringify({ customer: name }) } }],
				},
				{ role: 'tool', tool_call_id: call, content: JSON.stringify(orders) },
				{
					role: 'assistant',
					content: `${name} has four open orders: ${orders.map(({ order_id, total }) => `${order_id} (${total})`).join(', ')}.`,
				},
				user(`Cancel the ${dearest ? 'most expensive' : 'cheapest'} order of ${name}; the reason is "${reason}".`),
			],
			functions: draw.shuffle([listOrders, cancelOrder]),
			groundTruth: [{ cancel_order: { order_id: [chosen.order_id], reason: [reason] } }],
		};
	},
};

/** How the cases are spread: calls that are due often enough, and refusals too. */
const spread = [
	'simple',
	'multiple',
	'parallel',
	'irrelevance',
	'parallel_multiple',
	'multi_turn',
	'irrelevance',
	'simple',
	'multiple',
	'irrelevance',
];

/** Made-up function-calling cases with certain answers, the same for the same seed; no two ask the same. */
export function bundledCases({ seed = 1, count = 120 }: { seed?: number; count?: number } = {}): ToolCase[] {
	const draw = drawFrom(seed);
	const counts = new Map<string, number>();
	const asked = new Set<string>();
	return Array.from({ length: count }, (_, index) => spread[index % spread.length]).flatMap((category): ToolCase[] => {
		const number = counts.get(category) ?? 0;
		counts.set(category, number + 1);
		for (let attempt = 0; attempt < 50; attempt += 1) {
			const made = makers[category](draw, number + attempt);
			const request = String(made.messages.at(-1)?.content);
			if (asked.has(request)) continue;
			asked.add(request);
			return [{ id: `${category}-${number + 1}`, category, ...made }];
		}
		return [];
	});
}
