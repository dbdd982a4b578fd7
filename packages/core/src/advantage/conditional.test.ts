import { describe, expect, it } from "vitest";
import { streamKey, uniformAt } from "../random/index.ts";
import { flatLayout, outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type ConditionalOptions, conditional } from "./conditional.ts";
import { groupRelative } from "./group-relative.ts";
import { advantagesIn, type Given, resultIn } from "./places.test-support.ts";

function canon(
  options: Partial<ConditionalOptions>,
  total: Given,
  metric: Given,
  mu = 1,
  alpha = 1,
  groups = [total.length],
): number[] {
  const all = (value: number): Given => total.map(() => value);
  const inputs = [metric, all(mu), all(alpha), all(25)];
  const piece = conditional(options);
  return advantagesIn(piece, { layout: flatLayout(groups), total, inputs: inputs.slice(0, piece.inputs?.length) });
}

/** One order of the members by metric, ties as they come: the method as the card writes it. */
function plain(
  total: readonly number[],
  order: readonly number[],
  tiltOn: "high" | "low",
  mu: number,
  alpha: number,
): number[] {
  const low = order.slice(0, Math.floor(order.length / 2));
  const high = order.slice(low.length);
  const mean = (rows: readonly number[]): number =>
    rows.reduce((sum, i) => sum + (total[i] as number), 0) / rows.length;
  const [a, b] = tiltOn === "high" ? [alpha, 1] : [1, alpha];
  return total.map((reward, i) => {
    const up = high.includes(i);
    const inter = up ? a * reward - b * mean(low) : b * reward - a * mean(high);
    return mu * inter + (1 - mu) * (reward - mean(up ? high : low));
  });
}

function permutations(rows: readonly number[]): number[][] {
  if (rows.length === 0) return [[]];
  return rows.flatMap((row, k) =>
    permutations([...rows.slice(0, k), ...rows.slice(k + 1)]).map((rest) => [row, ...rest]),
  );
}

const rewards = [1, 1, 1, 0];
const lengths = [10, 20, 30, 40];

