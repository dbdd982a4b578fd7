import { describe, expect, it } from "vitest";
import { failed, flatLayout, fullSignal, outcomeAt, SignalBuilder } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { statistic } from "./statistic.ts";

const TAKES = ["mean", "sum", "count", "std", "min", "max", "quantile", "huber-mean"] as const;

describe("statistic", () => {
  it.each([
    [{ take: "mean" }, [3, 7]],
    [{ take: "sum" }, [9, 7]],
    [{ take: "count" }, [3, 1]],
    [{ take: "std" }, [Math.sqrt(14 / 3), 0]],
    [{ take: "std", freedom: 1 }, [Math.sqrt(7), 0]],
    [{ take: "min" }, [1, 7]],
    [{ take: "max" }, [6, 7]],
    [{ take: "quantile" }, [2, 7]],
    [{ take: "quantile", q: 0.75 }, [4, 7]],
    [{ take: "huber-mean" }, [2, 7]],
    [{ take: "huber-mean", delta: 10 }, [3, 7]],
    [{ over: "batch", take: "max" }, [7]],
  ] as const)("is one number a group with %j (by hand)", (options, expected) => {
    const out = statistic(options).apply([fullSignal("rollout", [1, 6, 2, 7])], flatLayout([3, 1]));
    expect([...out.values]).toEqual(expected);
  });

  it.each(TAKES)("takes the %s of the present members, and is missing where there are none", (take) => {
    const builder = new SignalBuilder("rollout", 4);
    builder.set(0, 3);
    builder.abstain(1, "no answer");
    builder.fail(2, "judge", "timed out");
    builder.abstain(3, "second");
    const out = statistic({ take }).apply([builder.build()], flatLayout([2, 2]));
    expect(out.values[0]).toBe(
      { mean: 3, sum: 3, count: 1, std: 0, min: 3, max: 3, quantile: 3, "huber-mean": 3 }[take],
    );
    expect(outcomeAt(out, 1)).toEqual(failed("judge", "timed out"));
  });

  it("knows level, range, trend and defaults", () => {
    expect([statistic().level, statistic({ over: "batch" }).level]).toEqual(["group", "batch"]);
    expect([statistic().scope, statistic({ over: "batch" }).scope]).toEqual(["group", "batch"]);
    const of = { min: -1, max: 2 };
    const infinite = Number.POSITIVE_INFINITY;
    const ranges = TAKES.map((take) => statistic({ take }).range([of]));
    expect(ranges).toEqual([
      of,
      { min: -infinite, max: infinite },
      { min: 0, max: infinite },
      { min: 0, max: infinite },
      of,
      of,
      of,
      of,
    ]);
    expect(statistic({ take: "sum" }).range([{ min: 1, max: 2 }])).toEqual({ min: 1, max: infinite });
    expect(statistic({ take: "sum" }).range([{ min: -2, max: 0 }])).toEqual({ min: -infinite, max: 0 });
    const up = "increasing";
    expect(TAKES.map((take) => statistic({ take }).trend(0, [of]))).toEqual([
      up,
      up,
      "constant",
      "unknown",
      up,
      up,
      up,
      up,
    ]);
    expect(statistic().options).toEqual({ over: "group", take: "mean", q: 0.5, delta: 1, freedom: 0 });
  });

  for (const take of TAKES) {
    for (const law of lawsOf(statistic, { options: { take } })) it(`${law.name}, ${take}`, law.check);
  }
  for (const law of lawsOf(statistic, { options: { over: "batch" } })) it(`${law.name}, over the batch`, law.check);
});
