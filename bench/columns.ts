import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decoupled } from "@guerdon/core/advantage";
import { evaluateExpression, parseExpression } from "@guerdon/core/expression";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { flatLayout, type Signal } from "@guerdon/core/signal";
import { median, pythonLacks, report, runPython } from "./side-by-side.ts";

/** Expression and GDPO over 1 M rollouts × 8 terms, in groups of 8, against numpy on the same numbers. */
const ROLLOUTS = 1_000_000;
const GROUP = 8;
const TERMS = 8;
const ROUNDS = 7;
const EXPRESSION = "t0 + 0.5 * t1 - 0.25 * t2 + t3 * t4 + clip(t5, 0.1, 0.9) + where(t6 > 0.5, t7, 0.1 * t6)";

const layout = flatLayout(new Array(ROLLOUTS / GROUP).fill(GROUP));
const values = Array.from({ length: TERMS }, (_, term) => {
  const key = streamKey(3, `term ${term}`);
  return Float64Array.from({ length: ROLLOUTS }, (_, r) => uniformAt(key, r));
});
const present = new Uint8Array(ROLLOUTS).fill(1);
const signals = new Map(
  values.map((column, t): [string, Signal] => [`t${t}`, { level: "rollout", values: column, present }]),
);
const expression = parseExpression(EXPRESSION);
const gdpo = decoupled();

function once(): { expressionMs: number; gdpoMs: number; check: readonly number[] } {
  const started = performance.now();
  const total = evaluateExpression(expression, signals, layout);
  const between = performance.now();
  const advantages = gdpo.advantages({ total, over: [...signals.values()] }, layout);
  const ended = performance.now();
  const check = [...total.values.slice(0, 4), ...advantages.values.slice(0, 4)];
  return { expressionMs: between - started, gdpoMs: ended - between, check };
}

const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
const file = join(folder, "terms.f64");
writeFileSync(file, Buffer.concat(values.map((column) => Buffer.from(column.buffer))));
const lacking = pythonLacks("numpy");
if (lacking !== undefined) console.log(lacking);
const ours: ReturnType<typeof once>[] = [];
const theirs: ReturnType<typeof once>[] = [];
once();
for (let round = 0; round < ROUNDS; round++) {
  ours.push(once());
  if (lacking === undefined)
    theirs.push(runPython("columns.py", [file, String(TERMS), String(GROUP)]) as ReturnType<typeof once>);
}
rmSync(folder, { recursive: true, force: true });

for (const { check } of theirs) {
  check.forEach((value, i) => {
    const own = (ours[0] as (typeof ours)[0]).check[i] as number;
    if (Math.abs(own - value) > 1e-9) throw new Error(`numpy and Guerdon differ: ${own} and ${value}`);
  });
}
type Part = "expressionMs" | "gdpoMs";
const PARTS: readonly { readonly what: string; readonly parts: readonly Part[]; readonly asked?: string }[] = [
  { what: "expression and GDPO, 1 M rollouts × 8 terms", parts: ["expressionMs", "gdpoMs"], asked: "≤ 1.5 × numpy" },
  { what: "of these, the expression", parts: ["expressionMs"] },
  { what: "of these, GDPO", parts: ["gdpoMs"] },
];
const ms = (runs: typeof ours, parts: readonly Part[]): number =>
  median(runs.map((run) => parts.reduce((sum, part) => sum + run[part], 0)));
const lines = PARTS.map(({ what, parts, asked }) => {
  const own = ms(ours, parts);
  if (theirs.length === 0) return { what, figure: `${own.toFixed(0)} ms` };
  const numpy = ms(theirs, parts);
  const figure = `${(own / numpy).toFixed(2)} × numpy (${own.toFixed(0)} ms against ${numpy.toFixed(0)} ms)`;
  return { what, figure, ...(asked === undefined ? {} : { asked }) };
});
report("columns", lines, { ours, theirs });
