import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { combinators } from "@guerdon/core/combinator";
import { type ProgramState, scoreBatch } from "@guerdon/core/engine";
import { sha256 } from "@guerdon/core/hash";
import { makeLibrary } from "@guerdon/core/piece";
import { compileProgram, type Program, term } from "@guerdon/core/program";

import { shapers } from "@guerdon/core/shaper";
import { makeBatch, type Rollout } from "@guerdon/core/signal";
import { sources } from "@guerdon/verify";
import { drawer } from "./draw.test-support.ts";
import type { NewBatch } from "./store.ts";

export const clock = {
  now: () => performance.now(),
  after: (ms: number, then: () => void) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

/** Its state depends on every score of every step, in the last bit on their order too; some scores are missing. */
export const adaptiveProgram: Program = adaptiveVariant("default(seen, 0) + 0.1 * own");

/** The same terms with another total. */
export function adaptiveVariant(total: string): Program {
  return compileProgram(
    {
      reward: "adaptive",
      terms: {
        share: term(
          (rollouts) =>
            rollouts.map(({ completion }) => {
              const text = String(completion[0]?.content);
              if (text.startsWith("f"))
                return { kind: "failed", blame: "sandbox", reason: "it broke", retryable: false };
              return text.length / 7 + 0.1;
            }),
          { range: [0, 100], scope: "rollout" },
        ),
        seen: { use: "running-normalise", of: "share", current: false },
        own: { use: "running-normalise", of: "share", by: "prompt", alpha: 0.3, current: false },
      },
      total,
    },
    makeLibrary([...sources, ...combinators, ...shapers, ...advantages], advantagePresets),
  );
}

/** Rollouts of two groups, which are the same for the same step and number. */
export function rolloutsOf(step: number, number: number): readonly Rollout[] {
  const draw = drawer(step, `rollouts ${number}`);
  return Array.from({ length: 4 }, (_, i) => {
    const text = `${draw() < 0.15 ? "f" : "a"}${"x".repeat(Math.floor(draw() * 40))}\u0000"😀`;
    return {
      id: `${step}-${number}-${i}`,
      group: `prompt ${(number + Math.floor(i / 2)) % 3}`,
      item: { answer: text.length },
      prompt: [{ role: "user", content: "write" }],
      completion: [{ role: "assistant", content: text }],
      tokens: { ids: Int32Array.of(1, 2, 3), logprobs: Float64Array.of(-0.1, -0.2, -1e-17) },
    };
  });
}

/** Scores rollouts with a state, ready to be kept. */
export async function scoredBatch(
  run: string,
  step: number,
  number: number,
  state: ProgramState | undefined,
): Promise<NewBatch> {
  const batch = makeBatch(rolloutsOf(step, number), step);
  const scores = await scoreBatch(adaptiveProgram, batch, { clock, ...(state === undefined ? {} : { state }) });
  const terms = new Map([...scores.terms].map(([name, { signal }]) => [name, signal]));
  return {
    key: sha256(`${run}\n${step}\n${number}`),
    run,
    step,
    programHash: adaptiveProgram.hash,
    protocol: "test",
    rollouts: batch.rollouts,
    layout: batch.layout,
    columns: { total: scores.total, terms, advantage: scores.advantages },
  };
}
