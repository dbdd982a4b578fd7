import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, type Json, type Layout, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type FailureReplayOptions, failureReplay } from "./failure-replay.ts";

const named = (...keys: readonly string[]): Layout => ({ ...flatLayout(keys.map(() => 2)), groupKeys: keys });

/** The state after steps in which each named prompt got one reward twice. */
function after(
  options: Partial<FailureReplayOptions>,
  ...steps: readonly { readonly [prompt: string]: number }[]
): Json {
  const { adaptive } = failureReplay(options);
  return steps.reduce<Json>((state, rewards, step) => {
    const of = fullSignal(
      "rollout",
      Object.values(rewards).flatMap((reward) => [reward, reward]),
    );
    return adaptive?.step(state, [of], named(...Object.keys(rewards)), step) ?? null;
  }, adaptive?.init() ?? null);
}

const weights = (state: Json, layout: Layout, options: Partial<FailureReplayOptions> = {}) => [
  ...failureReplay(options).apply([fullSignal("rollout", new Float64Array(layout.groupOf.length))], layout, {
    step: 1,
    state,
  }).values,
];

describe("failureReplay", () => {
  it("gives a quarter of the draws to failed prompts (132 §Mechanism)", () => {
    const state = after({}, { a: 0, b: 1, c: 0, d: 0.5, e: 0.1 });
    expect(state).toEqual({
      buffer: [
        { prompt: "a", visits: 0 },
        { prompt: "c", visits: 0 },
      ],
      dropped: [],
    });
    expect(weights(state, named("a", "b", "c", "d", "e"))).toEqual([0.125, 0.25, 0.125, 0.25, 0.25]);
  });

  it("forgets a prompt at the exit, keeps it below, and takes it in again", () => {
    expect(after({}, { a: 0 }, { a: 0.4 })).toEqual({ buffer: [{ prompt: "a", visits: 1 }], dropped: [] });
    expect(after({}, { a: 0 }, { a: 0.5 })).toEqual({ buffer: [], dropped: [] });
    expect(after({}, { a: 0 }, { a: 1 }, { a: 0 })).toEqual({ buffer: [{ prompt: "a", visits: 0 }], dropped: [] });
  });

  it("gives up for good after the most visits (132 §Pitfalls)", () => {
    const options = { maxVisits: 2 };
    expect(after(options, { a: 0 }, { a: 0 })).toEqual({ buffer: [{ prompt: "a", visits: 1 }], dropped: [] });
    expect(after(options, { a: 0 }, { a: 0 }, { a: 0 })).toEqual({ buffer: [], dropped: ["a"] });
    expect(after(options, { a: 0 }, { a: 0 }, { a: 0 }, { a: 0 })).toEqual({ buffer: [], dropped: ["a"] });
  });

  it("lets the oldest give way (132 §Mechanism)", () => {
    expect(after({ capacity: 2 }, { a: 0, b: 0 }, { c: 0 })).toEqual({
      buffer: [
        { prompt: "b", visits: 0 },
        { prompt: "c", visits: 0 },
      ],
      dropped: [],
    });
    expect(after({ capacity: 1, maxVisits: 1 }, { a: 0 }, { a: 0 }, { b: 0 }, { b: 0 })).toEqual({
      buffer: [],
      dropped: ["b"],
    });
  });

  it("has the paper's numbers unless told otherwise", () => {
    expect(failureReplay().options).toEqual({ rate: 0.25, enter: 0, exit: 0.5, capacity: 256, maxVisits: 16 });
  });

  it.each([
    ["remembered prompts alone", named("a"), [1]],
    ["others alone", named("x", "y"), [0.5, 0.5]],
    ["prompts without names", flatLayout([1, 1]), [0.5, 0.5]],
    ["no candidate", flatLayout([]), []],
  ] as const)("weighs %s alike", (_, layout, expected) => {
    expect(weights(after({}, { a: 0 }), layout)).toEqual(expected);
  });

  it("does not look at the rewards of candidates", () => {
    const layout = named("a", "b");
    const none = new SignalBuilder("rollout", 4);
    for (let i = 0; i < 4; i++) none.abstain(i, "not rolled out");
    const out = failureReplay().apply([none.build()], layout, { step: 1, state: after({}, { a: 0 }) });
    expect([...out.values]).toEqual([0.25, 0.75]);
    expect([...failureReplay().apply([none.build()], layout).values]).toEqual([0.5, 0.5]);
    const kept = failureReplay().adaptive?.step({ buffer: [], dropped: [] }, [none.build()], layout, 0);
    expect(kept).toEqual({ buffer: [], dropped: [] });
  });

  it("knows range and trend", () => {
    expect([failureReplay().range([]), failureReplay().trend(0, [])]).toEqual([{ min: 0, max: 1 }, "constant"]);
  });

  const skip = [{ law: "missing stays missing", reason: "prompts are weighed before they are rolled out" }];
  for (const law of lawsOf(failureReplay, { options: { capacity: 2, maxVisits: 2 }, skip })) it(law.name, law.check);
});
