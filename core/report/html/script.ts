import { createHash } from 'node:crypto';

/**
 * What makes the tables of findings searchable. It only hides, orders and copies what stands in the page already, so that
 * the report reads without it; the page's policy lets nothing run but this very text.
 */
export const script = String.raw`'use strict';
for (const box of document.querySelectorAll('.findings')) {
	const table = box.querySelector('table');
	const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
	const heads = [...table.tHead.rows[0].cells];
	const keys = heads.map((head) => head.dataset.key);
	const textOf = (row, column) => row.cells[column].textContent;
	const more = JSON.parse(box.querySelector('script').textContent);
	const indexOf = new Map(rows.map((row, index) => [row, index]));
	let texts;
	const wordsOf = (row) => { texts ??= rows.map((each) => each.textContent.toLowerCase()); return texts[indexOf.get(row)]; };
	const make = (tag, options, ...children) => { const element = Object.assign(document.createElement(tag), options); element.append(...children); return element; };

	const search = make('input', { type: 'search', placeholder: 'Search', ariaLabel: 'Search the findings' });
	const filters = keys.flatMap((key, column) => {
		const values = [...new Set(rows.map((row) => textOf(row, column)))].sort();
		if (!box.dataset.filters.split(' ').includes(key) || values.length < 2 || values.length > 500) return [];
		const select = make('select', { ariaLabel: heads[column].textContent }, make('option', { value: '', textContent: heads[column].textContent + ': all' }), ...values.map((value) => make('option', { value: '=' + value, textContent: value || '(none)' })));
		return [{ column, select }];
	});
	const group = make('select', { ariaLabel: 'Group by' }, make('option', { value: '', textContent: 'Not grouped' }), ...filters.map(({ column }) => make('option', { value: column, textContent: 'By ' + heads[column].textContent.toLowerCase() })));
	const count = make('output', {});
	const download = make('button', { type: 'button', textContent: 'Download CSV' });
	box.prepend(make('div', { className: 'tools' }, search, ...filters.map(({ select }) => select), ...(filters.length > 0 ? [group] : []), download, count));

	/* In blocks, of which the browser lays out those that are seen. */
	function fill(list) {
		for (const body of [...table.tBodies]) body.remove();
		for (let first = 0; first < list.length; first += 100) table.append(make('tbody', {}, ...list.slice(first, first + 100)));
	}
	let order = rows;
	function show() {
		const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
		const wanted = filters.filter(({ select }) => select.value !== '');
		const fits = (row) => words.every((word) => wordsOf(row).includes(word)) && wanted.every(({ column, select }) => '=' + textOf(row, column) === select.value);
		const shown = order.filter(fits);
		count.textContent = shown.length === rows.length ? rows.length + ' rows' : shown.length + ' of ' + rows.length + ' rows';
		if (group.value === '') { fill(shown); return; }
		const column = Number(group.value);
		const groups = new Map();
		for (const row of shown) { const name = textOf(row, column); groups.set(name, [...(groups.get(name) || []), row]); }
		fill([...groups].sort(([, one], [, other]) => other.length - one.length).flatMap(([name, members]) => [make('tr', { className: 'group' }, make('th', { colSpan: heads.length, textContent: (name || '(none)') + ' (' + members.length + ')' })), ...members]));
	}
	const compare = new Intl.Collator('en', { numeric: true }).compare;
	heads.forEach((head, column) => {
		const button = make('button', { type: 'button', textContent: head.textContent });
		head.replaceChildren(button);
		button.onclick = () => {
			const down = head.ariaSort === 'ascending';
			for (const each of heads) each.ariaSort = null;
			head.ariaSort = down ? 'descending' : 'ascending';
			order = [...rows].sort((one, other) => compare(textOf(one, column), textOf(other, column)) * (down ? -1 : 1));
			show();
		};
	});
	table.onclick = ({ target }) => {
		const row = target.closest('tr');
		if (target.closest('a') || !indexOf.has(row) || more.labels.length === 0 || String(getSelection())) return;
		if (row.nextElementSibling && row.nextElementSibling.className === 'more') { row.nextElementSibling.remove(); return; }
		const list = make('dl', {}, ...more.labels.flatMap((label, index) => { const value = more.rows[indexOf.get(row)][index]; return value === '' ? [] : [make('dt', { textContent: label }), make('dd', { textContent: value })]; }));
		row.after(make('tr', { className: 'more' }, make('td', { colSpan: heads.length }, list)));
	};
	/* A cell that begins like a formula would be run by a spreadsheet. */
	const cell = (text) => '"' + (/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/.test(text) && !/^-?[\d.,]+( %)?$/.test(text) ? "'" : '') + text.replace(/"/g, '""') + '"';
	download.onclick = () => {
		const shown = [...table.tBodies].flatMap((body) => [...body.rows]).filter((row) => indexOf.has(row));
		const lines = [[...heads.map((head) => head.textContent), ...more.labels], ...shown.map((row) => [...keys.map((key, column) => textOf(row, column)), ...more.rows[indexOf.get(row)]])];
		const address = URL.createObjectURL(new Blob(['\ufeff' + lines.map((line) => line.map(cell).join(',')).join('\r\n')], { type: 'text/csv' }));
		make('a', { href: address, download: box.dataset.name + '.csv' }).click();
		setTimeout(() => URL.revokeObjectURL(address), 1000);
	};
	search.oninput = show;
	for (const { select } of [...filters, { select: group }]) select.onchange = show;
	count.textContent = rows.length + ' rows';
}
`;

/** For the page's Content-Security-Policy: the script above and nothing else. */
export const scriptHash = `sha256-${createHash('sha256').update(script).digest('base64')}`;
