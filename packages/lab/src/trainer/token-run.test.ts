import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram, type Program, type ProgramSpec, term } from "@guerdon/core/program";
import { zeroVarianceDrop } from "@guerdon/core/sampler";
import { anneal } from "@guerdon/core/schedule";
import { shapers } from "@guerdon/core/shaper";
import { describe, expect, it } from "vitest";
import type { Metrics } from "../experiment/index.ts";
import { transformerPolicy } from "../policy/index.ts";
import { adamw, sgd } from "../tensor/index.ts";
import { arithmeticThinking, thinkingLength, thinkingLengthPolicy } from "../world/index.ts";
import type { TokenRun } from "./token-loop.ts";
import { startTokenRun } from "./token-run.ts";
import type { TokenTraining } from "./token-settings.ts";
import { worldSignal } from "./world-signal.ts";

const library = makeLibrary([worldSignal, ...shapers, ...advantages], advantagePresets);
const fromWorld = { use: "world-signal", level: "rollout" };

function programOf(spec: Partial<ProgramSpec> = {}): Program {
  return compileProgram(
    { reward: "right", terms: { correct: fromWorld }, total: "correct", advantage: "grpo", ...spec },
    library,
  );
}

/** The canonical environment of card 104: plain gradient steps on the hazards. */
const thinking: TokenTraining = {
  world: thinkingLength(),
  policy: thinkingLengthPolicy(),
  program: programOf(),
  objective: { aggregation: "seq-mean-token-sum" },
  optimiser: sgd(),
  learningRate: 2.4,
  updates: 60,
  prompts: 32,
  perPrompt: 8,
};

const sums: TokenTraining = {
  world: arithmeticThinking({ digits: 1, workingShare: 0 }),
  policy: transformerPolicy({ width: 16, layers: 1, heads: 2, hidden: 32, positions: "learnt" }),
  program: programOf(),
  objective: { clipHigh: 0.28 },
  optimiser: adamw(),
  learningRate: 3e-3,
  maxGradientNorm: 1,
  updates: 4,
  prompts: 8,
  perPrompt: 4,
};

async function updatesOf(run: TokenRun, count: number): Promise<Metrics[]> {
  const rows: Metrics[] = [];
  for (let i = 0; i < count; i++) rows.push(await run.update());
  return rows;
}

function mean(rows: readonly Metrics[], name: string): number {
  return rows.reduce((sum, row) => sum + (row[name] as number), 0) / rows.length;
}

