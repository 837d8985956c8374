/** `npm run lab`: starts the provider lab by hand. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { faultNames, isProfileId, labModels, profiles, startLab, type Distribution, type LabTask, type LabToolCase } from '.';
import { readDistribution } from './timing';

const { values } = parseArgs({
	options: {
		port: { type: 'string', default: '0' },
		profile: { type: 'string', default: 'deepseek' },
		seed: { type: 'string', default: '1' },
		'first-token': { type: 'string', default: '0' },
		'between-tokens': { type: 'string', default: '0' },
		streams: { type: 'string' },
		queue: { type: 'string' },
		tasks: { type: 'string' },
		tools: { type: 'string' },
		'api-key': { type: 'string' },
		strict: { type: 'boolean', default: false },
		help: { type: 'boolean', short: 'h', default: false },
	},
});

const help = `npm run lab -- [--port N] [--profile NAME] [--seed N]
  --first-token D     milliseconds to the first token: 200, uniform:100:300, exponential:200, lognormal:200:0.5
  --between-tokens D  milliseconds from token to token, in the same forms
  --streams N         replies made at once; further requests wait
  --queue N           requests that may wait; further ones get 429
  --tasks FILE        JSONL with id, prompt, answer, answerType
  --tools FILE        JSONL with id, messages, functions, groundTruth
  --api-key KEY       the only key that is let in
  --strict            refuse unknown model names

Profiles: ${Object.keys(profiles).join(', ')}
Models:   ${Object.keys(labModels).join(', ')}, fault-NAME
Faults:   ${faultNames.join(', ')}`;

if (values.help) console.log(help);
else void main();

async function main(): Promise<void> {
	const profile = isProfileId(values.profile)
		? values.profile
		: fail(`Expected --profile to be one of ${Object.keys(profiles).join(', ')}`);
	const lab = await startLab({
		port: Number(values.port),
		profile,
		seed: Number(values.seed),
		timing: { firstToken: distribution(values['first-token']), betweenTokens: distribution(values['between-tokens']) },
		capacity: { streams: optional(values.streams), queue: optional(values.queue) },
		tasks: values.tasks ? rows<LabTask>(values.tasks) : undefined,
		toolCases: values.tools ? rows<LabToolCase>(values.tools) : undefined,
		apiKey: values['api-key'],
		strictModels: values.strict,
	});
	console.log(`Provider lab on ${lab.baseURL} (answers are emulated)
  as ${profiles[profile].name}: ${lab.at(profile)}
  as another host:  ${lab.baseURL}/as/NAME/v1 with NAME one of ${Object.keys(profiles).join(', ')}
  models:           ${Object.keys(labModels).join(', ')}, or any other name
  rates by name:    lab-candidate?accuracy=0.7&leakAnswer=0.1
  faults by name:   fault-429, fault-silence, fault-reset, ... (--help lists them)
  what happened:    ${lab.baseURL}/lab/record
Ctrl-C stops it.`);
	const stop = () => void lab.close().then(() => process.connected && process.disconnect());
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
	process.once('disconnect', stop);
	process.send?.({ baseURL: lab.baseURL });
}

function distribution(text: string): Distribution {
	try {
		return readDistribution(text);
	} catch (error) {
		return fail(error instanceof Error ? error.message : String(error));
	}
}

function optional(text: string | undefined): number | undefined {
	return text === undefined ? undefined : Number(text);
}

function rows<Row>(file: string): Row[] {
	return readFileSync(file, 'utf8')
		.split('\n')
		.filter((line) => line.trim())
		.map((line) => JSON.parse(line));
}

function fail(message: string): never {
	console.error(message);
	process.exit(2);
}
