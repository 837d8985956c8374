import Qty from 'js-quantities';

/** What stands behind a number: a unit that is known, a currency, or words that say nothing of size. */
export type Unit = { kind: 'quantity'; name: string } | { kind: 'currency'; name: string };

const currencies: Record<string, string> = {
	$: 'dollar', 'us$': 'dollar', usd: 'dollar', dollar: 'dollar', dollars: 'dollar', dólares: 'dollar', доллар: 'dollar', долларов: 'dollar', 美元: 'dollar', 'a$': 'dollar', 'c$': 'dollar',
	'€': 'euro', eur: 'euro', euro: 'euro', euros: 'euro', евро: 'euro', 欧元: 'euro',
	'£': 'pound', gbp: 'pound', 'r$': 'real', brl: 'real', reais: 'real', real: 'real', '₹': 'rupee', inr: 'rupee', rupees: 'rupee', 'rs.': 'rupee', rs: 'rupee',
	'¥': 'yuan or yen', '￥': 'yuan or yen', 元: 'yuan or yen', 块: 'yuan or yen', 円: 'yuan or yen', 日元: 'yuan or yen', yuan: 'yuan or yen', yen: 'yuan or yen', cny: 'yuan or yen', jpy: 'yuan or yen', rmb: 'yuan or yen',
	chf: 'franc', fr: 'franc', '₩': 'won', won: 'won', 원: 'won', '₽': 'rouble', руб: 'rouble', рублей: 'rouble', рубля: 'rouble', zł: 'zloty', pln: 'zloty', złotych: 'zloty', '₺': 'lira', kr: 'krone', sek: 'krone', nok: 'krone', dkk: 'krone', cent: 'cent', cents: 'cent', '¢': 'cent',
}; // prettier-ignore

/** Names that the library does not know, as it calls them. */
const names: Record<string, string> = {
	'°': 'deg', degree: 'deg', degrees: 'deg', grad: 'deg', 度: 'deg', '°c': 'tempC', '℃': 'tempC', '°f': 'tempF', '℉': 'tempF',
	米: 'm', 公尺: 'm', 厘米: 'cm', 公分: 'cm', 毫米: 'mm', 千米: 'km', 公里: 'km', 克: 'g', 千克: 'kg', 公斤: 'kg', 吨: 't', 秒: 's', 分钟: 'min', 分: 'min', 小时: 'h', 天: 'day', 日: 'day', 升: 'l', 毫升: 'ml', 平方厘米: 'cm^2', 平方米: 'm^2', 平方千米: 'km^2', 立方厘米: 'cm^3', 立方米: 'm^3', メートル: 'm', センチ: 'cm', キロ: 'kg', 時間: 'h', 시간: 'h', 미터: 'm',
	stunde: 'h', stunden: 'h', std: 'h', minuten: 'min', sekunden: 's', tage: 'day', tag: 'day', heures: 'h', heure: 'h', jours: 'day', horas: 'h', hora: 'h', días: 'day', dias: 'day', minutos: 'min', ore: 'h', giorni: 'day', uur: 'h', dagen: 'day', godzin: 'h', godziny: 'h', dni: 'day', часов: 'h', часа: 'h', час: 'h', минут: 'min', секунд: 's', дней: 'day', км: 'km', м: 'm', см: 'cm', мм: 'mm', кг: 'kg', г: 'g', т: 't', л: 'l', мл: 'ml',
	meter: 'm', metre: 'm', metres: 'm', mètres: 'm', metros: 'm', metri: 'm', zentimeter: 'cm', centimètres: 'cm', centímetros: 'cm', centimetri: 'cm', kilometre: 'km', kilometres: 'km', kilomètres: 'km', kilómetros: 'km', kilometer: 'km', gramm: 'g', kilogramm: 'kg', tonne: 't', tonnen: 't', liter: 'l', litre: 'l', litres: 'l', litros: 'l', litri: 'l', qm: 'm^2', sqm: 'm^2', sqft: 'ft^2',
	minuts: 'min', mins: 'min', sec: 's', secs: 's', hr: 'h', hrs: 'h', l: 'l', kmh: 'km/h', kph: 'km/h', mph: 'mph', in: 'in',
}; // prettier-ignore

/** Counts and angles without size of their own: the library knows them, a task does not mean them. */
const notUnits = new Set([
	'dozen',
	'dz',
	'percent',
	'unity',
	'each',
	'cell',
	'cells',
	'base',
	'dot',
	'dots',
	'pixel',
	'count',
	'point',
	'a',
	'e',
	'i',
	'b',
	'u',
	'd',
	'as',
	'at',
	'to',
	'is',
	'do',
	'no',
	'pt',
	'bar',
	'pop',
	'x',
	'y',
	'z',
	'n',
	'k',
	'c',
	'f',
	'p',
	'q',
	'r',
]);

const cubes: [RegExp, number][] = [
	[/^(?:square|sq\.?|quadrat-?|平方)\s?|\s(?:squared|carrés?|cuadrados?|quadrati|quadrados?)$/u, 2],
	[/^(?:cubic|cu\.?|kubik-?|立方)\s?|\s(?:cubed|cubes?|cúbicos?|cubi)$/u, 3],
];

/** The unit that these words name; `undefined` for words that name none ("apples"). */
export function unitOf(words: string): Unit | undefined {
	const written = words
		.trim()
		.replace(/[()]/g, '')
		.replace(/\s*\^\s*/g, '^')
		.replace(/[·⋅×]/g, '*')
		.replace(/\.$/, '');
	const lower = written.toLowerCase();
	if (written === '' || written.length > 40) return undefined;
	if (Object.hasOwn(currencies, lower)) return { kind: 'currency', name: currencies[lower] };
	if (notUnits.has(lower)) return undefined;
	const whole = libraryName(written);
	if (whole) return { kind: 'quantity', name: whole };
	for (const [pattern, power] of cubes) {
		const rest = lower.replace(pattern, '').trim();
		const name = rest !== lower ? libraryName(rest) : undefined;
		if (name && !name.includes('^')) return { kind: 'quantity', name: `${name}^${power}` };
	}
	return undefined;
}

/** How many of the other unit one of this unit is: 100 for m in cm. `different` kinds can't be compared. */
export function factorBetween(from: Unit, to: Unit): number | 'different' {
	if (from.kind === 'currency' || to.kind === 'currency') return from.kind === to.kind && from.name === to.name ? 1 : 'different';
	if (from.name === to.name) return 1;
	try {
		const one = new Qty(`1 ${from.name}`);
		if (!one.isCompatible(new Qty(`1 ${to.name}`)) || /temp/.test(from.name + to.name)) return 'different';
		return one.to(to.name).scalar;
	} catch {
		return 'different';
	}
}

function libraryName(written: string): string | undefined {
	const spelled = written.replace(/[\p{L}°℃℉]+/gu, (word) => (Object.hasOwn(names, word.toLowerCase()) ? names[word.toLowerCase()] : word));
	for (const name of [spelled, spelled.toLowerCase()]) {
		if (!/^[A-Za-z°µμΩ%][A-Za-z°µμΩ0-9*/^ -]*$/.test(name)) continue;
		try {
			if (new Qty(`1 ${name}`).kind() !== 'unitless') return name;
		} catch {
			// Not a unit.
		}
	}
	return undefined;
}
