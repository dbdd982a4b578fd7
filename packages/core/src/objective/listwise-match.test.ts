import { describe, expect, it } from "vitest";
import { messageOf } from "./gradient-check.test-support.ts";
import { listwiseMatch } from "./index.ts";

const f = (...values: number[]): Float64Array => Float64Array.of(...values);
const offsets = Int32Array.of(0, 2);
const zero = f(0, 0);
const group = { logProbs: zero, proposalLogProbs: zero, priorLogProbs: zero, rewards: f(Math.log(3), 0), offsets };

describe("listwiseMatch", () => {
  it("moves to the posterior weights by A − B (162, by hand: A = ¾, ¼ and B = ½, ½)", () => {
    const { gradient, loss, kl } = listwiseMatch(group);
    expect(gradient[0]).toBeCloseTo(-0.25, 14);
    expect(gradient[1]).toBeCloseTo(0.25, 14);
    expect(loss).toBeCloseTo(Math.LN2, 14);
    expect(kl).toBeCloseTo(0.75 * Math.log(1.5) + 0.25 * Math.log(0.5), 14);
  });

  it("has gradient 0 and KL 0 at the posterior, where DPG's gradient is not 0 (why it needs a baseline)", () => {
    const at = { ...group, logProbs: f(Math.log(1.5), Math.log(0.5)) };
    const brain = listwiseMatch(at);
    [...brain.gradient, brain.kl].forEach((value) => {
      expect(value).toBeCloseTo(0, 14);
    });
    const gdc = listwiseMatch(at, { baseline: "gdc++" });
    [...gdc.gradient].forEach((value) => {
      expect(value).toBeCloseTo(0, 14);
    });
    const dpg = listwiseMatch(at, { baseline: "none" });
    expect([...dpg.gradient].map((value) => Math.round(value * 100))).toEqual([-75, -25]);
  });

  it("divides by n·Z with a given log Z: Z of the sample is the sum itself", () => {
    const Z = Math.log(2); // mean of 3 and 1
    const own = listwiseMatch({ ...group, logZ: f(Z) }, { normalise: "Z" });
    const self = listwiseMatch(group);
    own.gradient.forEach((value, i) => {
      expect(value).toBeCloseTo(self.gradient[i] as number, 14);
    });
    expect(
      listwiseMatch({ ...group, logZ: f(Z + Math.LN2) }, { normalise: "Z", baseline: "none" }).gradient[0],
    ).toBeCloseTo(-0.375, 14);
  });

  it("shares the target among equal bests, and skips empty groups", () => {
    const tied = listwiseMatch({ ...group, rewards: f(1, 1) }, { target: "argmax" });
    expect([...tied.gradient]).toEqual([0, 0]);
    const empty = listwiseMatch({ ...group, offsets: Int32Array.of(0, 0, 2) });
    expect(empty.gradient[0]).toBeCloseTo(-0.125, 14);
  });

  it("uses temperature and importance weights", () => {
    const proposal = { ...group, rewards: zero, proposalLogProbs: f(-Math.log(3), 0), logProbs: f(-Math.log(3), 0) };
    expect(listwiseMatch(proposal).gradient[0]).toBeCloseTo(-0.25, 14);
    expect(listwiseMatch({ ...group, rewards: f(2 * Math.log(3), 0) }, { beta: 2 }).gradient[0]).toBeCloseTo(-0.25, 14);
  });

  it("asks for log Z", () => {
    expect(messageOf(() => listwiseMatch(group, { normalise: "Z" }))).toBe(
      "GUERDON_SHAPE Expected `logZ` with `normalise: Z`, got none.",
    );
  });
});
