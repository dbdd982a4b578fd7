import type { Signal } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { episodeLayout } from "./score-experience.ts";
import { termMeans } from "./term-means.ts";

const signal = (level: Signal["level"], values: number[], present = values.map(() => 1)): { signal: Signal } => ({
  signal: { level, values: Float64Array.from(values), present: Uint8Array.from(present) },
});

describe("termMeans", () => {
  it("sums steps, averages over the episodes that ended, and leaves out what is missing somewhere", () => {
    // Episodes of 2, 1 (unfinished) and 3 steps.
    const ends = Uint8Array.of(0, 1, 0, 0, 0, 2);
    const terms = new Map([
      ["turn", signal("step", [1, 2, 99, 4, 5, 6])],
      ["final", signal("rollout", [7, 99, 8])],
      ["holes", signal("rollout", [7, 0, 8], [1, 0, 1])],
      ["group", signal("group", [1])],
    ]);
    expect(termMeans({ terms, layout: episodeLayout({ count: 2, steps: 3, ends }) }, ends)).toEqual({
      "term.turn": 9,
      "term.final": 7.5,
    });
  });
});
