import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram } from "@guerdon/core/program";
import { transformerPolicy } from "../packages/lab/src/policy/index.ts";
import { adamw } from "../packages/lab/src/tensor/index.ts";
import { startTokenRun, worldSignal } from "../packages/lab/src/trainer/index.ts";
import { arithmeticThinking } from "../packages/lab/src/world/index.ts";
import { report } from "./side-by-side.ts";

/** Memory of 100,000 updates of a token policy, KL and entropy included, after collecting what is garbage. */
const UPDATES = Number(process.argv[2] ?? 100_000);
const LOOK_EVERY = UPDATES / 10;

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;
const signal = { use: "world-signal", level: "rollout" };
const program = compileProgram(
  {
    reward: "short sums",
    terms: { correct: signal, length: signal },
    total: "correct - 0.01 * length",
    advantage: "grpo",
  },
  makeLibrary([worldSignal, ...advantages], advantagePresets),
);
const run = await startTokenRun(
  {
    world: arithmeticThinking({ digits: 1 }),
    policy: transformerPolicy({ width: 16, layers: 1, heads: 2, hidden: 32, positions: "learnt" }),
    program,
    objective: { clipHigh: 0.28 },
    optimiser: adamw(),
    learningRate: 1e-4,
    maxGradientNorm: 1,
    updates: UPDATES,
    prompts: 4,
    perPrompt: 4,
    kl: { beta: 0.1 },
    entropyWeight: 0.05,
  },
  1,
);

const looks: { updates: number; seconds: number; heapMb: number; externalMb: number; residentMb: number }[] = [];
const started = performance.now();
while (run.updates < run.end) {
  await run.update();
  if (run.updates % LOOK_EVERY !== 0) continue;
  collect();
  const { heapUsed, external, rss } = process.memoryUsage();
  const seconds = (performance.now() - started) / 1000;
  const megabytes = { heapMb: heapUsed / 1e6, externalMb: external / 1e6, residentMb: rss / 1e6 };
  looks.push({ updates: run.updates, seconds, ...megabytes });
}
run.close();

const [first, last] = [looks[0], looks.at(-1)] as [(typeof looks)[number], (typeof looks)[number]];
const written = (name: "heapMb" | "externalMb" | "residentMb"): string =>
  `${first[name].toFixed(1)} and ${last[name].toFixed(1)} MB`;
report(
  "lab-memory",
  [
    {
      what: `heap after ${first.updates} and after ${last.updates} updates of a token policy`,
      figure: written("heapMb"),
      asked: "flat",
    },
    { what: "outside the heap", figure: written("externalMb"), asked: "flat" },
    { what: "resident", figure: written("residentMb") },
  ],
  { looks },
);
