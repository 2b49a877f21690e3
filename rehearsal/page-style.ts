/** Light, dark and paper. Colours of Okabe and Ito; nothing is told by colour alone. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1a1a1a; --soft: #565656; --paper: #fff; --line: #d0d0d0; --tint: #f3f3f3;
  --load: #0072b2; --over: #b34700; --phase: #e69f00; --quiet: #009e73; --inside: #fff; --on-phase: #1a1a1a; }
@media (prefers-color-scheme: dark) { :root { --ink: #ececec; --soft: #b4b4b4; --paper: #16181b; --line: #41464c;
  --tint: #202429; --load: #56b4e9; --over: #ff9d5c; --phase: #f0c04a; --quiet: #3fcf9f; --inside: #101214; } }
body { margin: 0 auto; max-width: 62rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
.stamp { border: 2px dashed var(--over); padding: .4rem .8rem; margin: 1rem 0; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(9rem, 1fr)); gap: .6rem; margin: 1rem 0; }
dl div { background: var(--tint); padding: .5rem .7rem; } dt { color: var(--soft); font-size: .85rem; }
dd { margin: 0; font-size: 1.25rem; font-variant-numeric: tabular-nums; }
svg { width: 100%; height: auto; display: block; overflow: visible; }
text { font: 11px system-ui, sans-serif; fill: var(--ink); } .tick, .small { fill: var(--soft); } .small { font-size: 9px; }
.grid { stroke: var(--line); stroke-width: .7; } .window { stroke: var(--ink); stroke-dasharray: 4 3; }
.load { fill: var(--load); } .over { stroke: var(--over); stroke-width: 2; fill: none; }
.owed, .overdue { fill: none; stroke: var(--load); stroke-width: 1.5; } .overdue { stroke: var(--over); stroke-dasharray: 5 2; }
.open { stroke: var(--load); stroke-width: 6; } .quiet { stroke: var(--quiet); stroke-width: 3; stroke-dasharray: 2 3; }
.phase { fill: var(--phase); stroke: var(--ink); } .phase + .inside { fill: var(--on-phase); font-weight: 700; }
.inside { fill: var(--ink); font-size: 9px; paint-order: stroke; stroke: var(--paper); stroke-width: 2px; }
.phase + .inside { stroke: none; font-size: 11px; } .mark { font-weight: 700; }
.key { color: var(--soft); font-size: .85rem; margin: .3rem 0 0; }
.box, .line { display: inline-block; width: 1rem; height: .7rem; vertical-align: baseline; background: var(--load); }
.crossed { border-block: 2px solid var(--over); } .line { height: 0; background: none; border-top: 2px solid var(--load); vertical-align: middle; }
.overdue-key { border-top: 2px dashed var(--over); }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .2rem .5rem; border-bottom: 1px solid var(--line); }
th:first-child, td:first-child { text-align: left; } caption { text-align: left; color: var(--soft); }
.words td, .words th { text-align: left; }
@media print { :root { color-scheme: light; --ink: #000; --soft: #333; --paper: #fff; --line: #999; --tint: #fff; --load: #333;
  --over: #000; --phase: #fff; --quiet: #555; --inside: #000; --on-phase: #000; } @page { size: A4; margin: 14mm; }
  body { font-size: 10pt; max-width: none; padding: 0; } h2 { break-after: avoid; } svg, tr, dl { break-inside: avoid; }
  * { print-color-adjust: exact; } }
`;
