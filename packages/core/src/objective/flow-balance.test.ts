import { describe, expect, it } from "vitest";
import { draw, messageOf } from "./gradient-check.test-support.ts";
import { flowBalance, flowMatchingLoss, limitAverage, returnUtility } from "./index.ts";

const f = (...values: number[]): Float64Array => Float64Array.of(...values);
const log = (...values: number[]): Float64Array => Float64Array.from(values, Math.log);

/** A tree: Z = 6 = 2 + 4; the branch of 4 goes on to 1 and 3. Trajectories to 2, 1 and 3, all balances hold. */
const tree = {
  logForward: log(2 / 6, 4 / 6, 1 / 4, 4 / 6, 3 / 4),
  logBackward: f(0, 0, 0, 0, 0),
  logFlows: log(6, 6, 4, 6, 4),
  logRewards: log(2, 1, 3),
  offsets: Int32Array.of(0, 1, 3, 5),
};

describe("flowBalance", () => {
  it.each(["trajectory", "detailed", "sub-trajectory"] as const)(
    "%s: is 0 with its gradients on flows that balance",
    (balance) => {
      const { loss, gradient } = flowBalance(tree, { balance });
      expect(loss).toBeCloseTo(0, 14);
      for (const column of Object.values(gradient)) for (const value of column) expect(value).toBeCloseTo(0, 14);
    },
  );

  it("trajectory: is (log Z + Σ log P_F − Σ log P_B − log R)² (023, 053 by hand)", () => {
    const columns = {
      logForward: f(1, 2),
      logBackward: f(0.5, 0),
      logFlows: f(3, 99),
      logRewards: f(4),
      offsets: Int32Array.of(0, 2),
    };
    const { loss, gradient } = flowBalance(columns);
    expect(loss).toBe(1.5 ** 2);
    expect([...gradient.logForward, ...gradient.logBackward, ...gradient.logFlows, ...gradient.logRewards]).toEqual([
      3, 3, -3, -3, 3, 0, -3,
    ]);
  });

  it("for one transition all three are one; sub-trajectory tends to detailed as lambda does to 0", () => {
    const single = {
      ...tree,
      logForward: f(1),
      logBackward: f(0),
      logFlows: f(0),
      logRewards: f(0),
      offsets: Int32Array.of(0, 1),
    };
    for (const balance of ["trajectory", "detailed", "sub-trajectory"] as const)
      expect(flowBalance(single, { balance }).loss).toBe(1);
    const noisy = { ...tree, logForward: draw(1, "f", 5) };
    const small = flowBalance(noisy, { balance: "sub-trajectory", lambda: 1e-12 });
    expect(small.loss).toBeCloseTo(flowBalance(noisy, { balance: "detailed" }).loss, 9);
  });

  it("counts no trajectory without transitions", () => {
    const none = { logForward: f(), logBackward: f(), logFlows: f(), logRewards: f(1), offsets: Int32Array.of(0, 0) };
    expect(flowBalance(none).loss).toBe(0);
    expect(messageOf(() => flowBalance({ ...none, logRewards: f() }))).toBe(
      "GUERDON_SHAPE Expected `logRewards` to have shape [R] = [1], got [0].",
    );
  });
});

describe("flowMatchingLoss", () => {
  it("is 0 where as much flows in as out, else the squared difference of logs (023, by hand)", () => {
    const columns = {
      logIn: log(1, 3),
      inOffsets: Int32Array.of(0, 2),
      logOut: log(2, 2),
      outOffsets: Int32Array.of(0, 2),
    };
    expect(flowMatchingLoss(columns).loss).toBeCloseTo(0, 14);
    const less = flowMatchingLoss({ ...columns, logOut: log(1, 1) });
    expect(less.loss).toBeCloseTo(Math.LN2 ** 2, 14);
    expect(less.gradient.logIn[1]).toBeCloseTo(2 * Math.LN2 * 0.75, 14);
    expect(flowMatchingLoss({ ...columns, logIn: f(), inOffsets: Int32Array.of(0, 0) }).loss).toBe(0);
  });
});

describe("returnUtility", () => {
  it("tells outer from inner (110: a target value is f(E[G]), not E[f(G)]; risk is E[f(G)])", () => {
    const [safe, risky] = [f(1, 1), f(0, 2)];
    const of = (returns: Float64Array, where: "outer" | "inner", form: "target" | "exponential"): number =>
      returnUtility({ returns, width: 1 }, { where, form, targets: [1] }).utility;
    expect(of(safe, "outer", "target")).toBe(of(risky, "outer", "target"));
    expect(of(safe, "inner", "target")).toBeGreaterThan(of(risky, "inner", "target"));
    expect(of(safe, "inner", "exponential")).toBeGreaterThan(of(risky, "inner", "exponential"));
  });

  it("linear utilities are the same on both sides (110: all that a Markov reward can say)", () => {
    const columns = { returns: draw(3, "g", 6), width: 2 };
    const of = (where: "outer" | "inner") => returnUtility(columns, { where, weights: [1, -2] });
    const [outer, inner] = [of("outer"), of("inner")];
    expect(outer.utility).toBeCloseTo(inner.utility, 14);
    expect([...outer.gradient]).toEqual([...inner.gradient]);
  });

  it("prefers the even split of two goals with `worst` outside, which a linear one cannot (110: mixing)", () => {
    const utility = (returns: Float64Array): number => returnUtility({ returns, width: 2 }, { form: "worst" }).utility;
    expect([utility(f(1, 0, 0, 1)), utility(f(1, 0, 1, 0))]).toEqual([0.5, 0]);
  });

  it("refuses another number of weights, no risk and broken rows", () => {
    const columns = { returns: f(1, 2), width: 2 };
    expect(messageOf(() => returnUtility(columns, { weights: [1] }))).toBe(
      "GUERDON_OPTION Expected `weights` to have 2 numbers, got 1.",
    );
    expect(messageOf(() => returnUtility(columns, { risk: 0 }))).toBe(
      "GUERDON_OPTION Expected `risk` of `returnUtility` to be valid: risk is 0: take `linear`.",
    );
    expect(messageOf(() => returnUtility({ returns: f(1), width: 2 }))).toBe(
      "GUERDON_SHAPE Expected `returns` to be rows of 2, got 1 numbers.",
    );
  });
});

describe("limitAverage", () => {
  it("is the mean reward of a step after the burn-in, 0 without one", () => {
    const columns = { rewards: f(4, 1, 3, 7), offsets: Int32Array.of(0, 3, 4, 4) };
    expect([...limitAverage(columns)].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([2.666667, 7, 0]);
    expect([...limitAverage(columns, { burnIn: 1 })]).toEqual([2, 0, 0]);
  });
});
