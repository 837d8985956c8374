/**
 * Trains the weights of Route by Query Class and writes them with their figures into core/classify.
 *
 *   npx tsx scripts/trainClassifier.ts             all rows (public ones from ../shared/data), with held-out figures
 *   npx tsx scripts/trainClassifier.ts --written   written rows alone, from a bare clone; says so in training.json
 *   npx tsx scripts/trainClassifier.ts --quick     weights only: the figures of training.json stay as they are
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import { BUCKETS } from '../core/classify/features';
import { crossValidate, quickFigures, summarise } from './classifier/crossValidate';
import { calibrationError, fitTemperature } from './classifier/figures';
import { quantise } from './classifier/quantise';
import { dataHashes, hasPublicRows, publicRows, writtenRows } from './classifier/rows';
import { extractDataset, SETTINGS, trainLinear } from './classifier/train';

const { values } = parseArgs({ options: { written: { type: 'boolean' }, quick: { type: 'boolean' } } });
const folder = path.join(import.meta.dirname, '../core/classify');
const recordFile = path.join(folder, 'training.json');

const started = Date.now();
const log = (text: string) => console.log(`${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s  ${text}`);
const withPublic = !values.written && hasPublicRows;
if (!withPublic) log('Training on the written rows alone: the public rows are not part of the repository.');

const data = extractDataset([...writtenRows(), ...(withPublic ? publicRows() : [])]);
const all = data.rows.map((_, index) => index);
log(`${data.rows.length} rows, ${Math.round(data.ids.length / data.rows.length)} features each`);

const final = quantise(trainLinear(data, all, SETTINGS));
const packed = deflateRawSync(final.weights, { level: 9 }).toString('base64');
log(`trained; weights take ${Math.round((packed.length * 3) / 4 / 1024)} KB`);

const before = JSON.parse(readFileSync(recordFile, 'utf8'));
const record = {
	...before,
	trainedOn: withPublic ? 'public and written rows' : 'written rows alone',
	rows: data.rows.length,
	settings: SETTINGS,
	data: dataHashes(),
	weightsHash: createHash('sha256').update(final.weights).digest('hex'),
	model: { ...before.model, step: final.step, bias: final.bias, groupScales: SETTINGS.groupScales },
};

if (!values.quick) {
	const judged = crossValidate(data, SETTINGS, log);
	const written = judged.filter(({ kind }) => kind === 'written');
	const temperature = fitTemperature(written);
	record.model.temperature = temperature;
	record.figures = {
		heldOutWritten: summarise(written, temperature),
		...(withPublic && {
			heldOutPublic: summarise(
				judged.filter(({ kind }) => kind === 'public'),
				temperature,
			),
		}),
		calibrationError: calibrationError(written, temperature),
		quick: quickFigures(),
	};
	log(JSON.stringify(record.figures));
}

writeFileSync(recordFile, `${JSON.stringify(record, null, '\t')}\n`);
writeFileSync(
	path.join(folder, 'weights.ts'),
	`/** ${BUCKETS} rows of five signed bytes, deflated, in base64; made by scripts/trainClassifier.ts. A function, so that it costs nothing until it is called. */\nexport const packedWeights = (): string =>\n\t'${packed}';\n`,
);
log('written');
