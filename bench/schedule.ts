import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Adaptive } from "@guerdon/core/piece";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { hypervolumeWeight, lagrangeMultiplier, minNormDirection } from "@guerdon/core/schedule";
import { flatLayout, fullSignal, type Signal } from "@guerdon/core/signal";
import { median, pythonLacks, report, runPython } from "./side-by-side.ts";

/** Steps of adaptive schedules on the signals of 1 M rollouts, and a minimum-norm direction, against numpy. */
const ROLLOUTS = 1_000_000;
const GROUP = 8;
const SIGNALS = 3;
const OBJECTIVES = 8;
const DIMENSION = 100_000;
const ROUNDS = 5;
const RUNS = 15;
const GROWTH = [10_000, 100_000, 1_000_000, 10_000_000];

const drawn = (name: string, count: number): Float64Array => {
  const key = streamKey(3, name);
  return Float64Array.from({ length: count }, (_, i) => uniformAt(key, i));
};
const columns = Array.from({ length: SIGNALS }, (_, k) => drawn(`signal ${k}`, ROLLOUTS));
const gradients = Array.from({ length: OBJECTIVES }, (_, k) => drawn(`gradient ${k}`, DIMENSION).map((x) => x - 0.45));

const multiplier = lagrangeMultiplier().adaptive as Adaptive;
const weight = hypervolumeWeight({ reference: [0, 0, 0] }).adaptive as Adaptive;
const layout = flatLayout(new Array(ROLLOUTS / GROUP).fill(GROUP));
const signals = columns.map(
  (values): Signal => ({ level: "rollout", values, present: new Uint8Array(ROLLOUTS).fill(1) }),
);
const bound = fullSignal("batch", [0.25]);

const stepMultiplier = (): number =>
  (multiplier.step(multiplier.init(), [signals[0] as Signal, bound], layout, 0) as { z: number }).z;
const stepWeight = (): number => (weight.step(weight.init(), signals, layout, 0) as { weight: number }).weight;
const solve = (): readonly number[] => {
  const { weights, direction } = minNormDirection(gradients);
  return [...weights, direction[0] as number];
};

function timed<T>(run: () => T, runs = RUNS): { readonly ms: number; readonly result: T } {
  let result = run();
  const times = Array.from({ length: runs }, () => {
    const started = performance.now();
    result = run();
    return performance.now() - started;
  });
  return { ms: median(times), result };
}

function once(): { multiplierMs: number; hypervolumeMs: number; minNormMs: number; check: readonly number[] } {
  const [first, second, third] = [timed(stepMultiplier), timed(stepWeight), timed(solve)];
  return {
    multiplierMs: first.ms,
    hypervolumeMs: second.ms,
    minNormMs: third.ms,
    check: [first.result, second.result, ...third.result],
  };
}

const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
const file = join(folder, "schedule.f64");
writeFileSync(file, Buffer.concat([...columns, ...gradients].map((column) => Buffer.from(column.buffer))));
const lacking = pythonLacks("numpy");
if (lacking !== undefined) console.log(lacking);
const ours: ReturnType<typeof once>[] = [];
const theirs: ReturnType<typeof once>[] = [];
for (let round = 0; round < ROUNDS; round++) {
  ours.push(once());
  const args = [file, SIGNALS, ROLLOUTS, OBJECTIVES, DIMENSION, RUNS].map(String);
  if (lacking === undefined) theirs.push(runPython("schedule.py", args) as ReturnType<typeof once>);
}
rmSync(folder, { recursive: true, force: true });
for (const { check } of theirs) {
  check.forEach((value, i) => {
    const own = (ours[0] as (typeof ours)[0]).check[i] as number;
    if (Math.abs(own - value) > 1e-7) throw new Error(`numpy and Guerdon differ: ${own} and ${value}`);
  });
}

const growth = GROWTH.map((rollouts) => {
  const of = { level: "rollout", values: drawn("grown", rollouts), present: new Uint8Array(rollouts).fill(1) } as const;
  const { ms } = timed(() => multiplier.step(multiplier.init(), [of, bound], layout, 0));
  return { rollouts, ms, nsPerRollout: (1e6 * ms) / rollouts };
});

type Part = "multiplierMs" | "hypervolumeMs" | "minNormMs";
const PARTS: readonly { readonly what: string; readonly part: Part }[] = [
  { what: "lagrange-multiplier, one step on 1 M rollouts", part: "multiplierMs" },
  { what: "hypervolume-weight, one step on 3 signals of 1 M rollouts", part: "hypervolumeMs" },
  { what: "minimum-norm direction of 8 gradients of 100 000 numbers, numpy on one thread", part: "minNormMs" },
];
const lines = PARTS.map(({ what, part }) => {
  const own = median(ours.map((run) => run[part]));
  if (theirs.length === 0) return { what, figure: `${own.toFixed(2)} ms` };
  const numpy = median(theirs.map((run) => run[part]));
  return {
    what,
    figure: `${(own / numpy).toFixed(2)} × numpy (${own.toFixed(2)} ms against ${numpy.toFixed(2)} ms)`,
    asked: "≤ 1.5 × numpy",
  };
});
const perRollout = growth.map(({ nsPerRollout }) => nsPerRollout.toFixed(2)).join(", ");
const grown = {
  what: "lagrange-multiplier, ns a rollout from 1e4 to 1e7",
  figure: perRollout,
  asked: "at most linear",
};
report("schedule", [...lines, grown], { ours, theirs, growth });
