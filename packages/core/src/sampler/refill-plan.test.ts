import { describe, expect, it } from "vitest";
import { refillPlan } from "./refill-plan.ts";

describe("refillPlan", () => {
  it("asks for as many as the keep rate so far needs (206 §Mechanism: 384 for 256)", () => {
    expect(refillPlan({ asked: 384, kept: 192, tries: 1 }, { wanted: 256 })).toEqual({
      ask: 128,
      needed: 64,
      keepRate: 0.5,
      droppedShare: 0.5,
      outcome: "refill",
    });
  });

  it.each([
    ["before the first round", { asked: 0, kept: 0, tries: 0 }, { wanted: 8 }, 8, "refill"],
    ["a full batch", { asked: 9, kept: 8, tries: 1 }, { wanted: 8 }, 0, "full"],
    ["more than a full batch", { asked: 20, kept: 12, tries: 1 }, { wanted: 8 }, 0, "full"],
    ["a full batch after the last round", { asked: 9, kept: 8, tries: 99 }, { wanted: 8 }, 0, "full"],
    ["nothing kept so far", { asked: 40, kept: 0, tries: 1 }, { wanted: 8 }, 160, "refill"],
    ["a rate that is believed", { asked: 40, kept: 0, tries: 1 }, { wanted: 8, minRate: 0.5 }, 16, "refill"],
    ["a bound on asking", { asked: 40, kept: 0, tries: 1 }, { wanted: 8, maxAsk: 32 }, 32, "refill"],
    ["the last round but one", { asked: 40, kept: 4, tries: 9 }, { wanted: 8 }, 40, "refill"],
    ["the last round (206 §Pitfalls)", { asked: 40, kept: 4, tries: 10 }, { wanted: 8 }, 0, "exhausted"],
    ["a limit of its own", { asked: 40, kept: 4, tries: 2 }, { wanted: 8, maxTries: 2 }, 0, "exhausted"],
    ["a number that is not even", { asked: 3, kept: 2, tries: 1 }, { wanted: 3 }, 2, "refill"],
  ] as const)("knows %s", (_, progress, rules, ask, outcome) => {
    expect(refillPlan(progress, rules)).toMatchObject({ ask, outcome });
  });
});
