import { html } from 'hono/html';
import { formatFigure, labelOf, withoutControls } from '../format';
import type { Change, Comparison } from '../reportSchema';
import { tableOf } from './table';

const figuresShown = 8;

/** What got better and what worse since an earlier report. */
export function comparisonSection(comparison: Comparison | undefined) {
	if (!comparison) return '';
	const number = (direction: Change['direction']) => comparison.changes.filter((change) => change.direction === direction).length;
	return html`<section id="comparison">
		<div class="title"><h2>Against the report of ${withoutControls(comparison.earlierGeneratedAt.slice(0, 10))}</h2></div>
		<p class="summary">
			<b class="better">${String(number('better'))} better</b>, <b class="worse">${String(number('worse'))} worse</b>,
			${String(number('same'))} the same, ${String(number('not comparable'))} not comparable. The verdict then was
			${comparison.earlierVerdict}.
		</p>
		<h3>By check</h3>
		${tableOf(
			[
				{ key: 'check', label: 'Check' },
				{ key: 'before', label: 'Before' },
				{ key: 'after', label: 'Now' },
				{ key: 'result', label: 'Change' },
				{ key: 'figures', label: 'Figures that moved' },
			],
			comparison.changes.map(({ title, before, after, direction, figures }) => ({
				check: title,
				before,
				after,
				result: direction,
				figures: [
					...figures
						.slice(0, figuresShown)
						.map((figure) => `${labelOf(figure.name)} ${formatFigure(figure.before)} → ${formatFigure(figure.after)}`),
					...(figures.length > figuresShown ? [`${figures.length - figuresShown} more`] : []),
				].join('; '),
			})),
		)}
	</section> `;
}
