import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensemble, paretoFront, powerMean, tiers, weightedSum } from "@guerdon/core/combinator";
import type { Transform } from "@guerdon/core/piece";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { flatLayout, type Layout, type Signal } from "@guerdon/core/signal";
import { median, pythonLacks, report, runPython } from "./side-by-side.ts";

/** Five combinators over 1 M rollouts × 4 terms in groups of 8 against numpy, each timed once warm, and alone from 10⁴ to 10⁷ rollouts. */
const ROLLOUTS = 1_000_000;
const GROUP = 8;
const TERMS = 4;
const ROUNDS = 7;
const SIZES: readonly number[] = [10_000, 100_000, 1_000_000, 10_000_000];

interface Part {
  readonly name: string;
  readonly what: string;
  readonly piece: Transform;
  readonly terms: number;
}
const PARTS: readonly Part[] = [
  { name: "weighted_sum", what: "weighted-sum", piece: weightedSum({ weights: [0.5, 1, -0.25, 2] }), terms: TERMS },
  { name: "tiers", what: "tiers", piece: tiers({ thresholds: 0.5 }), terms: TERMS },
  { name: "ensemble", what: "ensemble, mean-minus-std", piece: ensemble({ reduce: "mean-minus-std" }), terms: TERMS },
  { name: "power_mean", what: "power-mean, harmonic", piece: powerMean(), terms: TERMS },
  { name: "pareto_mask", what: "pareto-front, mask of 3 terms", piece: paretoFront(), terms: 3 },
];

interface Inputs {
  readonly layout: Layout;
  readonly signals: readonly Signal[];
}
interface Run {
  readonly times: { readonly [name: string]: number };
  readonly check: readonly number[];
}

function drawn(rollouts: number): Inputs {
  const present = new Uint8Array(rollouts).fill(1);
  const signals = Array.from({ length: TERMS }, (_, term): Signal => {
    const key = streamKey(5, `term ${term}`);
    return { level: "rollout", values: Float64Array.from({ length: rollouts }, (__, r) => uniformAt(key, r)), present };
  });
  return { layout: flatLayout(new Array(rollouts / GROUP).fill(GROUP)), signals };
}

function once({ layout, signals }: Inputs): Run {
  const times: { [name: string]: number } = {};
  const check: number[] = [];
  for (const { name, piece, terms } of PARTS) {
    const inputs = signals.slice(0, terms);
    piece.apply(inputs, layout);
    const started = performance.now();
    const { values } = piece.apply(inputs, layout);
    times[name] = performance.now() - started;
    check.push(
      ...values.slice(0, 8),
      values.reduce((sum, value) => sum + value, 0),
    );
  }
  return { times, check };
}

const timeOf = (runs: readonly Run[], name: string): number => median(runs.map(({ times }) => times[name] as number));

const main = drawn(ROLLOUTS);
const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
const file = join(folder, "terms.f64");
writeFileSync(file, Buffer.concat(main.signals.map(({ values }) => Buffer.from(values.buffer))));
const lacking = pythonLacks("numpy");
if (lacking !== undefined) console.log(lacking);
const ours: Run[] = [];
const theirs: Run[] = [];
once(main);
for (let round = 0; round < ROUNDS; round++) {
  ours.push(once(main));
  if (lacking === undefined) theirs.push(runPython("combinator.py", [file, String(TERMS), String(GROUP)]) as Run);
}
rmSync(folder, { recursive: true, force: true });

for (const { check } of theirs) {
  check.forEach((value, i) => {
    const own = (ours[0] as Run).check[i] as number;
    if (Math.abs(own - value) > 1e-9 * Math.max(1, Math.abs(value)))
      throw new Error(`numpy and Guerdon differ: ${own} and ${value}`);
  });
}

/** Median of three runs for each size; the first of them warms up and is dropped. */
const growth = SIZES.map((rollouts) => {
  const inputs = drawn(rollouts);
  const runs = Array.from({ length: 4 }, () => once(inputs)).slice(1);
  return { rollouts, times: Object.fromEntries(PARTS.map(({ name }) => [name, timeOf(runs, name)])) };
});

const against = PARTS.map(({ name, what }) => {
  const own = timeOf(ours, name);
  if (theirs.length === 0) return { what: `${what}, 1 M rollouts`, figure: `${own.toFixed(0)} ms` };
  const numpy = timeOf(theirs, name);
  const figure = `${(own / numpy).toFixed(2)} × numpy (${own.toFixed(1)} ms against ${numpy.toFixed(1)} ms)`;
  return { what: `${what}, 1 M rollouts`, figure, asked: "≤ 1.5 × numpy" };
});
const exponents = PARTS.map(({ name, what }) => {
  const at = (k: number): number => growth[k]?.times[name] as number;
  const figure = `${(at(3) / at(2)).toFixed(1)} × the time for 10 × the rollouts (${at(0).toFixed(2)} ms at 10⁴, ${at(3).toFixed(0)} ms at 10⁷)`;
  return { what: `${what}, from 1 M to 10 M rollouts`, figure, asked: "at most linear: ≈ 10 ×" };
});
report("combinator", [...against, ...exponents], { ours, theirs, growth });
