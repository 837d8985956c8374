/**
 * Trains the weights of Route by Query Class and writes them with their figures into core/classify.
 *
 *   npx tsx scripts/trainClassifier.ts             all rows that are at hand, with held-out figures
 *   npx tsx scripts/trainClassifier.ts --written   the rows of this repository alone; says so in training.json
 *   npx tsx scripts/trainClassifier.ts --quick     weights only: the figures of training.json stay as they are
 *   npx tsx scripts/trainClassifier.ts --scores F  also writes the held-out scores of every row into the file F
 *
 * A clone has the written questions (test/data/route-written) and the tasks and texts that prompts are composed of
 * (test/data/n8n-written). It lacks the public questions and the prompts of public workflows, which are read from
 * ../shared/data when they lie there: without them the weights come out different.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import { BUCKETS, WIDE_BUCKETS } from '../core/classify/features';
import { trainAsking, unitsOfPrompt } from './classifier/asking';
import { crossValidate, quickFigures, summarise, summarisePrompts } from './classifier/crossValidate';
import { atTemperature, fitTemperature } from './classifier/figures';
import { composedPrompts } from './classifier/prompts';
import { fitHardLead, withHardLead } from './classifier/hardLead';
import { quantise, quantiseAsking } from './classifier/quantise';
import { composedRows, dataHashes, EXERCISE_FILES, publicRows, workflowRows, writtenRows, type RowKind } from './classifier/rows';
import { extractDatasets, SETTINGS, trainModels } from './classifier/train';

const { values } = parseArgs({ options: { written: { type: 'boolean' }, quick: { type: 'boolean' }, scores: { type: 'string' } } });
const folder = path.join(import.meta.dirname, '../core/classify');
const recordFile = path.join(folder, 'training.json');

const started = Date.now();
const log = (text: string) => console.log(`${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s  ${text}`);
const outside = values.written ? [] : [...publicRows(), ...workflowRows()];
if (outside.length === 0) log('Training on the written rows alone: the others are not part of the repository.');

const rows = [...writtenRows(), ...composedRows(), ...outside];
const asking = quantiseAsking(trainAsking(composedPrompts().flatMap(unitsOfPrompt)));
const data = extractDatasets(rows, asking);
log(`${rows.length} rows, ${Math.round(data.task.ids.length / rows.length)} features of the task each`);

const models = trainModels(data, [...rows.keys()], SETTINGS);
const [task, wide] = [quantise(models.task), quantise(models.wide)];
const pack = (bytes: Int8Array) => deflateRawSync(bytes, { level: 9 }).toString('base64');
const packed = { task: pack(task.weights), wide: pack(wide.weights), asking: pack(asking.weights) };
const packedSize = Object.values(packed).reduce((sum, { length }) => sum + (length * 3) / 4, 0);
log(`trained; weights take ${Math.round(packedSize / 1024)} KB`);

const hashOf = (bytes: Int8Array) => createHash('sha256').update(bytes).digest('hex');
const before = JSON.parse(readFileSync(recordFile, 'utf8'));
const { model } = before;
const record = {
	...before,
	trainedOn: outside.length > 0 ? 'public and written rows' : 'written rows alone',
	rows: rows.length,
	settings: SETTINGS,
	data: dataHashes(),
	weightsHash: hashOf(task.weights),
	wideHash: hashOf(wide.weights),
	askingHash: hashOf(asking.weights),
	model: {
		unsureBelow: model.unsureBelow,
		hardLead: model.hardLead,
		temperatures: model.temperatures,
		task: { step: task.step, bias: task.bias },
		wide: { step: wide.step, bias: wide.bias },
		groupScales: SETTINGS.groupScales,
	},
	asking: { step: asking.step, bias: asking.bias },
};

writeFileSync(
	path.join(folder, 'weights.ts'),
	`// Made by scripts/trainClassifier.ts. Functions, so that they cost nothing until they are called.

/** ${BUCKETS} rows of five signed bytes that judge the task, deflated, in base64. */
export const packedWeights = (): string =>
	'${packed.task}';

/** ${WIDE_BUCKETS} rows of five signed bytes that judge the task read widely, deflated, in base64. */
export const packedWideWeights = (): string =>
	'${packed.wide}';

/** ${asking.weights.length} signed bytes that tell what is asked from what is carried, deflated, in base64. */
export const packedAskingWeights = (): string =>
	'${packed.asking}';
`,
);
writeRecord();

if (!values.quick) {
	// Real prompts, where they are at hand: composed ones are judged more surely than those.
	const wild: RowKind = outside.length > 0 ? 'workflow' : 'composed';
	const crossValidated = crossValidate(rows, SETTINGS, log);
	record.model.hardLead = fitHardLead(crossValidated.filter(({ kind }) => kind === wild));
	const judged = withHardLead(crossValidated, wild);
	const prompts = judged.filter(({ kind, isQuestion }) => !isQuestion && kind === wild);
	const temperatures = {
		question: fitTemperature(judged.filter(({ kind, isQuestion }) => kind === 'written' && isQuestion)),
		prompt: fitTemperature(prompts),
	};
	record.model.temperatures = temperatures;
	const calibrated = atTemperature(judged, ({ isQuestion }) => (isQuestion ? temperatures.question : temperatures.prompt));
	if (values.scores)
		writeFileSync(values.scores, judged.map(({ scores, ...row }) => JSON.stringify({ ...row, scores: [...scores] })).join('\n'));
	const ofKind = (kind: RowKind) => calibrated.filter((row) => row.kind === kind);
	const isExercise = ({ source }: { source: string }) => EXERCISE_FILES.includes(source);
	record.figures = {
		heldOutWritten: summarise(ofKind('written').filter((row) => !isExercise(row))),
		heldOutExercises: summarise(ofKind('written').filter(isExercise)),
		heldOutComposed: summarisePrompts(ofKind('composed'), rows),
		...(outside.length > 0 && {
			heldOutPublic: summarise(ofKind('public')),
			heldOutWorkflows: summarisePrompts(ofKind('workflow'), rows),
		}),
		quick: quickFigures(),
	};
	log(JSON.stringify(record.figures));
}

writeRecord();
log('written');

function writeRecord(): void {
	writeFileSync(recordFile, `${JSON.stringify(record, null, '\t')}\n`);
}
