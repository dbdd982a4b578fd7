import { describe, expect, it } from "vitest";
import { abstained, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { truncateBelow } from "./truncate-below.ts";

const layout = { ...flatLayout([2]), stepOffsets: Int32Array.of(0, 4, 6) };
const of = fullSignal("step", [0.5, 0.6, 0.2, 0.9, 0.9, 0.8]);
const threshold = fullSignal("rollout", [0.6, 0.6]);

describe("truncateBelow", () => {
  it.each([
    [{}, [0, 0, 0, 0, 1, 1]],
    [{ minLength: 1 }, [1, 1, 0, 0, 1, 1]],
    [{ minLength: 1, output: "end" }, [0, 0, 1, 0, 0, 0]],
    [{ minLength: 3 }, [1, 1, 1, 1, 1, 1]],
  ] as const)("stops at the first score under the threshold with %j (082, by hand)", (options, expected) => {
    expect([...truncateBelow(options).apply([of, threshold], layout).values]).toEqual(expected);
  });

  it("is missing from a missing score on that could have stopped it", () => {
    const builder = new SignalBuilder("step", 6);
    of.values.forEach((value, t) => {
      builder.set(t, value);
    });
    builder.abstain(1, "no score");
    const open = truncateBelow({ minLength: 1 }).apply([builder.build(), threshold], layout);
    expect([...open.present]).toEqual([1, 0, 0, 0, 1, 1]);
    expect(outcomeAt(open, 3)).toEqual(abstained("no score"));
    expect([...truncateBelow({ minLength: 2 }).apply([builder.build(), threshold], layout).present]).toEqual([
      1, 1, 1, 1, 1, 1,
    ]);
    expect([...truncateBelow().apply([builder.build(), threshold], layout).present]).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("is missing where the threshold is", () => {
    const none = new SignalBuilder("rollout", 2);
    none.abstain(0, "no threshold");
    none.set(1, 0.85);
    const out = truncateBelow().apply([of, none.build()], layout);
    expect([...out.present]).toEqual([0, 0, 0, 0, 1, 1]);
    expect([...out.values]).toEqual([0, 0, 0, 0, 1, 0]);
    expect(outcomeAt(out, 0)).toEqual(abstained("no threshold"));
  });

  it("knows range, trend and defaults", () => {
    const low = [
      { min: 0, max: 1 },
      { min: 0.6, max: 0.6 },
    ];
    const high = [
      { min: 0.6, max: 1 },
      { min: 0.6, max: 0.6 },
    ];
    expect([low, high].map((inputs) => truncateBelow().range(inputs))).toEqual([
      { min: 0, max: 1 },
      { min: 1, max: 1 },
    ]);
    expect(truncateBelow({ output: "end" }).range(high)).toEqual({ min: 0, max: 0 });
    expect([0, 1].map((index) => truncateBelow().trend(index, low))).toEqual(["increasing", "decreasing"]);
    expect(truncateBelow({ output: "end" }).trend(0, low)).toBe("unknown");
    expect(truncateBelow().options).toEqual({ minLength: 0, output: "keep" });
    expect(truncateBelow().inputs[1]).toEqual({ name: "threshold", level: "rollout", default: 0.6 });
  });

  for (const options of [{}, { output: "end", minLength: 1 }]) {
    for (const law of lawsOf(truncateBelow, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
