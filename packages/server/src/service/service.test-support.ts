import { advantagePresets, advantages } from "@guerdon/core/advantage";
import { combinators } from "@guerdon/core/combinator";
import { credits } from "@guerdon/core/credit";
import { type Clock, type Library, makeLibrary } from "@guerdon/core/piece";
import { compileProgram, type Program, type ProgramSpec } from "@guerdon/core/program";
import { shapers } from "@guerdon/core/shaper";
import type { Rollout } from "@guerdon/core/signal";
import { sources } from "@guerdon/verify";
import { ProgramRegistry } from "./program-registry.ts";

export const library: Library = makeLibrary(
  [...sources, ...combinators, ...shapers, ...credits, ...advantages],
  advantagePresets,
);

export const realClock: Clock = {
  now: () => performance.now(),
  after: (ms, then) => {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

/** A clock that goes on only when it is told to. */
export class HandClock implements Clock {
  readonly #due: Map<() => void, number> = new Map();
  #now = 0;

  now(): number {
    return this.#now;
  }

  after(ms: number, then: () => void): () => void {
    const entry = (): void => then();
    this.#due.set(entry, this.#now + ms);
    return () => this.#due.delete(entry);
  }

  pass(ms: number): void {
    this.#now += ms;
    for (const [then, at] of [...this.#due]) {
      if (at > this.#now) continue;
      this.#due.delete(then);
      then();
    }
  }
}

export function compiled(spec: ProgramSpec): Program {
  return compileProgram(spec, library);
}

export function registryOf(...specs: readonly ProgramSpec[]): Promise<ProgramRegistry> {
  return ProgramRegistry.open(specs.map((spec) => ({ path: `${spec.reward}.yaml`, load: async () => compiled(spec) })));
}

/** Whether the number of the completion is that of the row. */
export const EXACT: ProgramSpec = {
  reward: "exact",
  terms: {
    correct: { use: "number", expected: "{{ item.answer }}" },
    words: { use: "length", unit: "words" },
  },
  total: "default(correct, 0) - 0.01 * clip(words, 0, 100)",
  advantage: { use: "grpo/trl" },
};

/** A rollout whose completion is a number. */
export function answer(id: string, group: string, text: string, expected = "4"): Rollout {
  return {
    id,
    group,
    item: { answer: expected },
    prompt: [{ role: "user", content: group }],
    completion: [{ role: "assistant", content: text }],
  };
}
