import { describe, expect, it } from "vitest";
import { fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { column, shown, steps, tokens } from "./layouts.test-support.ts";
import { returnNormalise } from "./return-normalise.ts";

describe("returnNormalise", () => {
  it.each([
    ["the whole sum", [1, 2, 1], [0.2, 0.4, 0.2]],
    ["a later sum", [-3, 2, 2], [-0.6, 0.4, 0.4]],
    ["a sum below 0", [1, -4, 0], [0.2, -0.8, 0]],
    ["a sum without what is missing", [1, "lost", 3], [0.2, "lost", 0.6]],
    ["nothing", [], []],
    ["zeros", [0, 0], [0, 0]],
  ] as const)("divides by %s (089 §Mechanism, batch_norm; eps 1, by hand)", (_, of, expected) => {
    expect(shown(returnNormalise({ eps: 1 }).apply([column("token", of)], tokens([of.length])))).toEqual(expected);
  });

  it("divides by the largest of the batch, summing rollout by rollout", () => {
    const out = returnNormalise({ eps: 1, level: "step" }).apply(
      [fullSignal("step", [1, 2, 2, 5])],
      steps([3, 1], [1, 1]),
    );
    expect([out.level, ...out.values]).toEqual(["step", 1 / 6, 2 / 6, 2 / 6, 5 / 6]);
  });

  it("fails where a sum is too large", () => {
    const out = returnNormalise().apply([fullSignal("token", [1e308, 1e308])], tokens([2]));
    expect(shown(out)).toEqual(Array(2).fill("Expected a finite value, got NaN."));
  });

  it("states its facts", () => {
    const piece = returnNormalise();
    expect([piece.options, piece.scope, piece.trend(0, [])]).toEqual([
      { level: "token", eps: 1e-6 },
      "batch",
      "unknown",
    ]);
    expect(piece.range([])).toEqual({ min: -2, max: 2 });
  });

  for (const law of lawsOf(returnNormalise)) it(law.name, law.check);
  for (const law of lawsOf(returnNormalise, { options: { level: "step" } })) it(`${law.name}, steps`, law.check);
});
