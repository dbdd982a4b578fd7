import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, type Json, outcomeAt, SignalBuilder, UNBOUNDED } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { runningQuantile } from "./running-quantile.ts";

const full = (values: readonly number[]) => fullSignal("rollout", values);
const flat = (values: readonly number[]) => flatLayout([values.length]);

describe("runningQuantile", () => {
  it("is the quantile of the newest values and those at hand (by hand)", () => {
    const piece = runningQuantile({ q: 0.5, window: 3 });
    const state = piece.adaptive?.step(piece.adaptive.init(), [full([1, 9])], flat([1, 9]), 0);
    expect(state).toEqual({ steps: 1, values: { all: [[1, 9]] } });
    // of 1 and 9 only the upper of two halves stays beside 4 and 6
    expect([...piece.apply([full([6, 4])], flat([6, 4]), { step: 1, state }).values]).toEqual([6]);
    expect([...piece.apply([full([2])], flat([2]), { step: 1, state }).values]).toEqual([2]);
    expect([...runningQuantile({ q: 0.25 }).apply([full([1, 2, 3, 4, 5])], flat([1, 2, 3, 4, 5])).values]).toEqual([2]);
  });

  it("freezes after the warm-up: min(s − η, 0) then has one η for good (043)", () => {
    const piece = runningQuantile({ q: 0.5, level: "step", freezeAfter: 1 });
    const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
    const warm = fullSignal("step", [0.1, 0.2, 0.9]);
    let state = piece.adaptive?.step(piece.adaptive.init(), [warm], layout, 0) as Json;
    const later = fullSignal("step", [5, 6, 7]);
    state = piece.adaptive?.step(state, [later], layout, 1) as Json;
    expect(state).toEqual({ steps: 1, values: { all: [[0.1, 0.2, 0.9]] } });
    expect([...piece.apply([later], layout, { step: 2, state }).values]).toEqual([0.2]);
    expect([...piece.apply([later], layout).values]).toEqual([6]);
  });

  it("has one for each prompt, with the normal fit of 035: mean + Φ⁻¹(0.85) (sd + 1e-5)", () => {
    const piece = runningQuantile({ q: 0.85, by: "prompt", fit: "normal" });
    const layout = { ...flatLayout([2, 1]), groupKeys: ["a", "b"] };
    const state = piece.adaptive?.step(piece.adaptive.init(), [full([1, 3, 7])], layout, 0);
    expect(state).toEqual({ steps: 1, values: { a: [[1, 3]], b: [[7]] } });
    const out = piece.apply([full([5, 5])], { ...flatLayout([1, 1]), groupKeys: ["a", "b"] }, { step: 1, state });
    const z = 1.0364333894937898;
    expect(out.values[0]).toBeCloseTo(3 + z * (Math.sqrt(8 / 3) + 1e-5), 12);
    expect(out.values[1]).toBeCloseTo(6 + z * (1 + 1e-5), 12);
    expect(out.level).toBe("group");
  });

  it("takes the values at hand alone until enough are known, and always in a group without a key", () => {
    const state = { steps: 1, values: { all: [[100, 100]] } };
    const few = runningQuantile({ minCount: 4 });
    expect([...few.apply([full([1])], flat([1]), { step: 1, state }).values]).toEqual([1]);
    const three = runningQuantile({ minCount: 3 });
    expect([...three.apply([full([1])], flat([1]), { step: 1, state }).values]).toEqual([100]);
    const prompt = runningQuantile({ by: "prompt" });
    expect([...prompt.apply([full([1, 2])], flatLayout([1, 1]), { step: 1, state }).values]).toEqual([1, 2]);
    expect(prompt.adaptive?.step(state, [full([1])], flatLayout([1]), 1)).toEqual({ ...state, steps: 2 });
  });

  it("is missing where nothing is known, for the reason of the first", () => {
    const builder = new SignalBuilder("rollout", 3);
    builder.set(0, 4);
    builder.abstain(1, "one");
    builder.abstain(2, "two");
    const out = runningQuantile({ by: "prompt" }).apply([builder.build()], flatLayout([1, 2]));
    expect([outcomeAt(out, 0), outcomeAt(out, 1)]).toEqual([{ kind: "scored", value: 4 }, abstained("one")]);
  });

  it("knows range, trend, level and defaults", () => {
    const of = { min: 0, max: 2 };
    expect([runningQuantile().range([of]), runningQuantile({ fit: "normal" }).range([of])]).toEqual([of, UNBOUNDED]);
    expect([runningQuantile().trend(0, []), runningQuantile({ fit: "normal" }).trend(0, [])]).toEqual([
      "increasing",
      "unknown",
    ]);
    expect([runningQuantile().level, runningQuantile({ by: "prompt" }).level]).toEqual(["batch", "group"]);
    expect(runningQuantile({ level: "token" }).inputs).toEqual([{ name: "of", level: "token" }]);
    expect(runningQuantile().options).toEqual({
      q: 0.5,
      by: "all",
      level: "rollout",
      window: 1000,
      minCount: 1,
      fit: "empirical",
    });
  });

  it("refuses the last quantile of a normal distribution", () => {
    expect(() => runningQuantile({ fit: "normal", q: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`q\` of \`shaper/running-quantile@1\` to be valid, got 1: a normal distribution has no quantile 0 or 1.]`,
    );
    expect(() => runningQuantile({ fit: "normal", q: 0 })).toThrow("no quantile 0 or 1");
  });

  const settings = [{}, { by: "prompt", window: 5, fit: "normal", minCount: 2 }, { freezeAfter: 2, q: 0 }];
  for (const options of settings) {
    for (const law of lawsOf(runningQuantile, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

describe("normalQuantile", () => {
  // Python's statistics.NormalDist().inv_cdf
  it.each([
    [0.5, 0],
    [0.85, 1.0364333894937898],
    [0.975, 1.9599639845400538],
    [0.05, -1.6448536269514729],
    [1e-10, -6.361340902404056],
    [1e-20, -9.262340089798409],
    [0.075, -1.4395314709384563],
  ])("of %d is %d", (q, expected) => {
    expect(normalQuantile(q)).toBeCloseTo(expected, 13);
  });

  it("is odd around ½ and infinite at the ends", () => {
    for (const q of [0.01, 0.2, 0.4]) expect(normalQuantile(q)).toBeCloseTo(-normalQuantile(1 - q), 13);
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
  });
});
