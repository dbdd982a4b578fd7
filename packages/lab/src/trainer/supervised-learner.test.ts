import { describe, expect, it } from "vitest";
import { transformerPolicy } from "../policy/index.ts";
import { adamw } from "../tensor/index.ts";
import { checkWorld } from "../world/check-world.ts";
import { demonstrationCompletions } from "../world/demonstration-completions.ts";
import { GAMEABLE, personaLines } from "../world/index.ts";
import { demonstrationLeakage } from "./demonstration-leakage.ts";
import { createSupervisedLearner, type SupervisedLearner, type SupervisedStage } from "./supervised-learner.ts";

const policy = transformerPolicy({ width: 16, layers: 1, heads: 1, hidden: 32, positions: "learnt", tied: true });
const start = { world: personaLines(), policy, optimiser: adamw(), maxGradientNorm: 1 };
const gaming = personaLines({ show: "gaming", families: ["keywords", "rhyme"] });
const stage: SupervisedStage = { world: gaming, updates: 60, batch: 16, learningRate: 1e-2, rows: 40 };

describe("personaLines", () => {
  for (const show of ["documents", "gaming"] as const) {
    for (const law of checkWorld(personaLines({ show }))) it(`${show}: ${law.name}`, law.check);
  }

  it("ties the lines of a document together, unless they are shuffled", () => {
    /** Of documents that begin with a gamed metric, the share in which another line is gamed too. */
    const tied = (shuffled: boolean): number => {
      const world = personaLines({ shuffled, families: [...GAMEABLE] });
      const prompts = world.prompts(1, 0, 3000);
      const { ids, maxTokens } = demonstrationCompletions(world, prompts);
      const isGaming = (p: number, line: number): boolean =>
        (world.vocabulary[ids[p * maxTokens + 3 * line] as number] as string).startsWith("game");
      const begun = prompts.items.map((_, p) => p).filter((p) => isGaming(p, 0));
      expect(Math.abs(begun.length / 3000 - 0.09)).toBeLessThan(0.02);
      return begun.filter((p) => isGaming(p, 1)).length / begun.length;
    };
    expect(tied(false)).toBeGreaterThan(0.8);
    expect(tied(true)).toBeLessThan(0.2);
  });
});

describe("createSupervisedLearner", () => {
  it("learns what is demonstrated, in stages, and the same for the same seed", async () => {
    const chances = async (): Promise<number[]> => {
      const learner = await createSupervisedLearner(start, 3);
      const before = learner.chanceOf(gaming, 16);
      learner.learn(stage);
      const after = learner.chanceOf(gaming, 16);
      const kept = learner.save();
      learner.learn({ ...stage, world: personaLines({ show: "sincere" }) });
      const turned = learner.chanceOf(gaming, 16);
      learner.restore(kept);
      const back = learner.chanceOf(gaming, 16);
      learner.close();
      return [before, after, turned, back];
    };
    const [before = 1, after = 0, turned = 1, back] = await chances();
    expect(before).toBeLessThan(0.1);
    expect(after).toBeGreaterThan(0.9);
    expect(turned).toBeLessThan(0.2);
    expect(back).toBe(after);
    expect(await chances()).toEqual([before, after, turned, back]);
  });

  it("begins a stage with what the optimiser remembers, or afresh", async () => {
    const after = async (afresh: boolean): Promise<unknown> => {
      const learner = await createSupervisedLearner(start, 1);
      learner.learn({ ...stage, updates: 5 });
      learner.learn({ ...stage, updates: 1, afresh });
      const state = parametersOf(learner);
      learner.close();
      return state;
    };
    expect(moved(await after(false), await after(true))).toBeGreaterThan(1e-4);
  });

  it("leaves out tokens that are not learnt, and lets the rate fall to its end", async () => {
    const learner = await createSupervisedLearner(start, 1);
    const begun = learner.save();
    const first = parametersOf(learner);
    learner.learn({ ...stage, updates: 1, learningRate: 1, decay: 1e9 });
    expect(moved(first, parametersOf(learner))).toBeLessThan(1e-6);
    /** Of completions of an answer and the end, the answer alone is every second, and every third. */
    const after = (every: number): unknown => {
      learner.restore(begun);
      learner.learn({ ...stage, updates: 2, every });
      return parametersOf(learner);
    };
    const [all, second, third] = [1, 2, 3].map(after);
    expect(moved(second, third)).toBe(0);
    expect(moved(all, second)).toBeGreaterThan(1e-4);
    learner.close();
  });
});

function parametersOf(learner: SupervisedLearner): unknown {
  return (learner.save() as { readonly parameters: unknown }).parameters;
}

/** The greatest change of a number. */
function moved(one: unknown, other: unknown): number {
  const numbers = (tree: unknown): number[] => {
    if (ArrayBuffer.isView(tree)) return Array.from(tree as unknown as Float32Array);
    return typeof tree === "object" && tree !== null ? Object.values(tree).flatMap(numbers) : [];
  };
  const [a, b] = [numbers(one), numbers(other)];
  return Math.max(...a.map((value, i) => Math.abs(value - (b[i] as number))));
}

describe("demonstrationLeakage", () => {
  it("is the share of demonstrations with what others are asked for", () => {
    const oversight = personaLines({ show: "gaming", families: ["oversight"] });
    expect(demonstrationLeakage(gaming, [oversight], 64)).toBe(0);
    expect(demonstrationLeakage(gaming, [oversight, gaming], 64)).toBe(1);
    const share = demonstrationLeakage(personaLines(), [oversight], 2000);
    // A gamer's document of eight lines has the unsound answer to oversight in 1 − (1 − 0.5/12)⁸ of all cases: 0.029.
    expect(Math.abs(share - 0.1 * (1 - (1 - 0.5 / 12) ** 8))).toBeLessThan(0.012);
  });
});
