import { describe, expect, it } from "vitest";
import type { Adaptive } from "../piece/index.ts";
import { flatLayout, type Json, type Layout, outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { groupRelative } from "./group-relative.ts";
import { advantagesIn, type Given, resultIn, signalOf } from "./places.test-support.ts";
import { type RunningPromptOptions, runningPrompt } from "./running-prompt.ts";

const plain = { minCount: 1, scale: "none" } as const;
const named = (sizes: readonly number[], keys: readonly string[]): Layout => ({
  ...flatLayout(sizes),
  groupKeys: keys,
});

function stepped(options: Partial<RunningPromptOptions>, state: Json, total: Given, layout: Layout): Json {
  return (runningPrompt(options).adaptive as Adaptive).step(state, [signalOf("rollout", total)], layout, 0);
}

describe("runningPrompt", () => {
  it("compares with the rewards of earlier visits and of this one (168 §Mechanism 4, by hand)", () => {
    const given = { layout: named([2], ["p"]), total: [4, 0], moment: { step: 1, state: { p: [[0, 0]] } } };
    expect(advantagesIn(runningPrompt(plain), given)).toEqual([3, -1]);
    // 0, 0, 0, 4: population deviation √3
    const scaled = advantagesIn(runningPrompt({ minCount: 1, eps: 0 }), given);
    expect(scaled[0]).toBeCloseTo(Math.sqrt(3), 14);
    expect(advantagesIn(runningPrompt({ minCount: 1, eps: 0, scale: "sample-std" }), given)).toEqual([1.5, -0.5]);
    expect(advantagesIn(runningPrompt({ minCount: 1, eps: 0, clip: 1 }), given)[0]).toBe(1);
  });

  it("compares with the batch until the prompt has enough rewards", () => {
    const layout = named([2, 2], ["p", "q"]);
    const total = [4, 0, 8, 8];
    const state = { p: [[0, 0]] };
    const four = runningPrompt({ ...plain, minCount: 4 });
    expect(advantagesIn(four, { layout, total, moment: { step: 1, state } })).toEqual([3, -1, 3, 3]);
    const five = runningPrompt({ ...plain, minCount: 5 });
    expect(advantagesIn(five, { layout, total, moment: { step: 1, state } })).toEqual([-1, -5, 3, 3]);
  });

  it("knows no prompt without a key", () => {
    const out = advantagesIn(runningPrompt(plain), { layout: flatLayout([2, 2]), total: [4, 0, 8, 8] });
    expect(out).toEqual([-1, -5, 3, 3]);
    expect(stepped(plain, {}, [4, 0, 8, 8], flatLayout([2, 2]))).toEqual({});
    expect(stepped(plain, {}, [undefined, undefined], named([2], ["p"]))).toEqual({});
  });

  it("shares one buffer with `by: all`", () => {
    const given = { layout: flatLayout([1, 1]), total: [3, 1], moment: { step: 1, state: { all: [[8]] } } };
    expect(advantagesIn(runningPrompt({ ...plain, by: "all" }), given)).toEqual([-1, -3]);
  });

  it("is GRPO before the first step (identity)", () => {
    const given = { layout: named([3, 2], ["p", "q"]), total: [1, 0, 5, undefined, 2] };
    const grpo = advantagesIn(groupRelative({ scale: "population-std", eps: 1e-6 }), given);
    advantagesIn(runningPrompt({ minCount: 1 }), given).forEach((a, i) => {
      expect(a).toBeCloseTo(grpo[i] as number, 12);
    });
  });

  it("remembers whole visits, the newest always, and drops the oldest that no longer fit (by hand)", () => {
    const layout = named([3], ["p"]);
    const first = stepped({ buffer: 4 }, {}, [3, undefined, 1], layout);
    expect(first).toEqual({ p: [[1, 3]] });
    const second = stepped({ buffer: 4 }, first, [5, 4, undefined], layout);
    expect(second).toEqual({
      p: [
        [1, 3],
        [4, 5],
      ],
    });
    expect(stepped({ buffer: 4 }, second, [7, undefined, undefined], layout)).toEqual({ p: [[4, 5], [7]] });
    expect(stepped({ buffer: 1 }, second, [7, 8, 9], layout)).toEqual({ p: [[7, 8, 9]] });
    expect(stepped({ buffer: 4 }, second, [undefined, undefined, undefined], layout)).toEqual(second);
    expect(first).toEqual({ p: [[1, 3]] });
  });

  it("scores with the buffer that it will have after the step", () => {
    const given = { layout: named([2], ["p"]), total: [4, 0], moment: { step: 1, state: { p: [[90], [6]] } } };
    expect(advantagesIn(runningPrompt({ ...plain, buffer: 3 }), given)[0]).toBeCloseTo(4 - 10 / 3, 14);
  });

  it("moves alike twice, in any order of the members, and through JSON", () => {
    const layout = named([3, 2], ["p", "constructor"]);
    const state = stepped({}, {}, [3, 1, 2, 9, 8], layout);
    expect(stepped({}, {}, [1, 2, 3, 8, 9], layout)).toEqual(state);
    expect(stepped({}, {}, [3, 1, 2, 9, 8], layout)).toEqual(state);
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
    const next = (of: Json): Json => stepped({}, of, [0, 0, 1, 1, 1], layout);
    expect(next(JSON.parse(JSON.stringify(state)))).toEqual(next(state));
    expect(stepped({}, state, [], flatLayout([]))).toEqual(state);
    expect((runningPrompt().adaptive as Adaptive).init()).toEqual({});
  });

  it("sorts by number", () => {
    expect(stepped({}, {}, [10, 9, -1], named([3], ["p"]))).toEqual({ p: [[-1, 9, 10]] });
    expect(stepped({ by: "all" }, {}, [10, 9], flatLayout([1, 1]))).toEqual({ all: [[9, 10]] });
  });

  it("moves two groups of the same prompt one after the other", () => {
    expect(stepped({}, {}, [1, 2], named([1, 1], ["p", "p"]))).toEqual({ p: [[1], [2]] });
  });

  it.each([
    ["one rollout", [1], [3]],
    ["no rollout", [], []],
    ["all equal", [3], [0.1, 0.1, 0.1]],
    ["all missing", [2], [undefined, undefined]],
  ])("is exactly zero for %s", (_, sizes, total) => {
    for (const options of [{}, { minCount: 1, eps: 0 }] as const) {
      const out = advantagesIn(runningPrompt(options), { layout: named(sizes, ["p"]), total });
      expect(out.every((a) => Object.is(a, 0))).toBe(true);
    }
  });

  it("turns an overflow into a failure of the engine", () => {
    const out = resultIn(runningPrompt({ clip: 5 }), { layout: flatLayout([3]), total: [1e308, 1e308, -1e308] });
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  it("has the defaults of its card", () => {
    expect(runningPrompt().options).toEqual({
      by: "prompt",
      buffer: 32,
      minCount: 16,
      scale: "population-std",
      eps: 1e-6,
    });
  });

  const skip = [
    { law: "gives 0 where all members are equal", reason: "earlier rewards of the prompt, or the batch, may differ" },
  ];
  const settings: readonly Partial<RunningPromptOptions>[] = [
    {},
    { minCount: 2, by: "all", clip: 1 },
    { minCount: 2, scale: "sample-std", buffer: 6 },
  ];
  for (const options of settings) {
    for (const law of lawsOf(runningPrompt, { options, skip }))
      it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
