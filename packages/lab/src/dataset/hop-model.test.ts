import { describe, expect, it } from "vitest";
import { fitHopModel, hopViews, progressOfHops } from "./hop-model.ts";
import { hopOf } from "./hop-pairs.ts";
import { reachInsertRuns } from "./reach-insert-runs.ts";

describe("hopViews", () => {
  it("are the true progress three times over where the model is right", () => {
    const [run] = reachInsertRuns({ count: 1, slips: 0, noise: 0 }, 1);
    const { seen, progress } = run as NonNullable<typeof run>;
    const known = new Map(seen.map((row, t) => [row.join(), progress[t] as number]));
    const exact = (before: readonly number[], after: readonly number[]): number =>
      hopOf(known.get(before.join()) as number, known.get(after.join()) as number);
    const { hop, forward, backward } = hopViews(seen, seen.at(-1) as readonly number[], exact);
    progressOfHops(hop).forEach((value, t) => {
      expect(value).toBeCloseTo(progress[t] as number, 12);
      expect(forward[t]).toBeCloseTo(progress[t] as number, 12);
      expect(1 + (backward[t] as number)).toBeCloseTo(progress[t] as number, 12);
    });
  });
});

describe("fitHopModel", () => {
  it("learns which of two moments is further, and by how much of the way", async () => {
    const runs = reachInsertRuns({ count: 12 }, 5);
    const model = await fitHopModel(
      runs.map(({ seen }) => seen),
      { pairs: 2000, updates: 200 },
      1,
    );
    const [held] = reachInsertRuns({ count: 1, slips: 0 }, 99);
    const { seen, progress } = held as NonNullable<typeof held>;
    const errors = seen.map((row, t) => Math.abs(model(seen[0] as readonly number[], row) - (progress[t] as number)));
    expect(errors.reduce((sum, value) => sum + value, 0) / errors.length).toBeLessThan(0.15);
    expect(model(seen.at(-1) as readonly number[], seen[0] as readonly number[])).toBeLessThan(-0.6);
  });
});
