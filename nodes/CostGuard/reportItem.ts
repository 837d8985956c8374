import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import type { ItemOutcome } from '../shared/forEachItem';
import type { Ledger } from '../../core/budget/ledger/ledger';
import { nanoOf, usdOf } from '../../core/money/nano';
import type { Report, Spend, Unanswered } from '../../core/budget/ledger/report';
import { budgetLimit, budgetParameters, read, reportParameters } from './parameters';
import { reportPage, whatToDo } from './reportPage';

/** Report: sums by scope, model, workflow and day, as lists, as one table, and as a page with a chart. */
export async function reportItem(context: IExecuteFunctions, itemIndex: number, ledger: Ledger): Promise<ItemOutcome> {
	const { from, to, options } = read(context, itemIndex, reportParameters);
	const timeZone = options.timeZone || context.getTimezone();
	const report = await ledger.report({ key: options.key || undefined, from, to, timeZone });
	for (const message of report.notices) context.addExecutionHints({ message, type: 'warning', location: 'outputPane' });
	return { output: 0, json: { ...inDollars(report), timeZone, html: reportPage(report, { timeZone, key: options.key || undefined }) } };
}

/** Set or Reset Budget. */
export async function budgetItem(context: IExecuteFunctions, itemIndex: number, json: IDataObject, ledger: Ledger): Promise<ItemOutcome> {
	const { change, key, period, options } = read(context, itemIndex, budgetParameters);
	if (change === 'reset') {
		const { windows, forgivenNano } = await ledger.reset({ key, period });
		return { output: 0, json: { ...json, budget: { key, period, change, windows, forgivenUsd: usdOf(forgivenNano) } } };
	}
	const limitUsd = change === 'set' ? read(context, itemIndex, budgetLimit).limitUsd : null;
	const limitNano = limitUsd === null ? null : nanoOf('Limit (USD)', limitUsd);
	await ledger.setBudget({ key, period, limitNano, timeZone: (change === 'set' && options.timeZone) || undefined });
	return { output: 0, json: { ...json, budget: { key, period, change, limitUsd } } };
}

function inDollars({ scopes, moreScopes, models, workflows, days, totals, unanswered, notices }: Report): IDataObject {
	return {
		totals: spendOf(totals),
		days: days.map(({ day, ...spend }) => ({ day, ...spendOf(spend) })),
		models: models.map(({ model, ...spend }) => ({ model, ...spendOf(spend) })),
		workflows: workflows.map(({ workflow, ...spend }) => ({ workflow, ...spendOf(spend) })),
		unanswered: unanswered.map(unansweredOf),
		...(notices.length > 0 ? { notices } : {}),
		...(moreScopes ? { moreScopes } : {}),
		scopes: scopes.map(
			({ key, period, timeZone, executionId, startsAt, endsAt, limitNano, spentNano, reservedNano, forgivenNano, leftNano }) => ({
				key,
				period,
				...(timeZone === null ? {} : { timeZone }),
				...(executionId === null ? {} : { executionId }),
				startsAt: startsAt === null ? null : new Date(startsAt).toISOString(),
				endsAt: endsAt === null ? null : new Date(endsAt).toISOString(),
				limitUsd: limitNano === null ? null : usdOf(limitNano),
				spentUsd: usdOf(spentNano),
				reservedUsd: usdOf(reservedNano),
				forgivenUsd: usdOf(forgivenNano),
				leftUsd: leftNano === null ? null : usdOf(leftNano),
			}),
		),
		table: [
			...days.map(({ day, ...spend }) => ({ by: 'day', name: day, ...spendOf(spend) })),
			...models.map(({ model, ...spend }) => ({ by: 'model', name: model, ...spendOf(spend) })),
			...workflows.map(({ workflow, ...spend }) => ({ by: 'workflow', name: workflow, ...spendOf(spend) })),
		],
	};
}

const unansweredOf = ({ chargedNano, reservedAt, ...call }: Unanswered): IDataObject => ({
	...call,
	reservedAt: new Date(reservedAt).toISOString(),
	chargedUsd: usdOf(chargedNano),
	whatToDo: whatToDo(call),
});

const spendOf = ({ spentNano, reservedNano, calls, overruns, overrunNano, chargedOnExpiry, unanswered }: Spend) => ({
	spentUsd: usdOf(spentNano),
	reservedUsd: usdOf(reservedNano),
	calls,
	overruns,
	overrunUsd: usdOf(overrunNano),
	chargedOnExpiry,
	unanswered,
});
