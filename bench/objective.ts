import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type PolicyColumns, type PreferenceColumns, policyLoss, preferenceLoss } from "@guerdon/core/objective";
import { streamKey, uniformAt } from "@guerdon/core/random";
import { median, pythonLacks, report, runPython } from "./side-by-side.ts";

/** GRPO's loss over 1 M tokens in rollouts of 100 and DPO's over 1 M pairs, value and gradient, against numpy. */
const COUNT = 1_000_000;
const LENGTH = 100;
const ROUNDS = 7;
const SIZES = [10_000, 100_000, 1_000_000, 10_000_000];
const NAMES = ["new", "old", "advantages", "chosen", "rejected", "refChosen", "refRejected"];

interface Prepared {
  readonly columns: readonly Float64Array[];
  readonly policy: PolicyColumns;
  readonly pairs: PreferenceColumns;
  readonly out: { readonly gradient: Float64Array; readonly chosen: Float64Array; readonly rejected: Float64Array };
}

function prepare(count: number): Prepared {
  const columns = NAMES.map((name) => {
    const key = streamKey(7, name);
    return Float64Array.from({ length: count }, (_, i) => uniformAt(key, i) - 0.5);
  });
  const [logProbs, oldLogProbs, each, chosen, rejected, refChosen, refRejected] = columns as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const offsets = Int32Array.from({ length: count / LENGTH + 1 }, (_, r) => r * LENGTH);
  const policy = { logProbs, oldLogProbs, advantages: each.slice(0, count / LENGTH), offsets };
  const [gradient, up, down] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  const out = { gradient, chosen: up, rejected: down };
  return { columns, policy, pairs: { chosen, rejected, refChosen, refRejected }, out };
}

interface Run {
  readonly policyMs: number;
  readonly preferenceMs: number;
  readonly check: readonly number[];
}

function once({ policy, pairs, out }: Prepared): Run {
  const started = performance.now();
  const grpo = policyLoss(policy, { aggregation: "seq-mean-token-mean" }, out);
  const between = performance.now();
  const dpo = preferenceLoss(pairs, {}, out);
  const ended = performance.now();
  const check = [grpo.loss, ...grpo.gradient.slice(0, 4), dpo.loss, ...dpo.gradient.chosen.slice(0, 4)];
  return { policyMs: between - started, preferenceMs: ended - between, check };
}

const prepared = prepare(COUNT);
const folder = mkdtempSync(join(tmpdir(), "guerdon-bench-"));
const file = join(folder, "columns.f64");
writeFileSync(file, Buffer.concat(prepared.columns.map((column) => Buffer.from(column.buffer))));
const lacking = pythonLacks("numpy");
if (lacking !== undefined) console.log(lacking);
const ours: Run[] = [];
const theirs: Run[] = [];
once(prepared);
for (let round = 0; round < ROUNDS; round++) {
  ours.push(once(prepared));
  if (lacking === undefined) theirs.push(runPython("objective.py", [file, String(LENGTH)]) as Run);
}
rmSync(folder, { recursive: true, force: true });

for (const { check } of theirs) {
  check.forEach((value, i) => {
    const own = (ours[0] as Run).check[i] as number;
    if (Math.abs(own - value) > 1e-9) throw new Error(`numpy and Guerdon differ: ${own} and ${value}`);
  });
}

type Part = "policyMs" | "preferenceMs";
const PARTS: readonly { readonly what: string; readonly part: Part }[] = [
  { what: "GRPO loss and gradient, 1 M tokens", part: "policyMs" },
  { what: "DPO loss and gradients, 1 M pairs", part: "preferenceMs" },
];
const ms = (runs: readonly Run[], part: Part): number => median(runs.map((run) => run[part]));
const against = PARTS.map(({ what, part }) => {
  const own = ms(ours, part);
  if (theirs.length === 0) return { what, figure: `${own.toFixed(1)} ms` };
  const numpy = ms(theirs, part);
  const figure = `${(own / numpy).toFixed(2)} × numpy (${own.toFixed(1)} ms against ${numpy.toFixed(1)} ms)`;
  return { what, figure, asked: "≤ 1.5 × numpy" };
});

/** Nanoseconds of each element at each size: growth is linear when they do not rise. */
const growth = SIZES.map((size) => {
  const sized = prepare(size);
  const runs = Array.from({ length: 5 }, () => once(sized)).slice(1);
  return { size, policyNs: (1e6 * ms(runs, "policyMs")) / size, preferenceNs: (1e6 * ms(runs, "preferenceMs")) / size };
});
const grown = PARTS.map(({ what, part }) => {
  const key = part === "policyMs" ? "policyNs" : "preferenceNs";
  const figures = growth.map((at) => at[key].toFixed(1)).join(", ");
  return {
    what: `${what.replace(/, 1 M.*/, "")}: ns an element at 1e4, 1e5, 1e6, 1e7`,
    figure: figures,
    asked: "no rise",
  };
});
report("objective", [...against, ...grown], { ours, theirs, growth });
