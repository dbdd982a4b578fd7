import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, type Layout, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { difference } from "./difference.ts";

/** Rollouts of three, no and one step. */
const layout: Layout = { ...flatLayout([2, 1]), stepOffsets: Int32Array.of(0, 3, 3, 4) };
const of = fullSignal("step", [0.2, 0.9, 0.5, 0.7]);
const outside = fullSignal("rollout", [0.1, 5, 0.3]);

function changes(options: Parameters<typeof difference>[0]): number[] {
  return [...difference(options).apply([of, outside], layout).values].map((value) => Number(value.toFixed(12)));
}

describe("difference", () => {
  it.each([
    [{}, [0.1, 0.7, -0.4, 0.4]],
    [{ edge: "zero" }, [0, 0.7, -0.4, 0]],
    [{ direction: "backward" }, [-0.7, 0.4, 0.4, 0.4]],
    [{ direction: "backward", edge: "zero" }, [-0.7, 0.8, 0, 0]],
  ] as const)("takes neighbours away with %j (by hand)", (options, expected) => {
    expect(changes(options)).toEqual(expected);
  });

  it("is the delta of 043: s_k − s_{k+1}, the step before the last its own score, the last 0", () => {
    const scores = [0.3, 0.8, 0.6, 0.9, 0.4];
    const steps = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 5) };
    const piece = difference({ direction: "backward", edge: "zero" });
    const out = piece.apply([fullSignal("step", scores), fullSignal("rollout", [0])], steps);
    for (let k = 0; k < 4; k++) {
      const rest = out.values.slice(k).reduce((sum, value) => sum + value, 0);
      expect(rest).toBeCloseTo(scores[k] as number, 14);
    }
    expect(out.values[4]).toBe(0);
  });

  it("adds up to the last minus outside, whatever happens between (telescoping)", () => {
    const out = difference().apply([of, outside], layout);
    expect((out.values[0] as number) + (out.values[1] as number) + (out.values[2] as number)).toBeCloseTo(
      0.5 - 0.1,
      14,
    );
  });

  it("reads tokens when told to", () => {
    const tokens = { ...flatLayout([1]), tokenOffsets: Int32Array.of(0, 2) };
    const piece = difference({ level: "token" });
    expect(piece.level).toBe("token");
    expect([...piece.apply([fullSignal("token", [1, 5]), fullSignal("rollout", [0])], tokens).values]).toEqual([1, 4]);
  });

  it("is missing where a neighbour or what is outside is, and only there", () => {
    const steps = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 4) };
    const builder = new SignalBuilder("step", 4);
    [1, 2, 4, 8].forEach((value, i) => {
      builder.set(i, value);
    });
    builder.abstain(1, "no score");
    const none = new SignalBuilder("rollout", 1);
    none.abstain(0, "unknown start");
    const out = difference().apply([builder.build(), none.build()], steps);
    expect([0, 1, 2, 3].map((i) => outcomeAt(out, i))).toEqual([
      abstained("unknown start"),
      abstained("no score"),
      abstained("no score"),
      { kind: "scored", value: 4 },
    ]);
    const silent = difference({ edge: "zero" }).apply([builder.build(), none.build()], steps);
    expect(outcomeAt(silent, 0)).toEqual({ kind: "scored", value: 0 });
  });

  it("knows range, trend and defaults", () => {
    const inputs = [
      { min: 0, max: 1 },
      { min: -2, max: 0 },
    ];
    expect(difference().range(inputs)).toEqual({ min: -1, max: 3 });
    const far = [
      { min: 5, max: 6 },
      { min: 1, max: 1 },
    ];
    expect(difference().range(far)).toEqual({ min: -1, max: 5 });
    expect(
      difference({ edge: "zero" }).range([
        { min: 5, max: 5 },
        { min: 1, max: 5 },
      ]),
    ).toEqual({ min: 0, max: 4 });
    expect([0, 1].map((index) => difference().trend(index, inputs))).toEqual(["unknown", "decreasing"]);
    expect(difference({ edge: "zero" }).trend(1, inputs)).toBe("constant");
    expect(difference({ edge: "zero", direction: "backward" }).trend(1, inputs)).toBe("decreasing");
    expect(difference().options).toEqual({ direction: "forward", edge: "include", level: "step" });
  });

  for (const direction of ["forward", "backward"]) {
    for (const edge of ["include", "zero"]) {
      const level = edge === "zero" ? "token" : "step";
      for (const law of lawsOf(difference, { options: { direction, edge, level } })) {
        it(`${law.name}, ${direction}, ${edge}`, law.check);
      }
    }
  }
});
