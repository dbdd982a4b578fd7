import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { conditional, gae, groupBy, groupRelative, hierarchical } from "@guerdon/core/advantage";
import type { Advantage } from "@guerdon/core/piece";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { flatLayout, fullSignal, type Layout, type Signal } from "@guerdon/core/signal";
import { type Line, median, pythonLacks, report, runPython } from "./side-by-side.ts";

/** Advantages of 1 M rollouts in groups of 8, or of 1 M tokens in rollouts of 100, against numpy on the same numbers. */
const SIZE = 1_000_000;
const GROUP = 8;
const LENGTH = 100;
const ROUNDS = 7;
const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];
const PARTS = ["groupRelative", "rloo", "conditional", "hierarchical", "gae", "groupBy"] as const;
type Part = (typeof PARTS)[number];
type Measured = { readonly [name: string]: number | readonly number[] };

const pieces: { readonly [part in Part]: Advantage } = {
  groupRelative: groupRelative(),
  rloo: groupRelative({ baseline: "leave-one-out", scale: "none" }),
  conditional: conditional(),
  hierarchical: hierarchical({ scale: "population-std" }),
  gae: gae({ rewards: "credit" }),
  groupBy: groupBy({ level: "token", scale: "population-std" }),
};

function columnOf(name: string, size: number): Float64Array {
  const key = streamKey(3, name);
  return Float64Array.from({ length: size }, (_, i) => uniformAt(key, i));
}

/** The budget of each rollout: four in turn, two rollouts of a group for each. */
function strataOf(size: number): Float64Array {
  return Float64Array.from({ length: size }, (_, i) => 512 * (1 + (i % 4)));
}

function signal(level: Signal["level"], values: Float64Array): Signal {
  return { level, values, present: new Uint8Array(values.length).fill(1) };
}

/** The pieces over so many rollouts or tokens. */
function prepared(size: number): { readonly [part in Part]: () => Float64Array } {
  const [first, second] = [columnOf("first", size), columnOf("second", size)];
  const groups = flatLayout(new Array<number>(size / GROUP).fill(GROUP));
  const rollouts = size / LENGTH;
  const tokenOffsets = Int32Array.from({ length: rollouts + 1 }, (_, r) => r * LENGTH);
  const tokens: Layout = { ...flatLayout(new Array<number>(rollouts / 4).fill(4)), tokenOffsets };
  const total = signal("rollout", first);
  const ones = signal("rollout", new Float64Array(size).fill(1));
  const strata = signal("rollout", strataOf(size));
  const outcomes = fullSignal("rollout", new Float64Array(rollouts).fill(1));
  const ends = fullSignal("rollout", new Float64Array(rollouts));
  const [rewards, values] = [signal("token", first), signal("token", second)];
  const over: readonly Signal[] = [];
  const run = (part: Part, own: Signal, layout: Layout, inputs: readonly Signal[]) => (): Float64Array =>
    pieces[part].advantages({ total: own, over, inputs }, layout).values;
  return {
    groupRelative: run("groupRelative", total, groups, []),
    rloo: run("rloo", total, groups, []),
    conditional: run("conditional", total, groups, [signal("rollout", second), ones, ones]),
    hierarchical: run("hierarchical", total, groups, [strata, ones]),
    gae: run("gae", outcomes, tokens, [values, ends, rewards]),
    groupBy: run("groupBy", outcomes, tokens, [rewards]),
  };
}

function timed(run: () => Float64Array): { readonly ms: number; readonly out: Float64Array } {
  const started = performance.now();
  const out = run();
  return { ms: performance.now() - started, out };
}

const runs = prepared(SIZE);
const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
const file = join(folder, "columns.f64");
const columns = [columnOf("first", SIZE), columnOf("second", SIZE), strataOf(SIZE)];
writeFileSync(file, Buffer.concat(columns.map((column) => Buffer.from(column.buffer))));
const lacking = pythonLacks("numpy");
if (lacking !== undefined) console.log(lacking);
const ours: Measured[] = [];
const theirs: Measured[] = [];
for (let warm = 0; warm < 3; warm++) for (const part of PARTS) runs[part]();
for (let round = 0; round < ROUNDS; round++) {
  const measured: Record<string, number | readonly number[]> = {};
  for (const part of PARTS) {
    const { ms, out } = timed(runs[part]);
    measured[part] = ms;
    measured[`${part}Check`] = [...out.slice(0, 8)];
  }
  ours.push(measured);
  if (lacking === undefined) {
    theirs.push(runPython("advantage.py", [file, String(GROUP), String(LENGTH)]) as Measured);
  }
}
rmSync(folder, { recursive: true, force: true });

for (const part of PARTS) {
  const [own, other] = [ours[0]?.[`${part}Check`], theirs[0]?.[`${part}Check`]] as (readonly number[] | undefined)[];
  other?.forEach((value, i) => {
    const difference = Math.abs((own?.[i] as number) - value);
    if (difference > 1e-9) throw new Error(`numpy and Guerdon differ in ${part}: ${own?.[i]} and ${value}`);
  });
}

const NAMES: { readonly [part in Part]: string } = {
  groupRelative: "group-relative (GRPO), 1 M rollouts",
  rloo: "RLOO, 1 M rollouts",
  conditional: "conditional (CANON), 1 M rollouts",
  hierarchical: "hierarchical (HBPO), 1 M rollouts",
  gae: "GAE, 1 M tokens",
  groupBy: "group-by over tokens, 1 M tokens",
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
const sized = SIZES.map((size) => {
  const own = prepared(size);
  return PARTS.map((part) => {
    for (let warm = 0; warm < 3; warm++) own[part]();
    return median(Array.from({ length: 5 }, () => timed(own[part]).ms));
  });
});
PARTS.forEach((part, k) => {
  const times = sized.map((own) => own[k] as number);
  growth[part] = times;
  const [first, last] = [times[0] as number, times.at(-1) as number];
  const factor = last / first / ((SIZES.at(-1) as number) / (SIZES[0] as number));
  const figure = `${factor.toFixed(2)} × linear (${times.map((time) => time.toFixed(2)).join(", ")} ms)`;
  lines.push({ what: `${NAMES[part].split(",")[0]}, 1e4 … 1e7`, figure, asked: "at most linear" });
});
report("advantage", lines, { ours, theirs, growth });
