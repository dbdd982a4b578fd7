import { describe, expect, it } from "vitest";
import { abstained, failed, fullSignal, type Missing, missingAt, outcomeAt, SignalBuilder } from "./index.ts";

describe("SignalBuilder", () => {
  it("keeps values, reasons, evidence and costs by index", () => {
    const out = new SignalBuilder("rollout", 4);
    out.set(0, 0.5, "half right");
    out.fail(1, "judge", "no answer", true);
    out.abstain(2, "not asked");
    out.evidence(2, "the row has no question");
    out.cost(0, 0.25);
    out.cost(0, 0.5);
    out.cost(1, 0.125);
    expect(out.build()).toEqual({
      level: "rollout",
      values: Float64Array.of(0.5, 0, 0, 0),
      present: Uint8Array.of(1, 0, 0, 0),
      notes: {
        missing: new Map<number, Missing>([
          [1, failed("judge", "no answer", true)],
          [2, abstained("not asked")],
        ]),
        evidence: new Map([
          [0, "half right"],
          [2, "the row has no question"],
        ]),
        costUsd: new Map([
          [0, 0.75],
          [1, 0.125],
        ]),
      },
    });
  });

  it("has no notes when there is nothing to note", () => {
    const out = new SignalBuilder("step", 2);
    out.set(0, -0);
    expect(out.build()).toEqual({ level: "step", values: Float64Array.of(-0, 0), present: Uint8Array.of(1, 0) });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "makes %d a failure of the engine, also where a value was set before",
    (value) => {
      const out = new SignalBuilder("rollout", 2);
      out.set(0, 1);
      out.set(0, value);
      out.set(1, value);
      const signal = out.build();
      expect([...signal.values, ...signal.present]).toEqual([0, 0, 0, 0]);
      expect([outcomeAt(signal, 0), outcomeAt(signal, 1)]).toEqual(
        new Array(2).fill(failed("engine", `Expected a finite value, got ${value}.`)),
      );
    },
  );

  it.each([0, -0, 1e308, -1e308, Number.MIN_VALUE])("keeps %d as it is", (value) => {
    const out = new SignalBuilder("rollout", 1);
    out.set(0, value);
    expect(Object.is(out.build().values[0], value)).toBe(true);
  });

  it("forgets the reason once a value is set, and the value once there is a reason", () => {
    const out = new SignalBuilder("rollout", 2);
    out.fail(0, "sandbox", "down", true);
    out.set(0, 3);
    out.set(1, 4);
    out.abstain(1, "not asked");
    const signal = out.build();
    expect([outcomeAt(signal, 0), outcomeAt(signal, 1)]).toEqual([
      { kind: "scored", value: 3 },
      abstained("not asked"),
    ]);
    expect([...(signal.notes?.missing.keys() ?? [])]).toEqual([1]);
    expect([...signal.values]).toEqual([3, 0]);
  });

  it("tells what is decided: a value or a reason, not evidence or cost", () => {
    const out = new SignalBuilder("rollout", 4);
    out.set(0, 0);
    out.abstain(1, "not asked");
    out.evidence(2, "seen");
    out.cost(3, 1);
    expect([0, 1, 2, 3].map((i) => out.isSet(i))).toEqual([true, true, false, false]);
  });

  it("ignores whatever a late writer says after it was built", () => {
    const out = new SignalBuilder("rollout", 2);
    out.set(0, 1);
    const signal = out.build();
    const before = structuredClone(signal);
    out.set(1, 5, "late");
    out.set(0, Number.NaN);
    out.fail(0, "judge", "late");
    out.abstain(1, "late");
    out.evidence(0, "late");
    out.cost(0, 9);
    expect(signal).toEqual(before);
    expect(out.build()).toEqual(before);
    expect(out.isSet(1)).toBe(false);
  });
});

describe("outcomeAt", () => {
  it("says so when nobody gave a value or a reason", () => {
    const signal = new SignalBuilder("rollout", 1).build();
    expect(missingAt(signal, 0)).toEqual(abstained("no value was given"));
  });

  it("reads the mask, not the value under it", () => {
    const signal = { ...fullSignal("rollout", [7, 8]), present: Uint8Array.of(0, 1) };
    expect([outcomeAt(signal, 0), outcomeAt(signal, 1)]).toEqual([
      abstained("no value was given"),
      { kind: "scored", value: 8 },
    ]);
  });

  it("gives a full signal copies of its values", () => {
    const values = [1, 2];
    const signal = fullSignal("token", values);
    values[0] = 9;
    expect(signal).toEqual({ level: "token", values: Float64Array.of(1, 2), present: Uint8Array.of(1, 1) });
  });
});
