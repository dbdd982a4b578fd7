import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { credits } from "@guerdon/core/credit";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram } from "@guerdon/core/program";
import { pendulum, vectorise } from "@guerdon/lab/environment";
import { gaussianHead, mlpPolicy } from "@guerdon/lab/policy";
import { adamw } from "@guerdon/lab/tensor";
import { startPolicyGradient, worldSignal } from "@guerdon/lab/trainer";
import { median, report } from "./side-by-side.ts";

/**
 * PPO on Pendulum-v1 for 100,000 steps with the hyper-parameters of rl-baselines3-zoo (but for its state-dependent
 * exploration): the mean return of the last 100 episodes of training. Usage: lab-pendulum.ts [SEEDS]
 */
const SEEDS = Number(process.argv[2] ?? 5);
const [COPIES, STEPS, TOTAL] = [4, 1024, 100_000];

async function learn(seed: number): Promise<{ readonly curve: readonly number[]; readonly seconds: number }> {
  const started = performance.now();
  const program = compileProgram(
    {
      reward: "pendulum",
      terms: {
        reward: { use: "world-signal" },
        values: { use: "world-signal" },
        bootstrap: { use: "world-signal", level: "rollout" },
        return: { use: "reduce", of: "reward", by: "sum" },
      },
      total: "return",
      credit: "reward",
      advantage: {
        ...{ use: "gae", level: "step", rewards: "credit", gamma: 0.9, lambda: 0.95 },
        ...{ values: "values", bootstrap: "bootstrap", credit: "credit" },
      },
    },
    makeLibrary([worldSignal, ...credits, ...advantages], advantagePresets),
  );
  const run = await startPolicyGradient(
    {
      environment: vectorise(pendulum(), COPIES),
      policy: mlpPolicy({ inputs: 3, head: gaussianHead(1, { low: [-2], high: [2] }) }),
      optimiser: adamw({ epsilon: 1e-5 }),
      program,
      steps: STEPS,
      updates: Math.ceil(TOTAL / (COPIES * STEPS)),
      objective: {},
      critic: { coef: 0.5 },
      learningRate: 1e-3,
      maxGradientNorm: 0.5,
      epochs: 10,
      minibatch: 64,
      normalise: true,
    },
    seed,
  );
  const curve: number[] = [];
  while (run.updates < run.end) curve.push((await run.update()).return as number);
  run.close();
  return { curve, seconds: (performance.now() - started) / 1000 };
}

const runs: Awaited<ReturnType<typeof learn>>[] = [];
for (let seed = 1; seed <= SEEDS; seed++) runs.push(await learn(seed));
const last = runs.map(({ curve }) => curve.at(-1) as number);

report(
  "lab-pendulum",
  [
    {
      what: `PPO on Pendulum-v1 for ${TOTAL.toLocaleString("en-US")} steps, mean return of the last 100 episodes of training, ${SEEDS} seeds`,
      figure: `median ${median(last).toFixed(0)}, from ${Math.min(...last).toFixed(0)} to ${Math.max(...last).toFixed(0)}`,
      asked: "-172 ± 104, rl-baselines3-zoo",
    },
    { what: "seconds of each, median", figure: median(runs.map(({ seconds }) => seconds)).toFixed(1) },
  ],
  runs,
);
