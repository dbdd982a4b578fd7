import { groupRelative } from "@guerdon/core/advantage";
import { reduce } from "@guerdon/core/credit";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram } from "@guerdon/core/program";
import { describe, expect, it } from "vitest";
import { appGraph, vectorise } from "../environment/index.ts";
import { categoricalHead, mlpPolicy } from "../policy/index.ts";
import { adamw } from "../tensor/index.ts";
import { startPolicyGradient } from "./policy-gradient.ts";
import { type StageRun, stagedRun } from "./staged-run.ts";
import { worldSignal } from "./world-signal.ts";

const program = compileProgram(
  {
    reward: "stage",
    terms: { reward: { use: "world-signal" }, return: { use: "reduce", of: "reward", by: "sum" } },
    total: "return",
    advantage: { use: "group-relative" },
  },
  makeLibrary([groupRelative, reduce, worldSignal]),
);

/** A stage of two updates on tasks of one length. */
function stageOf(length: number, updates = 2): Promise<StageRun> {
  const environment = vectorise(appGraph({ length: [length, length], reward: "progress" }).dynamics, 8);
  const policy = mlpPolicy({ inputs: 28, head: categoricalHead(8), hidden: [8], critic: false });
  const objective = { surrogate: "log-prob" as const };
  return startPolicyGradient(
    { environment, policy, optimiser: adamw(), program, steps: 4, updates, objective, learningRate: 0.01 },
    3,
  );
}

const stages = async (): Promise<StageRun> => stagedRun([await stageOf(1), await stageOf(2)]);
const finish = async (run: StageRun): Promise<StageRun> => {
  while (run.updates < run.end) await run.update();
  return run;
};

describe("stagedRun", () => {
  it("is the run itself with one stage", async () => {
    const [one, alone] = [await finish(stagedRun([await stageOf(1)])), await finish(await stageOf(1))];
    expect(one.parameters()).toEqual(alone.parameters());
  });

  it("begins a stage with what the one before has learnt, its optimiser too", async () => {
    const [run, first, second] = [await stages(), await stageOf(1), await stageOf(2)];
    expect(run.end).toBe(4);
    await finish(first);
    const learnt = Object.entries(first.save().arrays).filter(([name]) => name.startsWith("learner."));
    expect(learnt.some(([name]) => name.includes("optimiser"))).toBe(true);
    const { json, arrays } = second.save();
    second.restore({ json, arrays: { ...arrays, ...Object.fromEntries(learnt) } });
    await finish(second);
    await finish(run);
    expect(run.parameters()).toEqual(second.parameters());
    expect(run.parameters()).not.toEqual(first.parameters());
  });

  it("goes on bit by bit from either stage", async () => {
    for (const before of [1, 3]) {
      const run = await stages();
      while (run.updates < before) await run.update();
      const other = await stages();
      other.restore(structuredClone(run.save()));
      expect(other.updates).toBe(before);
      expect((await finish(other)).parameters()).toEqual((await finish(run)).parameters());
    }
  });

  it("refuses to be nothing", () => {
    expect(() => stagedRun([])).toThrow("at least one stage");
  });
});