describe("startTokenRun", () => {
  it("makes the hazard policy think longer and be right more often (104 §Experiment, plain)", async () => {
    const run = await startTokenRun(thinking, 1);
    const rows = await updatesOf(run, 60);
    run.close();
    const [first, last] = [rows.slice(0, 5), rows.slice(-5)];
    expect(mean(last, "length")).toBeGreaterThan(mean(first, "length") + 3);
    expect(mean(last, "correct")).toBeGreaterThan(mean(first, "correct") + 0.1);
    expect(mean(last, "reward")).toBe(mean(last, "correct"));
  });

  it("thinks less where a program pays for right answers within 8 tokens (104 §Mechanism, LASER)", async () => {
    const terms = { correct: fromWorld, length: fromWorld };
    const short = programOf({ terms, total: "correct + 0.5 * min(correct, length <= 8)" });
    const lengths: number[] = [];
    for (const program of [programOf(), short]) {
      const run = await startTokenRun({ ...thinking, program }, 1);
      lengths.push(mean((await updatesOf(run, 60)).slice(-5), "length"));
      run.close();
    }
    expect(lengths[1]).toBeLessThan((lengths[0] as number) - 2);
  });

  it("learns sums of one digit from demonstrations, then from rewards, on prompts held out", async () => {
    const run = await startTokenRun(
      {
        ...sums,
        prompts: 16,
        perPrompt: 8,
        updates: 60,
        warmStart: { updates: 120, batch: 32, learningRate: 1e-2 },
        evaluation: { every: 60, prompts: 64 },
      },
      1,
    );
    const warm = await updatesOf(run, 120);
    const before = (await run.evaluate(64)).correct as number;
    const rows = await updatesOf(run, 60);
    run.close();
    expect(warm.at(-1)?.["warmStart.loss"]).toBeLessThan(0.6 * (warm[0]?.["warmStart.loss"] as number));
    expect(before).toBeLessThan(0.9);
    expect(mean(rows.slice(-5), "correct")).toBeGreaterThan(mean(rows.slice(0, 5), "correct") + 0.1);
    expect(rows.at(-1)?.["heldOut.correct"]).toBeGreaterThanOrEqual(before);
  });

  const everything: TokenTraining = {
    ...sums,
    program: programOf({
      terms: { correct: fromWorld, proxy: fromWorld },
      total: "correct + 0.5 * proxy",
      advantage: ["grpo", { use: "whiten" }],
    }),
    warmStart: { updates: 3, batch: 8, learningRate: 1e-2 },
    learningRate: anneal({ from: 3e-3, to: 1e-3, steps: 4 }),
    minibatches: 2,
    epochs: 2,
    kl: { beta: 0.1, estimator: "k3" },
    entropyWeight: 0.01,
    sampling: { temperature: 1.2, topP: 0.95 },
    keep: { sampler: zeroVarianceDrop(), refill: { maxTries: 3 } },
    evaluation: { every: 2, prompts: 8 },
  };

  it("goes on bit by bit after a restore, in the warm start and after", async () => {
    const whole = await startTokenRun(everything, 5);
    const rows = [];
    const states = [];
    for (let i = 0; i < whole.end; i++) {
      states.push(whole.save());
      rows.push(await whole.update());
    }
    for (const at of [1, 3, 5]) {
      const other = await startTokenRun(everything, 5);
      other.restore(structuredClone(states[at]) as (typeof states)[number]);
      expect(other.updates).toBe(at);
      expect(await updatesOf(other, whole.end - at)).toEqual(rows.slice(at));
      expect(other.save()).toEqual(whole.save());
      other.close();
    }
    whole.close();
    expect(rows.at(-1)?.klReference).toBeGreaterThan(0);
    expect(rows.at(-1)?.asked).toBeGreaterThanOrEqual(8);
  });

  it("gives the same bits for a seed and others for another", async () => {
    const curves = [];
    for (const seed of [1, 1, 2]) {
      const run = await startTokenRun(sums, seed);
      curves.push(JSON.stringify([await updatesOf(run, 3), [...Object.values(run.save().arrays)].map((a) => a[0])]));
      run.close();
    }
    expect(curves[0]).toBe(curves[1]);
    expect(curves[0]).not.toBe(curves[2]);
  });

  it("takes the sampler's log-probabilities for the first minibatch: on policy nothing is clipped, KL is 0", async () => {
    const run = await startTokenRun({ ...sums, epochs: 2 }, 1);
    const [row] = await updatesOf(run, 1);
    run.close();
    const once = await startTokenRun(sums, 1);
    const [on] = await updatesOf(once, 1);
    once.close();
    expect([on?.klOld, on?.clipFraction]).toEqual([0, 0]);
    expect(row?.klOld).not.toBe(0);
  });

  it("learns the same with and without kernels", async () => {
    const curves = [];
    for (const kernels of [true, false]) {
      const policy = transformerPolicy({ width: 16, layers: 1, heads: 2, hidden: 32, positions: "learnt", kernels });
      const run = await startTokenRun({ ...everything, policy }, 2);
      curves.push(await updatesOf(run, 5));
      run.close();
    }
    const [fast, slow] = curves as [Metrics[], Metrics[]];
    expect(Object.keys(fast[4] as Metrics)).toEqual(Object.keys(slow[4] as Metrics));
    for (const name of ["loss", "gradientNorm", "entropy", "klReference"]) {
      for (const k of [3, 4]) expect(fast[k]?.[name]).toBeCloseTo(slow[k]?.[name] as number, 4);
    }
  });

  it("keeps memory flat over 200 updates of two minibatches", async () => {
    const training = { ...everything, updates: 1000, epochs: 1, evaluation: { every: 100, prompts: 8 } };
    const run = await startTokenRun(training, 1);
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc") as () => void;
    const bytes = (): number => {
      collect();
      const { heapUsed, external } = process.memoryUsage();
      return heapUsed + external;
    };
    await updatesOf(run, 100);
    const before = bytes();
    await updatesOf(run, 200);
    const grown = bytes() - before;
    run.close();
    expect(grown).toBeLessThan(2e6);
  });

  it("does not move where no completion is better than another", async () => {
    const flat = programOf({ terms: { one: term((rows) => rows.map(() => 1), { range: [0, 1] }) }, total: "one" });
    const run = await startTokenRun({ ...thinking, program: flat }, 1);
    const before = JSON.stringify(run.parameters());
    const [row] = await updatesOf(run, 1);
    expect(JSON.stringify(run.parameters())).toBe(before);
    expect([row?.deadGroups, row?.gradientNorm, row?.reward]).toEqual([1, 0, 1]);
    run.close();
  });
});
