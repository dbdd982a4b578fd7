import { flatLayout } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import type { TokenLearner } from "../policy/token-policy.ts";
import { adamw, type HostInput, type LearnerSettings, type Optimiser, sgd } from "../tensor/index.ts";
import { contextualPolicy } from "./contextual-policy.ts";
import { type ContextualTask, choicePlan, readChoices } from "./contextual-task.ts";
import { type ContextualResponse, contextualWorld } from "./contextual-world.ts";

/** Ask a tool or not; what it says is a fact of the context; then an answer. Without the tool no second look. */
const task: ContextualTask = {
  contexts: [
    [1, 0.5],
    [-1, 0.25],
    [0, 2],
  ],
  training: 2,
  heads: [2, 3, 4],
  follows: (_, head, choice) => (head === 0 && choice === 0 ? 2 : head + 1),
  facts: 3,
  reveals: (context, head, choice) => (head === 0 && choice === 1 ? [context] : []),
};
let seen: readonly ContextualResponse[] = [];
const world = contextualWorld({
  ...task,
  measure: (responses) => {
    seen = responses;
    return { right: responses.map(({ choices }) => choices[2] as number), asked: responses.map(() => Number.NaN) };
  },
  demonstrate: (context) => (context === 0 ? [0, 3] : [1, 2, 1]),
});
const policy = contextualPolicy({ ...task, hidden: 5, initial: [[], [0, 1, 0]] });

function learnerOf(temperature: number, optimiser: Optimiser, settings: LearnerSettings): TokenLearner {
  const learner = policy.learner?.(world, temperature, optimiser, settings);
  if (learner === undefined) throw new Error("no learner");
  return learner;
}

function written(temperature = 1) {
  const learner = learnerOf(temperature, adamw({ learningRate: 0.05 }), { seed: 3 });
  const prompts = world.prompts(1, 0, 4);
  const writer = policy.writer(world, 8);
  const generate = () => {
    writer.load(learner.parameters());
    return writer.generate(prompts, { perPrompt: 2, maxTokens: 3, temperature, key: 9 });
  };
  const inputs = (ids: Int32Array) => ({
    prompts: { data: prompts.ids, shape: [4, 1] },
    completions: { data: ids, shape: [8, 3] },
  });
  return { learner, prompts, generate, inputs };
}

describe("contextualWorld", () => {
  it("draws contexts for training, goes through those that are held out, and depends on seed and number alone", () => {
    expect(new Set([...world.prompts(1, 0, 50).ids].map((id) => id - 11))).toEqual(new Set([0, 1]));
    expect([...world.prompts(1, 0, 3, true).ids].map((id) => id - 11)).toEqual([2, 2, 2]);
    expect(world.prompts(1, 5, 3).items).toEqual(world.prompts(1, 0, 8).items.slice(5));
    expect(world.prompts(2, 0, 8).items).not.toEqual(world.prompts(1, 0, 8).items);
  });

  it("reads choices by the heads that were asked, and measures the batch at once", () => {
    const { prompts, generate } = written();
    const generation = generate();
    const { right, asked } = world.signals(prompts, generation, flatLayout([2, 2, 2, 2]));
    expect(asked?.present.every((one) => one === 0)).toBe(true);
    seen.forEach(({ choices, entropies }, r) => {
      expect(choices[1] === -1).toBe(choices[0] === 0);
      expect(generation.lengths[r]).toBe(choices[0] === 0 ? 2 : 3);
      expect(right?.values[r]).toBe(choices[2]);
      expect(entropies.filter((entropy) => entropy > 0)).toHaveLength(generation.lengths[r] as number);
    });
    expect(seen.map(({ uniform }) => uniform(0))).toHaveLength(new Set(seen.map(({ uniform }) => uniform(0))).size);
  });

  it("reads what is none of the choices as none", () => {
    expect(readChoices(choicePlan(task), 0, [3, 6, 7])).toEqual([1, 2, 0]);
    expect(readChoices(choicePlan(task), 0, [2, 7])).toEqual([0, -1, 0]);
    expect(readChoices(choicePlan(task), 0, [3, 1, 0])).toEqual([1, -1, -1]);
  });

  it("writes demonstrations as tokens of the heads they answer", () => {
    const prompts = world.prompts(1, 0, 20);
    const shown = [...prompts.ids].map((id, p) => [id - 11, world.demonstration?.(prompts, p)]);
    expect(shown).toContainEqual([0, [2, 10]]);
    expect(shown).toContainEqual([1, [3, 6, 8]]);
  });

  it("refuses heads without choices and no context for training", () => {
    const measure = () => ({});
    expect(() => contextualWorld({ ...task, heads: [2, 0], measure })).toThrow("Expected heads with choices");
    expect(() => contextualWorld({ ...task, training: 0, measure })).toThrow("Expected heads with choices");
  });
});

