import { describe, expect, it } from "vitest";
import { initState, nextState, type ProgramState, scoreBatch } from "../engine/index.ts";
import { realClock } from "../engine/real-clock.test-support.ts";
import { rolloutsOf, testLibrary } from "../engine/rollouts.test-support.ts";
import { makeLibrary } from "../piece/index.ts";
import { compileProgram } from "../program/index.ts";
import { makeBatch } from "../signal/index.ts";
import { samplers } from "./index.ts";

const known = new Set(testLibrary.factories.map(({ id }) => id));
const library = makeLibrary(
  [...testLibrary.factories, ...samplers.filter(({ id }) => !known.has(id))],
  testLibrary.presets,
);

/** Prompt a succeeds once in two, prompt b never. */
const batchAt = (step: number) =>
  makeBatch(
    rolloutsOf([
      ["a", "x", "x"],
      ["a", "y", "x"],
      ["b", "y", "x"],
      ["b", "z", "x"],
    ]),
    step,
  );

const program = compileProgram(
  {
    reward: "r",
    terms: {
      right: { use: "exact", expected: "{{ item.answer }}" },
      keep: { use: "zero-variance-drop", of: "right" },
      rate: { use: "success-rate", of: "right" },
      valid: { use: "success-rate", of: "right", output: "valid", minCount: 3 },
      rollouts: { use: "knapsack", rate: "rate", valid: "valid", perPrompt: 4 },
      replay: { use: "failure-replay", of: "right" },
    },
    total: "right",
  },
  library,
);

async function valuesAt(step: number, state: ProgramState) {
  const batch = batchAt(step);
  const scores = await scoreBatch(program, batch, { clock: realClock, state });
  const read = (name: string) => [...(scores.terms.get(name)?.signal.values ?? [])];
  const [rollouts, replay] = [read("rollouts"), read("replay")];
  return { keep: read("keep"), rate: read("rate"), rollouts, replay, next: nextState(program, state, batch, scores) };
}

describe("programs with samplers", () => {
  it("remember prompts from one training step to the next", async () => {
    const first = await valuesAt(0, initState(program));
    expect(first.keep).toEqual([1, 0]);
    expect(first.rate).toEqual([0.5, 0]);
    expect(first.rollouts).toEqual([4, 4]);
    expect(first.replay).toEqual([0.5, 0.5]);
    const second = await valuesAt(1, first.next);
    expect(second.rollouts).toEqual([6, 2]);
    expect(second.replay).toEqual([0.75, 0.25]);
  });
});
