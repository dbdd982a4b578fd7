import { describe, expect, it } from "vitest";
import { observationContains, solveReward } from "./index.ts";
import { solveProfile, solveSteps } from "./solve-steps.ts";
import { stepCalls } from "./step-calls.ts";

describe("solve-reward (209)", () => {
  const open = { find: ["Paris"], count: ["12", "30"] };
  const call = (...names: readonly string[]) => names.map((name) => ({ name, arguments: {} }));
  const steps = [
    { action: call("find", "count"), meta: { results: ["It is PARIS", "12 of them"] } },
    { action: call("find", "count"), meta: { results: ["Paris", "12"] } },
    { action: "" },
    { action: "<tool_call>{</tool_call>" },
    { action: "The answer is 1,200." },
    { action: call("count"), meta: { results: ["30"] } },
    { action: "hm" },
    { action: "It is 1200" },
  ];

  it("pays hits by 2s / (n + 1), each answer once, and the branches without calls", async () => {
    const rules = solveReward().options as Parameters<typeof solveSteps>[3];
    const values = solveSteps(stepCalls(steps, {}), open, "1,200", rules).map(({ value }) => value);
    expect(values).toEqual([4 / 3, 0, -0.5, -0.3, 1 / 2, 1, 0.5, 1]);
    const by = (form: "p" | "r" | "pr") =>
      solveSteps(stepCalls(steps.slice(0, 1), {}), open, undefined, { ...rules, form })[0]?.value;
    expect([by("p"), by("r"), by("pr")]).toEqual([1, 2, 2]);
    expect(solveProfile(2, 4, 3)).toEqual({ p: 0.5, r: 2 / 3, f1: expect.closeTo(4 / 7, 12) });
  });

  it("reads results from the observation of the next step", () => {
    const chain = [{ action: call("find") }, { observation: "Paris", action: "done" }];
    const [first] = solveSteps(stepCalls(chain, {}), open, undefined, solveReward().options as never);
    expect(first).toEqual({ value: 1, evidence: "1 of 1 calls, 2 open" });
  });

  it("observationContains asks for every part, and for whole words on demand", () => {
    expect(observationContains("a, b", "B then A")).toBe(true);
    expect(observationContains("a, b", "only a")).toBe(false);
    expect(observationContains("1", "12 then 1", { wholeWords: true })).toBe(true);
    expect(observationContains("", "anything")).toBe(false);
  });
});
