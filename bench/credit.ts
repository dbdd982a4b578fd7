import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { redistribute, reduce, rewardToGo, shapley } from "@guerdon/core/credit";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { flatLayout, fullSignal, type Layout } from "@guerdon/core/signal";
import { type Line, median, pythonLacks, report, runPython } from "./side-by-side.ts";

/** Credit over 1 M tokens or steps in rollouts of 100, and Shapley values, against numpy on the same numbers. */
const SIZE = 1_000_000;
const LENGTH = 100;
const PERMUTATIONS = 2_000;
const ROUNDS = 7;
const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];
const PARTS = ["redistribute", "rewardToGo", "reduce", "shapley"] as const;
type Part = (typeof PARTS)[number];
type Measured = { readonly [name: string]: number | readonly number[] };

const pieces = {
  redistribute: redistribute({ level: "token", by: "weight" }),
  rewardToGo: rewardToGo({ level: "token", gamma: 0.99 }),
  reduce: reduce({ by: "mean" }),
};

function columnOf(name: string, size: number): Float64Array {
  const key = streamKey(3, name);
  return Float64Array.from({ length: size }, (_, i) => uniformAt(key, i));
}

/** The three pieces over so many tokens, which are steps besides. */
function prepared(size: number): { readonly [part in Part]: () => Float64Array } {
  const rollouts = size / LENGTH;
  const offsets = Int32Array.from({ length: rollouts + 1 }, (_, r) => r * LENGTH);
  const layout: Layout = { ...flatLayout([rollouts]), stepOffsets: offsets, tokenOffsets: offsets };
  const [weights, rewards] = [columnOf("weights", size), columnOf("rewards", size)];
  const present = new Uint8Array(size).fill(1);
  const outcomes = fullSignal("rollout", rewards.subarray(0, rollouts));
  const [ones, zeros] = [fullSignal("rollout", outcomes.present), fullSignal("rollout", new Float64Array(rollouts))];
  const [weight, reward] = [weights, rewards].map((values) => ({ level: "token", values, present }) as const);
  const steps = { level: "step", values: weights, present } as const;
  return {
    redistribute: () => pieces.redistribute.apply([outcomes, weight, ones] as never, layout).values,
    rewardToGo: () => pieces.rewardToGo.apply([reward, zeros] as never, layout).values,
    reduce: () => pieces.reduce.apply([steps], layout).values,
    shapley: () =>
      shapley(10, squares, { method: "permutation", permutations: PERMUTATIONS, antithetic: false, seed: 7 }),
  };
}

/** v(S) = (sum of S)², units worth 1 … 10. */
function squares(masks: Uint8Array, coalitions: number): Float64Array {
  const values = new Float64Array(coalitions);
  for (let c = 0; c < coalitions; c++) {
    let sum = 0;
    for (let i = 0; i < 10; i++) sum += (masks[10 * c + i] as number) * (i + 1);
    values[c] = sum * sum;
  }
  return values;
}

function timed(run: () => Float64Array): { readonly ms: number; readonly out: Float64Array } {
  const started = performance.now();
  const out = run();
  return { ms: performance.now() - started, out };
}

const runs = prepared(SIZE);
const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
const file = join(folder, "columns.f64");
writeFileSync(file, Buffer.concat(["weights", "rewards"].map((name) => Buffer.from(columnOf(name, SIZE).buffer))));
const lacking = pythonLacks("numpy");
if (lacking !== undefined) console.log(lacking);
const ours: Measured[] = [];
const theirs: Measured[] = [];
for (let warm = 0; warm < 20; warm++) for (const part of PARTS) runs[part]();
for (let round = 0; round < ROUNDS; round++) {
  const measured: Record<string, number | readonly number[]> = {};
  for (const part of PARTS) {
    runs[part]();
    const { ms, out } = timed(runs[part]);
    measured[part] = ms;
    measured[`${part}Check`] = [...out.slice(0, 4)];
  }
  ours.push(measured);
  if (lacking === undefined) {
    theirs.push(runPython("credit.py", [file, String(LENGTH), String(PERMUTATIONS)]) as Measured);
  }
}
rmSync(folder, { recursive: true, force: true });

for (const part of PARTS) {
  // Random orders differ: a share of (Σ)² is size · 55, its estimate within a few per cent.
  const tolerance = part === "shapley" ? 15 : 1e-9;
  const [own, other] = [ours[0]?.[`${part}Check`], theirs[0]?.[`${part}Check`]] as (readonly number[] | undefined)[];
  other?.forEach((value, i) => {
    const difference = Math.abs((own?.[i] as number) - value);
    if (difference > tolerance) throw new Error(`numpy and Guerdon differ in ${part}: ${own?.[i]} and ${value}`);
  });
}

const NAMES: { readonly [part in Part]: string } = {
  redistribute: "redistribute by weight, 1 M tokens",
  rewardToGo: "reward-to-go, 1 M tokens",
  reduce: "reduce by mean, 1 M steps",
  shapley: "Shapley values of 10 units, 2 000 orders",
};
const ms = (measured: readonly Measured[], part: Part): number => median(measured.map((run) => run[part] as number));
const lines: Line[] = PARTS.map((part) => {
  const own = ms(ours, part);
  if (theirs.length === 0) return { what: NAMES[part], figure: `${own.toFixed(1)} ms` };
  const numpy = ms(theirs, part);
  const figure = `${(own / numpy).toFixed(2)} × numpy (${own.toFixed(1)} ms against ${numpy.toFixed(1)} ms)`;
  return { what: NAMES[part], figure, asked: "≤ 1.5 × numpy" };
});

/** How often the time grows faster than the size, from the smallest size to the largest. */
const growth: { [part: string]: readonly number[] } = {};
for (const part of ["redistribute", "rewardToGo", "reduce"] as const) {
  growth[part] = SIZES.map((size) => {
    const run = prepared(size)[part];
    for (let warm = 0; warm < 5; warm++) run();
    return median(Array.from({ length: 5 }, () => timed(run).ms));
  });
  const times = growth[part] as readonly number[];
  const [first, last] = [times[0] as number, times.at(-1) as number];
  const factor = last / first / ((SIZES.at(-1) as number) / (SIZES[0] as number));
  const figure = `${factor.toFixed(2)} × linear (${times.map((time) => time.toFixed(2)).join(", ")} ms)`;
  lines.push({ what: `${NAMES[part].split(",")[0]}, 1e4 … 1e7`, figure, asked: "at most linear" });
}
report("credit", lines, { ours, theirs, growth });