describe("contextualPolicy", () => {
  it("writes what its learner says, before and after a step, at another temperature too", () => {
    for (const temperature of [1, 0.6]) {
      const { learner, generate, inputs } = written(temperature);
      const before = generate();
      const gradients = Float64Array.from(before.ids, (id, i) => ((id * 7 + i) % 5) - 2);
      learner.step(inputs(before.ids), { logProbs: gradients }, { learningRate: 0.3 });
      const after = generate();
      const { logProbs, entropy } = learner.forward(inputs(after.ids));
      for (let i = 0; i < after.ids.length; i++) {
        expect(logProbs[i]).toBeCloseTo(after.logProbs[i] as number, 5);
        expect(entropy[i]).toBeCloseTo(after.entropies[i] as number, 5);
      }
      expect(after.logProbs).not.toEqual(before.logProbs);
    }
  });

  it("has the gradient of central differences, at logits, tables and facts", () => {
    const { learner, generate, inputs } = written(0.8);
    learner.step(inputs(generate().ids), { logProbs: new Float64Array(24).fill(1) }, { learningRate: 0.4 });
    const ids = inputs(generate().ids);
    const pulls = {
      logProbs: Float64Array.from({ length: 24 }, (_, i) => ((i * 5) % 7) - 3),
      entropy: Float64Array.from({ length: 24 }, (_, i) => ((i * 3) % 5) - 2),
    };
    const at = (learner.parameters() as HostInput).data.slice() as Float32Array;
    const lossAt = (parameters: Float32Array): number => {
      const out = learnerOf(0.8, adamw(), { seed: 0, parameters: { data: parameters, shape: [at.length] } }).forward(
        ids,
      );
      return [...pulls.logProbs].reduce(
        (sum, pull, i) =>
          sum + pull * (out.logProbs[i] as number) + (pulls.entropy[i] as number) * (out.entropy[i] as number),
        0,
      );
    };
    // Adam's first step with β₁ = 0 and a large ε is the gradient over ε.
    const plain = learnerOf(0.8, adamw({ beta1: 0, beta2: 0, epsilon: 1e3 }), {
      seed: 0,
      parameters: { data: at, shape: [at.length] },
    });
    const { pulled } = plain.step(ids, pulls, { learningRate: 1 });
    expect(pulled).toBeCloseTo(lossAt(at), 4);
    const moved = (plain.parameters() as HostInput).data;
    let compared = 0;
    for (let i = 0; i < at.length; i++) {
      const [up, down] = [at.slice(), at.slice()];
      up[i] = (up[i] as number) + 0.01;
      down[i] = (down[i] as number) - 0.01;
      const slope = (lossAt(up) - lossAt(down)) / 0.02;
      const step = ((at[i] as number) - (moved[i] as number)) * 1e3;
      if (Math.abs(slope) > 0.1) compared++;
      expect(Math.abs(step - slope)).toBeLessThan(0.03 + 0.03 * Math.abs(slope));
    }
    expect(compared).toBeGreaterThan(40);
  });

  it("leaves later choices alone where they are blind", () => {
    const blind = contextualPolicy({ ...task, blind: true, hidden: 5 });
    const learner = blind.learner?.(world, 1, adamw(), { seed: 3 });
    const ids = Int32Array.of(3, 5, 8, 3, 6, 8);
    const inputs = { prompts: { data: Int32Array.of(11), shape: [1, 1] }, completions: { data: ids, shape: [2, 3] } };
    learner?.step(inputs, { logProbs: Float64Array.of(1, 1, 1, -1, 2, -3) }, { learningRate: 0.5 });
    const { logProbs } = learner?.forward(inputs) ?? { logProbs: new Float32Array(6) };
    expect([logProbs[0], logProbs[2]]).toEqual([logProbs[3], logProbs[5]]);
    expect(logProbs[1]).not.toBe(logProbs[4]);
  });

  it("shares the weights of alike parts, and has the gradient of central differences there too", () => {
    const [a, b] = [
      [1, 0.5, -0.3],
      [0.2, -1, 0.7],
    ] as const;
    const own = contextualPolicy({
      contexts: [
        [...a, ...b],
        [...b, ...a],
      ],
      training: 2,
      heads: [2, 3, 4, 3, 4],
      parts: 2,
      leadingHeads: 1,
      blind: true,
      hidden: 4,
    });
    const make = (optimiser: Optimiser, parameters?: Float32Array): TokenLearner =>
      own.learner?.(world, 1, optimiser, {
        seed: 4,
        ...(parameters === undefined ? {} : { parameters: { data: parameters, shape: [parameters.length] } }),
      }) as TokenLearner;
    const inputs = {
      prompts: { data: Int32Array.of(18, 19), shape: [2, 1] },
      completions: { data: Int32Array.of(2, 4, 8, 12, 16, 2, 5, 9, 11, 15), shape: [2, 5] },
    };
    const start = (make(adamw()).parameters() as HostInput).data.map((x, i) => x + Math.sin(i) / 3) as Float32Array;
    const { logProbs } = make(adamw(), start).forward(inputs);
    // The parts of one context are those of the other in turn: choices 0, 1 of the first are 0, 1 of the second.
    expect(logProbs[0]).toBeCloseTo(logProbs[5] as number, 6);
    const swapped = {
      ...inputs,
      completions: { data: Int32Array.of(2, 4, 8, 12, 16, 2, 5, 9, 11, 15), shape: [2, 5] },
    };
    expect(make(adamw(), start).forward(swapped).logProbs[1]).toBeCloseTo(logProbs[8] as number, 6);
    const pulls = { logProbs: Float64Array.from({ length: 10 }, (_, i) => ((i * 3) % 5) - 2) };
    const plain = make(adamw({ beta1: 0, beta2: 0, epsilon: 1e3 }), start);
    plain.step(inputs, pulls, { learningRate: 1 });
    const moved = (plain.parameters() as HostInput).data;
    const lossAt = (i: number, by: number): number => {
      const at = start.slice();
      at[i] = (at[i] as number) + by;
      return make(adamw(), at)
        .forward(inputs)
        .logProbs.reduce((sum, x, k) => sum + x * (pulls.logProbs[k] as number), 0);
    };
    start.forEach((x, i) => {
      const slope = (lossAt(i, 0.01) - lossAt(i, -0.01)) / 0.02;
      expect(Math.abs((x - (moved[i] as number)) * 1e3 - slope)).toBeLessThan(0.03 + 0.03 * Math.abs(slope));
    });
  });

  it("continues bit by bit after save and restore, and is trained by AdamW alone", () => {
    const { learner, generate, inputs } = written();
    const { ids } = generate();
    const step = () => learner.step(inputs(ids), { logProbs: Float64Array.from(ids, (id) => id % 3) });
    step();
    const saved = learner.save();
    step();
    const once = learner.parameters();
    learner.restore(saved);
    step();
    expect(learner.parameters()).toEqual(once);
    expect(() => learnerOf(1, sgd(), { seed: 0 })).toThrow("adamw");
    expect(() => policy.model(world, 1)).toThrow("its own learner");
  });
});
