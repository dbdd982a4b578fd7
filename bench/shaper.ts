import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Moment, Transform } from "@guerdon/core/piece";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { clip, rank, relative, runningNormalise, standardise, winRate } from "@guerdon/core/shaper";
import { flatLayout, type Layout, type Signal } from "@guerdon/core/signal";
import { type Line, pythonLacks, report, runPython } from "./side-by-side.ts";

/**
 * Shapers over 1 M rollouts in groups of 8, against numpy on the same numbers, and their growth with the batch.
 *
 * The least of the rounds counts on both sides: the machine is shared, and what others do only adds.
 */
const ROLLOUTS = 1_000_000;
const GROUP = 8;
const ROUNDS = 15;
const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];

const STATE = { all: { count: 1000, mean: 0.5, squares: 80, min: 0, max: 1 } };
const PIECES: Readonly<Record<string, { piece: Transform; inputs: number; moment?: Moment }>> = {
  clip: { piece: clip({ min: -0.5, max: 0.5 }), inputs: 1 },
  relative: { piece: relative(), inputs: 2 },
  standardise: { piece: standardise(), inputs: 1 },
  rank: { piece: rank(), inputs: 1 },
  win_rate: { piece: winRate(), inputs: 1 },
  running_normalise: { piece: runningNormalise(), inputs: 1, moment: { step: 1, state: STATE } },
};

interface Timed {
  readonly ms: number;
  /** numpy without mask and without a look for what is not finite. */
  readonly plainMs?: number;
  readonly check: readonly number[];
}

function columnsOf(rollouts: number): { layout: Layout; columns: readonly Signal[] } {
  const present = new Uint8Array(rollouts).fill(1);
  const columns = [0, 1].map((column): Signal => {
    const key = streamKey(5, `column ${column}`);
    const values = Float64Array.from({ length: rollouts }, (_, r) => Math.round(64 * uniformAt(key, r)) / 32 - 1);
    return { level: "rollout", values, present };
  });
  return { layout: flatLayout(new Array(rollouts / GROUP).fill(GROUP)), columns };
}

function once({ layout, columns }: ReturnType<typeof columnsOf>): Readonly<Record<string, Timed>> {
  const timed = Object.entries(PIECES).map(([name, { piece, inputs, moment }]) => {
    const started = performance.now();
    const out = piece.apply(columns.slice(0, inputs), layout, moment);
    return [name, { ms: performance.now() - started, check: [...out.values.slice(0, 8)] }] as const;
  });
  return Object.fromEntries(timed);
}

const batch = columnsOf(ROLLOUTS);
const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
const file = join(folder, "columns.f64");
writeFileSync(file, Buffer.concat(batch.columns.map(({ values }) => Buffer.from(values.buffer as ArrayBuffer))));
const lacking = pythonLacks("numpy");
if (lacking !== undefined) console.log(lacking);
const ours: ReturnType<typeof once>[] = [];
const theirs: ReturnType<typeof once>[] = [];
once(batch);
for (let round = 0; round < ROUNDS; round++) {
  once(batch);
  ours.push(once(batch));
  if (lacking === undefined) theirs.push(runPython("shaper.py", [file, String(GROUP)]) as ReturnType<typeof once>);
}
rmSync(folder, { recursive: true, force: true });

for (const run of theirs) {
  for (const [name, { check }] of Object.entries(run)) {
    check.forEach((value, i) => {
      const own = ours[0]?.[name]?.check[i] as number;
      if (Math.abs(own - value) > 1e-9) throw new Error(`numpy and Guerdon differ in ${name}: ${own} and ${value}`);
    });
  }
}

const ms = (runs: typeof ours, name: string, part: "ms" | "plainMs" = "ms"): number =>
  Math.min(...runs.map((run) => (run[name] as Timed)[part] as number));
const against: readonly Line[] = Object.keys(PIECES).map((name) => {
  const own = ms(ours, name);
  const what = `${name.replace("_", "-")}, 1 M rollouts`;
  if (theirs.length === 0) return { what, figure: `${own.toFixed(1)} ms` };
  const numpy = ms(theirs, name);
  const plain = ms(theirs, name, "plainMs").toFixed(1);
  const figure = `${(own / numpy).toFixed(2)} × numpy (${own.toFixed(1)} ms against ${numpy.toFixed(1)} ms, ${plain} ms without a mask)`;
  return { what, figure, asked: "≤ 1.5 × numpy" };
});

const grown = SIZES.map((rollouts) => {
  const sized = columnsOf(rollouts);
  once(sized);
  const runs = Array.from({ length: rollouts > ROLLOUTS ? 3 : ROUNDS }, () => once(sized));
  return {
    rollouts,
    perRollout: Object.fromEntries(Object.keys(PIECES).map((name) => [name, (1e6 * ms(runs, name)) / rollouts])),
  };
});
const growth: readonly Line[] = Object.keys(PIECES).map((name) => ({
  what: `${name.replace("_", "-")}, nanoseconds a rollout at 1e4, 1e5, 1e6, 1e7`,
  figure: grown.map(({ perRollout }) => (perRollout[name] as number).toFixed(0)).join(", "),
  asked: "not rising with the batch",
}));
report("shaper", [...against, ...growth], { ours, theirs, grown });