describe("conditional", () => {
  it("compares with the other half and the own (183 §Mechanism 2–3, by hand)", () => {
    // low half {1, 1}, high half {1, 0}
    expect(canon({}, rewards, lengths, 1)).toEqual([0.5, 0.5, 0, -1]);
    expect(canon({}, rewards, lengths, 0)).toEqual([0, 0, 0.5, -0.5]);
  });

  it("tilts the high half for lengths and the low one for entropies (183 §Mechanism 4, by hand)", () => {
    expect(canon({}, rewards, lengths, 1, 0.5)).toEqual([0.75, 0.75, -0.5, -1]);
    expect(canon({ tiltOn: "low" }, rewards, lengths, 1, 0.5)).toEqual([0, 0, 0.5, -0.5]);
  });

  it("divides by the longest response where the loss sums over tokens", () => {
    expect(canon({ divideBy: 8 }, rewards, lengths)).toEqual([0.0625, 0.0625, 0, -0.125]);
    // among ties, and split at a threshold of 25
    expect(canon({ split: "threshold", divideBy: 8 }, rewards, [10, 25, 30, 40])).toEqual([1 / 24, 0, 0, -0.125]);
    const ties = [10, 10, 10, 40];
    expect(canon({ divideBy: 8 }, rewards, ties)).toEqual(canon({}, rewards, ties).map((a) => a / 8));
    expect(canon({}, rewards, ties)[3]).toBe(-1);
  });

  it("is Dr. GRPO at μ = ½ for halves of the same size (identity of 183 §Mechanism 3)", () => {
    const key = streamKey(2, "canon");
    const total = Array.from({ length: 16 }, (_, i) => uniformAt(key, i));
    const metric = Array.from({ length: 16 }, (_, i) => Math.floor(4 * uniformAt(key, 100 + i)));
    const layout = flatLayout([8, 6, 2]);
    const grpo = advantagesIn(groupRelative({ scale: "none" }), { layout, total });
    canon({}, total, metric, 0.5, 1, [8, 6, 2]).forEach((a, i) => {
      expect(a).toBeCloseTo(grpo[i] as number, 12);
    });
    expect(canon({}, [1, 0, 0], [1, 2, 3], 0.5)).not.toEqual(
      advantagesIn(groupRelative({ scale: "none" }), { layout: flatLayout([3]), total: [1, 0, 0] }),
    );
  });

  it.each([[[5, 5, 5, 5, 5]], [[1, 2, 2, 2, 3]], [[2, 2, 1, 3, 3]], [[1, 1, 1, 2, 3]], [[4, 3, 2, 1, 0]]])(
    "is the mean over all orders of the ties of %j (slow twin)",
    (metric) => {
      const total = [1, 0, 0.5, 2, -1];
      for (const tiltOn of ["high", "low"] as const) {
        const orders = permutations([0, 1, 2, 3, 4]).filter((order) =>
          order.every((row, k) => k === 0 || (metric[order[k - 1] as number] as number) <= (metric[row] as number)),
        );
        const sum = [0, 0, 0, 0, 0];
        for (const order of orders)
          plain(total, order, tiltOn, 0.7, 0.8).forEach((a, i) => {
            sum[i] = (sum[i] as number) + a / orders.length;
          });
        canon({ tiltOn }, total, metric, 0.7, 0.8).forEach((a, i) => {
          expect(a).toBeCloseTo(sum[i] as number, 12);
        });
      }
    },
  );

  it("agrees with the plain method for a long group (slow twin over the other sort)", () => {
    const key = streamKey(4, "long");
    const total = Array.from({ length: 101 }, (_, i) => uniformAt(key, i));
    const metric = Array.from({ length: 101 }, (_, i) => uniformAt(key, 200 + i));
    const order = metric.map((_, i) => i).sort((a, b) => (metric[a] as number) - (metric[b] as number));
    const slow = plain(total, order, "high", 0.3, 0.9);
    canon({}, total, metric, 0.3, 0.9).forEach((a, i) => {
      expect(a).toBeCloseTo(slow[i] as number, 10);
    });
  });

  it("splits at a threshold, and compares with the own half alone where the other is empty (by hand)", () => {
    expect(canon({ split: "threshold" }, rewards, [10, 25, 30, 40])).toEqual([1 / 3, 0, 0, -1]);
    expect(canon({ split: "threshold" }, rewards, [1, 2, 3, 4])).toEqual([0.25, 0.25, 0.25, -0.75]);
    expect(canon({ split: "threshold" }, rewards, [25, 26, 27, 28], 1, 0.5)).toEqual([0.25, 0.25, 0.25, -0.75]);
  });

  it("leaves out what lacks a reward or metric", () => {
    expect(canon({}, [1, 1, undefined, 1, 0, 9], [10, 20, 25, 30, 40, undefined])).toEqual([0.5, 0.5, 0, 0, -1, 0]);
  });

  it("pays an all-correct group what the tilt says, on purpose (183 §Pitfalls)", () => {
    expect(canon({}, [1, 1], [1, 2], 1, 0.5)).toEqual([0.5, -0.5]);
  });

  it.each([
    ["one rollout", [3], [1]],
    ["no rollout", [], []],
    ["all equal and not representable", [0.1, 0.1, 0.1], [1, 2, 3]],
    ["all missing", [undefined, undefined], [1, 2]],
    ["zeros of both signs", [0, -0, 0], [1, -0, 0]],
  ])("is zero for %s", (_, total, metric) => {
    for (const split of ["median", "threshold"] as const) {
      expect(canon({ split }, total, metric, 0.3).every((a) => a === 0)).toBe(true);
    }
  });

  it("turns an overflow into a failure of the engine that does no harm", () => {
    const out = resultIn(conditional(), {
      layout: flatLayout([3, 2]),
      total: [1e308, 1e308, -1e308, 1, 0],
      inputs: [[1, 2, 3, 1, 2]],
    });
    expect([...out.present]).toEqual([0, 0, 0, 1, 1]);
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  const range = { min: -3, max: 3 };
  const inputRanges = [range, range, range, { min: 1, max: 1 }, range];
  for (const options of [{}, { split: "threshold", tiltOn: "low" }] as const) {
    for (const law of lawsOf(conditional, { options, inputRanges }))
      it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
