import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Transform } from "@guerdon/core/piece";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { knapsack, trajectoryWeight } from "@guerdon/core/sampler";
import { lengthRank, lengthSigmoid } from "@guerdon/core/shaper";
import { flatLayout, fullSignal, type Layout, type Signal } from "@guerdon/core/signal";
import { type Line, median, pythonLacks, report, runPython } from "./side-by-side.ts";

/** Length shapers and trajectory weights over 1 M rollouts in groups of 8 against numpy, growth, and knapsack. */
const ROLLOUTS = 1_000_000;
const GROUP = 8;
const ROUNDS = 7;
const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];
const PROMPTS = 100_000;

/** A piece with the columns it reads: lengths, outcomes, a strength of 0.6, a temperature of 0.1. */
const PIECES: Readonly<Record<string, { piece: Transform; reads: readonly number[] }>> = {
  length_rank: { piece: lengthRank(), reads: [0, 1] },
  length_sigmoid: { piece: lengthSigmoid(), reads: [0, 1, 2] },
  trajectory_weight: { piece: trajectoryWeight(), reads: [0, 3] },
};

interface Timed {
  readonly ms: number;
  readonly check: readonly number[];
}

function batchOf(rollouts: number) {
  const draws = [0, 1].map((column) => {
    const key = streamKey(7, `column ${column}`);
    return Float64Array.from({ length: rollouts }, (_, r) => uniformAt(key, r));
  }) as [Float64Array, Float64Array];
  const lengths = draws[0].map((u) => Math.ceil(4096 * u));
  const constant = (value: number): Float64Array => new Float64Array(rollouts).fill(value);
  const present = new Uint8Array(rollouts).fill(1);
  const columns = [lengths, draws[1].map((u) => +(u > 0.4)), constant(0.6), constant(0.1)];
  return {
    layout: flatLayout(new Array(rollouts / GROUP).fill(GROUP)) as Layout,
    columns: columns.map((values): Signal => ({ level: "rollout", values, present })),
    raw: [lengths, draws[1]],
  };
}

function once({ layout, columns }: ReturnType<typeof batchOf>): Readonly<Record<string, Timed>> {
  const timed = Object.entries(PIECES).map(([name, { piece, reads }]) => {
    const inputs = reads.map((k) => columns[k] as Signal);
    const started = performance.now();
    const out = piece.apply(inputs, layout);
    return [name, { ms: performance.now() - started, check: [...out.values.slice(0, 8)] }] as const;
  });
  return Object.fromEntries(timed);
}

/** Milliseconds to split 8 rollouts a prompt over prompts with success rates of 0 to 16 of 16. */
function timeKnapsack(prompts: number): number {
  const key = streamKey(7, "rates");
  const rate = Float64Array.from({ length: prompts }, (_, g) => Math.floor(17 * uniformAt(key, g)) / 16);
  const inputs = [fullSignal("group", rate), fullSignal("group", new Float64Array(prompts).fill(1))];
  const layout = flatLayout(new Array(prompts).fill(1));
  const started = performance.now();
  const out = knapsack().apply(inputs, layout);
  const ms = performance.now() - started;
  const sum = out.values.reduce((a, b) => a + b, 0);
  if (sum !== 8 * prompts) throw new Error(`Expected ${8 * prompts} rollouts, got ${sum}.`);
  return ms;
}

const batch = batchOf(ROLLOUTS);
const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
const file = join(folder, "columns.f64");
writeFileSync(file, Buffer.concat(batch.raw.map(({ buffer }) => Buffer.from(buffer as ArrayBuffer))));
const lacking = pythonLacks("numpy");
if (lacking !== undefined) console.log(lacking);
const ours: ReturnType<typeof once>[] = [];
const theirs: ReturnType<typeof once>[] = [];
once(batch);
for (let round = 0; round < ROUNDS; round++) {
  ours.push(once(batch));
  if (lacking === undefined) theirs.push(runPython("sampler.py", [file, String(GROUP)]) as ReturnType<typeof once>);
}
rmSync(folder, { recursive: true, force: true });

for (const name of Object.keys(PIECES)) {
  for (const other of theirs) {
    other[name]?.check.forEach((value, i) => {
      const own = ours[0]?.[name]?.check[i] as number;
      if (Math.abs(own - value) > 1e-9) throw new Error(`${name}: numpy and Guerdon differ: ${own} and ${value}`);
    });
  }
}

const growth = SIZES.map((rollouts) => {
  const sized = batchOf(rollouts);
  once(sized);
  const runs = [once(sized), once(sized), once(sized)];
  const timed = Object.keys(PIECES).map((name) => [name, median(runs.map((run) => run[name]?.ms as number))]);
  return { rollouts, ms: Object.fromEntries(timed) as Readonly<Record<string, number>> };
});
const [small, large] = [growth[1], growth[3]] as [(typeof growth)[0], (typeof growth)[0]];

const lines: Line[] = Object.keys(PIECES).flatMap((name) => {
  const own = median(ours.map((run) => run[name]?.ms as number));
  const grown = (large.ms[name] as number) / (small.ms[name] as number) / (large.rollouts / small.rollouts);
  const line = { what: `${name}, growth of the time per rollout from 1e5 to 1e7`, figure: grown.toFixed(2) };
  if (theirs.length === 0) return [{ what: name, figure: `${own.toFixed(0)} ms` }, line];
  const numpy = median(theirs.map((run) => run[name]?.ms as number));
  const figure = `${(own / numpy).toFixed(2)} × numpy (${own.toFixed(0)} ms against ${numpy.toFixed(0)} ms)`;
  return [{ what: `${name}, 1 M rollouts in groups of 8`, figure, asked: "≤ 1.5 × numpy" }, line];
});
timeKnapsack(1000);
const knapsackMs = [1, 2, 3].map(() => timeKnapsack(PROMPTS));
lines.push({ what: `knapsack (greedy), ${PROMPTS} prompts × 8`, figure: `${median(knapsackMs).toFixed(0)} ms` });
report("sampler", lines, { ours, theirs, growth, knapsackMs });
