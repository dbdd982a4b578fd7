import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal, SignalBuilder } from "../signal/index.ts";
import { dropStatistics } from "./drop-statistics.ts";
import { zeroVarianceDrop } from "./zero-variance-drop.ts";

describe("dropStatistics", () => {
  it("counts kept, failed, solved, other and missing groups (206 §Pieces)", () => {
    const of = new SignalBuilder("rollout", 12);
    [0, 0, 1, 1, 0, 1, 0.5, 0.5, 1].forEach((reward, i) => {
      of.set(i, reward);
    });
    of.abstain(9, "no answer");
    of.abstain(10, "no answer");
    of.abstain(11, "no answer");
    const layout = flatLayout([2, 2, 2, 2, 2, 2]);
    const keep = zeroVarianceDrop().apply([of.build()], layout);
    expect(dropStatistics(of.build(), keep, layout)).toEqual({
      groups: 6,
      kept: 1,
      missing: 1,
      dropped: 4,
      allFailed: 1,
      allSolved: 2,
    });
  });

  it("takes other marks", () => {
    const [of, layout] = [fullSignal("rollout", [-1, -1, 0.5, 0.5]), flatLayout([2, 2])];
    const keep = fullSignal("group", [0, 0]);
    expect(dropStatistics(of, keep, layout, { low: -1, high: 0.5 })).toMatchObject({ allFailed: 1, allSolved: 1 });
  });
});
