import { describe, expect, it } from "vitest";
import { flatLayout, outcomeAt } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { bestOfGroup } from "./best-of-group.ts";
import { advantagesIn, resultIn } from "./places.test-support.ts";

describe("bestOfGroup", () => {
  it("pays the lead of the best over the second (by hand; verl's numbers are in trainers.test.ts)", () => {
    const given = { layout: flatLayout([3, 3]), total: [1, 4, 2, 7, 5, 1] };
    expect(advantagesIn(bestOfGroup({ scale: "none" }), given)).toEqual([0, 2, 0, 2, 0, 0]);
    const out = advantagesIn(bestOfGroup({ eps: 0 }), { layout: flatLayout([3]), total: [0, 2, 1] });
    expect(out).toEqual([0, 1, 0]);
    expect(advantagesIn(bestOfGroup({ eps: 1 }), { layout: flatLayout([3]), total: [0, 2, 1] })).toEqual([0, 0.5, 0]);
    expect(bestOfGroup().options).toEqual({ scale: "sample-std", eps: 1e-6 });
  });

  it("finds the second wherever it is, and leaves missing rewards out", () => {
    const none = bestOfGroup({ scale: "none" });
    const of = (total: readonly (number | undefined)[]): number[] =>
      advantagesIn(none, { layout: flatLayout([total.length]), total });
    expect(of([3, 1, 2])).toEqual([1, 0, 0]);
    expect(of([1, 2, 3])).toEqual([0, 0, 1]);
    expect(of([undefined, 5, undefined, 2])).toEqual([0, 3, 0, 0]);
    expect(of([undefined, 5])).toEqual([0, 0]);
    expect(of([4, 1, 4])).toEqual([0, 0, 0]);
  });

  it.each([
    ["one rollout", [3]],
    ["no rollout", []],
    ["all equal", [2, 2, 2]],
    ["all missing", [undefined]],
  ])("is zero for %s", (_, total) => {
    for (const options of [{}, { eps: 0 }, { scale: "none" }] as const) {
      expect(
        advantagesIn(bestOfGroup(options), { layout: flatLayout([total.length]), total }).every((a) => a === 0),
      ).toBe(true);
    }
  });

  it("turns an overflow into a failure of the engine", () => {
    const out = resultIn(bestOfGroup(), { layout: flatLayout([2]), total: [1e308, -1e308] });
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });

  for (const options of [{}, { scale: "none" }] as const) {
    for (const law of lawsOf(bestOfGroup, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
