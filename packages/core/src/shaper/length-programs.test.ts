import { describe, expect, it } from "vitest";
import { scoreBatch } from "../engine/index.ts";
import { realClock } from "../engine/real-clock.test-support.ts";
import { rolloutsOf, testLibrary } from "../engine/rollouts.test-support.ts";
import { compileProgram } from "../program/index.ts";
import { makeBatch } from "../signal/index.ts";

/** Texts of 4, 6, 20 and 2 characters for one prompt, the last of them wrong; and one wrong text for another. */
const batch = makeBatch(
  rolloutsOf([
    ["a", "1234", "1234"],
    ["a", "123456", "123456"],
    ["a", "12345678901234567890", "12345678901234567890"],
    ["a", "12", "x"],
    ["b", "1", "x"],
  ]),
);

async function totalOf(terms: Record<string, Record<string, unknown>>, total: string): Promise<readonly number[]> {
  const spec = { reward: "r", terms: { right: { use: "exact", expected: "{{ item.answer }}" }, ...terms }, total };
  const program = compileProgram(spec as Parameters<typeof compileProgram>[0], testLibrary);
  const { total: out } = await scoreBatch(program, batch, { clock: realClock });
  return [...out.values].map((value) => Number(value.toFixed(6)));
}
const size = { use: "length" };

describe("programs with length pieces", () => {
  it("take a limit as a number, as a term and as an expression", async () => {
    const steps = (limit: unknown) => totalOf({ size, short: { use: "length-step", of: "size", limit } }, "short");
    expect(await steps(4)).toEqual([0.5, 0, 0, 0.5, 0.5]);
    expect(await steps("size")).toEqual([0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(await steps("2 * 2")).toEqual([0.5, 0, 0, 0.5, 0.5]);
  });

  it("charge lengths away from the mean of the correct ones, and nothing in a group without any (054)", async () => {
    const terms = {
      size,
      rightSize: { use: "affine", of: "size", when: "right > 0" },
      typical: { use: "statistic", of: "rightSize" },
      near: { use: "length-target", of: "size", target: "typical", curve: "linear", tolerance: 0.25, decay: 4 },
    };
    // Mean 10: deviations 0.6, 0.4, 1 and 0.8, of which (dev − 0.25) / 0.25 is 1.4, 0.6, 3 and 2.2.
    expect(await totalOf(terms, "default(0.5 * (near - 1), 0)")).toEqual([-0.5, -0.3, -0.5, -0.5, 0]);
  });

  it("cut correctness off at a cap, and guard another reward against length (206, 035)", async () => {
    expect(await totalOf({ size }, "right * (size <= 6)")).toEqual([1, 1, 0, 0, 0]);
    expect(await totalOf({ size }, "right - 0.01 * max(0, size - 10)")).toEqual([1, 1, 0.9, 0, 0]);
  });

  it("pay a bonus within a band of lengths, and a fraction of a length (197, 086)", async () => {
    expect(await totalOf({ size }, "0.2 * (size >= 4 and size <= 6 and right > 0.1)")).toEqual([0.2, 0.2, 0, 0, 0]);
    expect(await totalOf({ size }, "min(1, size / 8)")).toEqual([0.5, 0.75, 1, 0.25, 0.125]);
  });

  it("rank lengths within a group and add them with a weight (103, 104)", async () => {
    const rank = { use: "length-rank", of: "size", correct: "right" };
    expect(await totalOf({ size, rank }, "right + 0.4 * rank")).toEqual([1.155556, 1.111111, 0.8, 0, 0]);
  });
});
