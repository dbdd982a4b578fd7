import { describe, expect, it } from "vitest";
import { abstained, deriveSignal, failed, fullSignal, outcomeAt, SignalBuilder } from "./index.ts";

function missing(...reasons: readonly (ReturnType<typeof abstained> | ReturnType<typeof failed>)[]): SignalBuilder {
  const out = new SignalBuilder("rollout", reasons.length);
  reasons.forEach((reason, i) => {
    out.miss(i, reason);
  });
  return out;
}

describe("deriveSignal", () => {
  it("keeps finite values, and has no notes when nothing is missing", () => {
    expect(deriveSignal("rollout", Float64Array.of(1, -0), Uint8Array.of(1, 1), [])).toEqual({
      level: "rollout",
      values: Float64Array.of(1, -0),
      present: Uint8Array.of(1, 1),
    });
  });

  it("takes the gravest reason of the inputs, the first among equals", () => {
    const inputs = [
      missing(abstained("first"), abstained("a"), failed("judge", "b")).build(),
      missing(abstained("second"), failed("candidate", "c"), failed("sandbox", "d")).build(),
    ];
    const out = deriveSignal("rollout", new Float64Array(3), new Uint8Array(3), inputs);
    expect([0, 1, 2].map((i) => outcomeAt(out, i))).toEqual([
      abstained("first"),
      failed("candidate", "c"),
      failed("judge", "b"),
    ]);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "makes %d a failure of the engine",
    (value) => {
      const out = deriveSignal("rollout", Float64Array.of(value), Uint8Array.of(1), [fullSignal("rollout", [1])]);
      expect([...out.values, ...out.present]).toEqual([0, 0]);
      expect(outcomeAt(out, 0)).toEqual(failed("engine", `Expected a finite value, got ${value}.`));
    },
  );

  it("clears what lies under the mask, and blames the engine when no input is missing", () => {
    const out = deriveSignal("rollout", Float64Array.of(7), Uint8Array.of(0), [fullSignal("rollout", [1])]);
    expect(out.values[0]).toBe(0);
    expect(outcomeAt(out, 0)).toMatchObject({ kind: "failed", blame: "engine" });
  });
});
