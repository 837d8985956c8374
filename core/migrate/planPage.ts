import { html, raw } from 'hono/html';
import { count, withoutControls } from '../report/format';
import { style } from '../report/html/style';
import { isToBeChanged, type MigrationPlan, type NodeChange, type PlannedWorkflow } from './migrationPlan';

const clean = withoutControls;

/** The plan as a page to read before anything is changed: what, why, and what is left to a person. */
export async function planPage(plan: MigrationPlan): Promise<string> {
	const changed = plan.workflows.filter(isToBeChanged);
	const left = plan.workflows.filter((workflow) => !isToBeChanged(workflow));
	const page = await html`<!doctype html>
		<html lang="en">
			<head>
				<meta charset="utf-8" />
				<meta name="viewport" content="width=device-width, initial-scale=1" />
				<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
				<title>Migration plan ${plan.planId}</title>
				<style>
					${raw(style)}
				</style>
			</head>
			<body>
				<header>
					<div>
						<p class="overline">Migration plan ${plan.planId} · ${clean(plan.instance)} · ${plan.createdAt.slice(0, 16).replace('T', ' ')} UTC</p>
						<h1>${count(changed.length, 'workflow')} to change</h1>
						<p class="lead">
							${count(plan.workflowsRead, 'workflow')} read; ${count(plan.archived, 'archived workflow')} not touched.
							${left.length > 0 ? html`<a href="#left">${count(left.length, 'workflow')} left to you</a>.` : ''}
							${plan.target ? html`Target: <b>${clean(plan.target)}</b>.` : "Each model moves to its maker's own replacement."} Nothing was
							changed by making this plan.
						</p>
					</div>
				</header>
				<main>
					${changed.map(workflowSection)}
					${left.length > 0 ? html`<section id="left"><h2>Left to you: ${count(left.length, 'workflow')}</h2>${left.map(leftRow)}</section>` : ''}
				</main>
			</body>
		</html>`;
	return String(page);
}

function workflowSection({ name, link, active, changes, manual }: PlannedWorkflow) {
	return html`<section>
		<h2><a href="${link}" rel="noreferrer">${clean(name)}</a></h2>
		<p class="facts">${active ? 'Live: saved and published' : 'Not live: saved as a draft only'}</p>
		<div class="scroll">
			<table>
				<thead>
					<tr><th>Node</th><th>Change</th><th>Why</th><th>Evidence</th><th>How sure</th></tr>
				</thead>
				<tbody>
					${changes.map(changeRow)}
				</tbody>
			</table>
		</div>
		${manual.length > 0 ? html`<p class="facts">Left to you: ${manual.map(({ node, reason }) => `${clean(node)}: ${clean(reason)}`).join(' ')}</p>` : ''}
	</section>`;
}

function changeRow({ node, what, why, source, evidence, confidence }: NodeChange) {
	const because = source && /^https?:/.test(source) ? html`${clean(why)} <a href="${source}" rel="noreferrer">Source</a>` : clean(why);
	return html`<tr>
		<td>${clean(node)}</td>
		<td class="wide">${what.map((line) => html`${clean(line)}<br />`)}</td>
		<td class="wide">${because}</td>
		<td class="wide">${clean(evidence ?? '')}</td>
		<td><span class="chip ${confidence === 'automatic' ? 'pass' : 'warn'}">${confidence}</span></td>
	</tr>`;
}

const leftRow = ({ name, link, refused, manual }: PlannedWorkflow) =>
	html`<p><a href="${link}" rel="noreferrer">${clean(name)}</a>: ${clean(refused ?? manual.map(({ node, model, reason }) => `${node} (${model}): ${reason}`).join(' '))}</p>`;
