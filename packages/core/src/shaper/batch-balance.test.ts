import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { batchBalance } from "./batch-balance.ts";

const rollouts = (...values: readonly number[]) => fullSignal("rollout", values);
/** Three thinking rollouts (right, wrong, right) and one that answers at once, rightly. */
const reward = rollouts(1, 0, 1, 2);
const mode = rollouts(1, 1, 1, 0);
const correct = rollouts(1, 0, 1, 1);
const rate = (value: number) => rollouts(value, value, value, value);

describe("batchBalance", () => {
  it("draws the over-used mode to its targets by κ (z − γ) (105 §Mechanism)", () => {
    const out = batchBalance().apply([reward, mode, correct, rate(0.5)], flatLayout([2, 2]));
    expect([...out.values]).toEqual([0.5, -0.5, 0.5, 2]);
  });

  it("draws the mode that answers at once to its own targets (105 §Mechanism)", () => {
    const inputs = [rollouts(2, -1, 2, 1), rollouts(0, 0, 0, 1), rollouts(1, 0, 1, 1), rate(0.5)];
    expect([...batchBalance().apply(inputs, flatLayout([4])).values]).toEqual([1.5, -1.5, 1.5, 1]);
  });

  it("changes nothing with a rate of 1 (105, stage 2)", () => {
    const out = batchBalance().apply([reward, mode, correct, rate(1)], flatLayout([4]));
    expect([...out.values]).toEqual([...reward.values]);
  });

  it("goes to the targets and no farther", () => {
    const out = batchBalance({ slope: 9 }).apply([reward, mode, correct, rate(0.5)], flatLayout([4]));
    expect([...out.values]).toEqual([0, -1, 0, 2]);
  });

  it("has the paper's numbers unless told otherwise", () => {
    expect(batchBalance().options).toEqual({
      targets: [
        [-2, 1],
        [-1, 0],
      ],
      slope: 2,
      momentum: 0,
    });
    expect(batchBalance().inputs[3]).toEqual({ name: "rate", default: 0.5 });
  });

  it("takes more than two modes, and numbers beside them for the nearest", () => {
    const targets = [
      [0, 0],
      [0, 0],
      [7, 7],
    ] as const;
    const inputs = [rollouts(1, 1, 1, 1), rollouts(9, 1.6, 2, -4), correct, rate(0.25)];
    expect([...batchBalance({ targets, slope: 1 }).apply(inputs, flatLayout([4])).values]).toEqual([4, 4, 4, 1]);
  });

  it("remembers usage by momentum and reads it without moving it", () => {
    const piece = batchBalance({ momentum: 0.75 });
    const inputs = [reward, mode, correct, rate(0.5)];
    const first = piece.adaptive?.step(piece.adaptive.init(), inputs, flatLayout([4]), 0);
    expect(first).toEqual([0.25, 0.75]);
    const other = [reward, rollouts(0, 0, 0, 0), correct, rate(0.5)];
    expect(piece.adaptive?.step(first ?? null, other, flatLayout([4]), 1)).toEqual([0.4375, 0.5625]);
    const out = piece.apply(other, flatLayout([4]), { step: 1, state: [0.25, 0.75] });
    expect([...out.values]).toEqual([...reward.values]);
  });

  it("keeps what it knows over a batch without modes", () => {
    const piece = batchBalance({ momentum: 0.5 });
    const none = [rollouts(), rollouts(), rollouts(), rollouts()];
    expect(piece.adaptive?.step([0.25, 0.75], none, flatLayout([]), 2)).toEqual([0.25, 0.75]);
  });

  it("remembers nothing without momentum", () => {
    expect(batchBalance().adaptive).toBeUndefined();
  });

  it("counts rollouts without a reward in the usage and leaves them missing", () => {
    const builder = new SignalBuilder("rollout", 4);
    builder.abstain(0, "no reward");
    for (let i = 1; i < 4; i++) builder.set(i, reward.values[i] as number);
    const out = batchBalance().apply([builder.build(), mode, correct, rate(0.5)], flatLayout([4]));
    expect([...out.values]).toEqual([0, -0.5, 0.5, 2]);
    expect(outcomeAt(out, 0)).toEqual(abstained("no reward"));
  });

  const unit = { min: 0, max: 1 };
  it.each([
    [unit, { min: -2, max: 3 }, ["increasing", "unknown", "unknown", "unknown"]],
    [{ min: 1, max: 2 }, { min: 0, max: 3 }, ["increasing", "constant", "constant", "constant"]],
  ] as const)("knows range and trends for a rate in %j", (own, range, trends) => {
    const ranges = [{ min: 0, max: 3 }, unit, unit, own];
    expect(batchBalance().range(ranges)).toEqual(range);
    expect(ranges.map((_, k) => batchBalance().trend(k, ranges))).toEqual(trends);
  });

  const inputRanges = [{ min: -2, max: 2 }, unit, unit, { min: 0.2, max: 1.2 }];
  for (const momentum of [0, 0.9]) {
    for (const law of lawsOf(batchBalance, { options: { momentum }, inputRanges }))
      it(`${law.name}, momentum ${momentum}`, law.check);
  }
});
