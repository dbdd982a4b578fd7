import { describe, expect, it } from "vitest";
import { type ListPreference, startListPreferenceRun } from "./list-preference-run.ts";

const worth = Float64Array.of(0, 1, 0.5, 0.25, 0, 0, 1, 0.5);
const settings: ListPreference = {
  items: 4,
  initial: Float64Array.of(3, 0, 1, 2, 3, 2, 0, 1),
  candidates: 4,
  list: (query, items) => {
    const winner = items.reduce((a, b) =>
      (worth[4 * query + b] as number) > (worth[4 * query + a] as number) ? b : a,
    );
    return { winner, losers: items.filter((item) => item !== winner) };
  },
  objective: { beta: 0.5 },
  learningRate: 1,
  updates: 60,
  measures: { worth },
  cut: 2,
};

describe("startListPreferenceRun", () => {
  it("steps along the gradient of the loss, pulled through the softmax", async () => {
    const one: ListPreference = { ...settings, items: 2, initial: Float64Array.of(0, 0), candidates: 2, measures: {} };
    const run = startListPreferenceRun({ ...one, list: () => ({ winner: 1, losers: [0] }) }, 0);
    await run.update();
    // DPO at the reference: d loss / d log π = ∓β/2, and log π_1 − log π_0 is the difference of the logits.
    expect([...(run.save().arrays.logits as Float64Array)]).toEqual([-0.25, 0.25]);
  });

  it("ranks winners first and measures the ranking", async () => {
    const run = startListPreferenceRun(settings, 1);
    const first = await run.update();
    while (run.updates < run.end) await run.update();
    const last = await run.update();
    expect(first["worth.rank"]).toBeLessThan(0.5);
    expect(last["worth.rank"]).toBe(1);
    expect(last["worth.sum"]).toBeGreaterThan(first["worth.sum"] as number);
    expect(last["worth.mean"]).toBeCloseTo((last["worth.sum"] as number) / 2, 12);
  });

  it("learns nothing where there is no list, and goes on after a restore", async () => {
    const idle = startListPreferenceRun({ ...settings, list: () => undefined }, 1);
    expect(await idle.update()).toMatchObject({ lists: 0, loss: 0 });
    const [run, other] = [startListPreferenceRun(settings, 2), startListPreferenceRun(settings, 2)];
    await run.update();
    other.restore(run.save());
    expect(await other.update()).toEqual(await run.update());
  });
});
