/** The page's own style: light, dark, phone and paper; colours are named by what they say. */
export const style = `
:root {
	color-scheme: light dark;
	--paper: #faf9f6; --card: #ffffff; --sunken: #f2f0ea;
	--ink: #1d1c1a; --quiet: #66625a; --line: #e2ded4;
	--pass: #1b7a4b; --pass-soft: #e2f2e8; --warn: #96610a; --warn-soft: #fbefd5;
	--fail: #b3261e; --fail-soft: #fbe5e2; --skipped: #77736a; --skipped-soft: #eceae4;
	--mark: #b3261e; --link: #2b4c9b; --highlight: #ffe9a8;
	--series-1: #35579e; --series-2: #c9722b; --series-3: #2f8a7d; --series-4: #8b4f9f; --series-5: #8a7a1f; --series-6: #5f6b7a;
	--serif: 'Source Serif 4', 'Iowan Old Style', 'Palatino Linotype', Palatino, 'TeX Gyre Pagella', Georgia, ui-serif, serif;
	--sans: Inter, ui-sans-serif, system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Noto Sans CJK SC', sans-serif;
	--mono: ui-monospace, 'SF Mono', 'Cascadia Mono', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media screen and (prefers-color-scheme: dark) {
	:root {
		--paper: #151517; --card: #1d1d20; --sunken: #26262a;
		--ink: #ecebe7; --quiet: #a3a09a; --line: #35353a;
		--pass: #62c994; --pass-soft: #17321f; --warn: #e5b454; --warn-soft: #3a2c10;
		--fail: #f28b82; --fail-soft: #421c1a; --skipped: #96928b; --skipped-soft: #2b2b2f;
		--mark: #f28b82; --link: #9db8f5; --highlight: #5a4a12;
		--series-1: #8fb0f5; --series-2: #eda268; --series-3: #62c5b5; --series-4: #cf9be0; --series-5: #d3c15a; --series-6: #a5b1c0;
	}
}
* { box-sizing: border-box; }
html { scroll-padding-top: 3.5rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.55 var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
main, header, footer { max-width: 1120px; margin: 0 auto; padding: 0 28px; }
a { color: inherit; text-decoration-color: var(--line); text-underline-offset: 3px; }
a:hover { text-decoration-color: currentColor; }
a:focus-visible, summary:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 3px; }
h1, h2, h3, p { margin: 0; }
.emulated { position: sticky; top: 0; z-index: 5; padding: 7px 28px; text-align: center; font-size: 13px; font-weight: 600;
	color: #3d2c05; background: repeating-linear-gradient(-45deg, #f7d070 0 14px, #f4c54f 14px 28px); }
.emulated em { font-style: normal; letter-spacing: .08em; text-transform: uppercase; }

header { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 20px 48px; align-items: center; padding-top: 52px; padding-bottom: 36px; }
.overline { color: var(--quiet); font-size: 13px; letter-spacing: .02em; }
h1 { font: 600 clamp(40px, 6.4vw, 68px)/1.04 var(--serif); letter-spacing: -.018em; margin: 10px 0 16px; }
h1.pass { color: var(--pass); } h1.warn { color: var(--warn); } h1.fail { color: var(--fail); } h1.skipped { color: var(--skipped); }
.lead { font-size: 17px; max-width: 62ch; }
.move { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; margin-top: 18px; font-size: 14px; color: var(--quiet); }
.move b { color: var(--ink); font: 600 14px var(--mono); }
.move .arrow { font-size: 18px; }
.mosaic { display: grid; grid-template-columns: repeat(3, 52px); gap: 6px; }
.mosaic a { display: grid; place-items: center; height: 52px; border-radius: 9px; font-size: 20px; font-weight: 600; text-decoration: none; transition: transform .12s; }
.mosaic a:hover { transform: scale(1.06); }
.pass > .sign, .mosaic .pass { color: var(--pass); background: var(--pass-soft); }
.warn > .sign, .mosaic .warn { color: var(--warn); background: var(--warn-soft); }
.fail > .sign, .mosaic .fail { color: var(--fail); background: var(--fail-soft); }
.skipped > .sign, .mosaic .skipped { color: var(--skipped); background: var(--skipped-soft); }

.lines { list-style: none; margin: 0 0 40px; padding: 0; border-top: 1px solid var(--line); }
.lines li { display: grid; grid-template-columns: 30px minmax(0, 15rem) minmax(0, 1fr) auto; gap: 4px 16px; align-items: baseline; padding: 11px 0; border-bottom: 1px solid var(--line); }
.lines .name { font-weight: 600; }
.lines .skipped { color: var(--quiet); }
.lines .skipped .name { font-weight: 500; }
.word { font-size: 12.5px; font-weight: 600; white-space: nowrap; }
.pass > .word { color: var(--pass); } .warn > .word { color: var(--warn); } .fail > .word { color: var(--fail); } .skipped > .word { color: var(--skipped); }
.sign { display: inline-grid; place-items: center; width: 24px; height: 24px; border-radius: 7px; font-size: 13px; font-weight: 700; align-self: start; flex: none; }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 310px), 1fr)); gap: 20px; margin: 0 0 20px; }
figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 16px 16px 12px; min-width: 0; break-inside: avoid; }
figcaption { font-weight: 600; margin-bottom: 2px; }
figure .unit { color: var(--quiet); font-size: 12.5px; margin-bottom: 8px; }
figure svg { display: block; width: 100%; height: auto; font-family: var(--sans); max-width: 400px; margin: 0 auto; }
figure svg text { font-family: inherit !important; }
figure details { margin: 6px 0 0; font-size: 12.5px; }
figure summary { color: var(--quiet); }

section { border-top: 1px solid var(--line); padding: 38px 0 30px; }
section > .title { display: flex; gap: 14px; align-items: flex-start; margin-bottom: 10px; }
section > .title .sign { width: 32px; height: 32px; border-radius: 9px; font-size: 17px; margin-top: 2px; }
h2 { font: 600 28px/1.25 var(--serif); letter-spacing: -.01em; }
h3 { font-size: 15px; margin: 28px 0 10px; }
.summary { font-size: 16.5px; max-width: 72ch; }
.facts { color: var(--quiet); font-size: 13px; margin-top: 6px; }
.tiles { display: grid; grid-template-columns: repeat(auto-fill, minmax(150px, 1fr)); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; background: var(--card); }
.tiles div { padding: 11px 14px 12px; box-shadow: 0 0 0 .5px var(--line); }
.tiles dt { color: var(--quiet); font-size: 12.5px; line-height: 1.35; }
.tiles dd { margin: 3px 0 0; font-size: 19px; font-weight: 600; line-height: 1.25; }
.tiles dd.long { font-size: 13.5px; font-weight: 500; line-height: 1.4; }
dl.tiles { margin-block: 22px; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; background: var(--card); }
.scroll.long { max-height: 80vh; overflow-y: auto; }
.scroll.long th { position: sticky; top: 0; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; line-height: 1.45; }
th, td { text-align: left; padding: 8px 14px; vertical-align: top; border-bottom: 1px solid var(--line); min-width: 6ch; }
td { max-width: 46ch; overflow-wrap: break-word; }
td.short { white-space: nowrap; }
td.wide { min-width: 26ch; }
.kind + .kind { margin-top: 14px; }
tr:last-child td { border-bottom: 0; }
th { color: var(--quiet); font-weight: 500; font-size: 12.5px; background: var(--sunken); white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
.chip { display: inline-block; padding: 1px 8px; border-radius: 99px; font-size: 12.5px; font-weight: 600; white-space: nowrap; }
.chip.pass { color: var(--pass); background: var(--pass-soft); } .chip.warn { color: var(--warn); background: var(--warn-soft); }
.chip.fail { color: var(--fail); background: var(--fail-soft); } .chip.skipped { color: var(--skipped); background: var(--skipped-soft); }
details { margin: 10px 0; }
summary { cursor: pointer; padding: 3px 0; }
details.exhibit { border: 1px solid var(--line); border-radius: 10px; background: var(--card); margin: 8px 0; }
details.exhibit > summary { padding: 9px 14px; font-weight: 500; }
details.exhibit > .note { padding: 0 14px 8px; color: var(--quiet); font-size: 13.5px; }
pre { margin: 0; padding: 14px; border-top: 1px solid var(--line); background: var(--sunken); font: 12.5px/1.6 var(--mono); white-space: pre-wrap; border-radius: 0 0 10px 10px; }
mark { background: var(--highlight); color: inherit; border-radius: 3px; padding: 0 2px; font-weight: 600; }
.findings .tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-bottom: 10px; font-size: 13px; }
.findings .tools input, .findings .tools select, .findings .tools button { font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 6px 10px; max-width: 16rem; }
.findings .tools input { flex: 1 1 12rem; min-width: 0; }
.findings .tools output { color: var(--quiet); margin-left: auto; }
.blocks, .blocks thead, .blocks tbody { display: block; } .blocks { min-width: 760px; }
.blocks tr { display: grid; grid-template-columns: var(--columns); }
.blocks tbody { content-visibility: auto; contain-intrinsic-size: auto 4600px; }
.blocks thead { position: sticky; top: 0; z-index: 1; }
.blocks td.short, .blocks th { white-space: normal; } .blocks td { max-width: none; min-width: 0; } .blocks .group th, .blocks .more td { grid-column: 1 / -1; }
.findings th button { all: unset; cursor: pointer; font: inherit; }
.findings th button:focus-visible { outline: 2px solid var(--link); border-radius: 3px; }
.findings th[aria-sort] button { color: var(--ink); font-weight: 600; }
.findings th[aria-sort=ascending] button::after { content: ' ↑'; } .findings th[aria-sort=descending] button::after { content: ' ↓'; }
.findings tr.group th { text-align: left; color: var(--ink); font-weight: 600; white-space: normal; }
.findings tr.more td { max-width: none; background: var(--sunken); }
.findings tr.more dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 16px; margin: 0; }
.findings tr.more dt { color: var(--quiet); } .findings tr.more dd { margin: 0; white-space: pre-wrap; }
.beside { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); border-top: 1px solid var(--line); }
.beside > div + div { border-left: 1px solid var(--line); }
.beside h4 { margin: 0; padding: 8px 14px; font: 600 12.5px var(--mono); background: var(--card); }
.beside .differs { background: var(--warn-soft); }
.better { color: var(--pass); } .worse { color: var(--fail); }
ul.problems { padding-left: 1.2em; margin: 8px 0; font-size: 14px; }
code { font: .92em var(--mono); }
footer { color: var(--quiet); font-size: 13px; border-top: 1px solid var(--line); padding-top: 22px; padding-bottom: 60px; }
footer p + p { margin-top: 6px; }

@media (max-width: 720px) {
	main, header, footer { padding-left: 16px; padding-right: 16px; }
	header { grid-template-columns: minmax(0, 1fr); padding-top: 30px; gap: 24px; }
	.mosaic { grid-template-columns: repeat(9, minmax(0, 1fr)); gap: 4px; }
	.mosaic a { height: 38px; font-size: 15px; border-radius: 7px; }
	.lines li { grid-template-columns: 30px minmax(0, 1fr) auto; gap: 2px 10px; }
	.lines .why { grid-column: 2 / -1; }
	.lines .word { grid-row: 1; grid-column: 3; }
	h2 { font-size: 24px; }
	.emulated { padding: 6px 12px; }
	.beside { grid-template-columns: minmax(0, 1fr); }
	.beside > div + div { border-left: 0; border-top: 1px solid var(--line); }
	.tiles { grid-template-columns: repeat(auto-fill, minmax(128px, 1fr)); }
	th, td { padding: 8px 10px; }
}
@page { margin: 16mm 14mm; }
@media print {
	body { font-size: 9.5pt; background: #fff; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
	main, header, footer { max-width: none; padding-left: 0; padding-right: 0; }
	header { padding-top: 0; padding-bottom: 16px; }
	h1 { font-size: 34pt; margin: 4px 0 8px; }
	.lead, .summary { font-size: 10.5pt; }
	.move { margin-top: 8px; }
	.mosaic { grid-template-columns: repeat(3, 38px); }
	.mosaic a { height: 38px; }
	.lines { margin-bottom: 16px; }
	.lines li { padding: 5px 0; }
	h2 { font-size: 17pt; }
	.charts { grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 10px; }
	figure { padding: 10px; }
	figure details, .exhibits, .findings .tools { display: none; }
	section { padding: 22px 0; }
	section > .title, h3 { break-after: avoid; }
	tr, .lines li { break-inside: avoid; }
	.scroll, .scroll.long { overflow: visible; max-height: none; }
	.scroll.long th, .blocks thead { position: static; }
	.blocks { min-width: 0; } .blocks tbody { content-visibility: visible; }
	th, td { padding: 5px 8px; }
	table { font-size: 8.5pt; }
	th, td.short { white-space: normal; }
	td.wide { min-width: 0; }
	details::details-content { content-visibility: visible; display: block; }
	.emulated { position: static; margin-bottom: 14px; }
}
`;

/** Printed on every sheet, and behind the text of every screen, of a report that measured no real model. */
export const emulatedStyle = `
@page { @top-center { content: 'EMULATED: measured against the provider lab, not against a real model'; font: 600 8.5pt sans-serif; color: #7a5200; } }
@media print { body::after { content: 'EMULATED'; position: fixed; inset: 0; display: grid; place-items: center; font: 700 80pt sans-serif; letter-spacing: .04em; white-space: nowrap; color: rgb(150 97 10 / .07); transform: rotate(-32deg); pointer-events: none; z-index: -1; } }
`;
