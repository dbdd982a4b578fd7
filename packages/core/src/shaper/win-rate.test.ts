import { describe, expect, it } from "vitest";
import { flatLayout, fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { relative } from "./relative.ts";
import { winRate } from "./win-rate.ts";

const full = (values: readonly number[]) => fullSignal("rollout", values);
const rates = (options: Parameters<typeof winRate>[0], values: readonly number[], sizes: readonly number[]) => [
  ...winRate(options).apply([full(values)], flatLayout(sizes)).values,
];

describe("winRate", () => {
  it.each([
    [{}, [0.75, 0.75, 0]],
    [{ tie: 0 }, [0.5, 0.5, 0]],
    [{ excludeSelf: false }, [2 / 3, 2 / 3, 0.5 / 3]],
    [{ range: "signed" }, [0.5, 0.5, -1]],
  ] as const)("counts wins in the group with %j (188, by hand)", (options, expected) => {
    expect(rates(options, [5, 5, 1], [3])).toEqual(expected);
  });

  it("ties without opponents", () => {
    expect(rates({}, [5, 7], [1, 1])).toEqual([0.5, 0.5]);
    expect(rates({ range: "signed", tie: 1 }, [5], [1])).toEqual([1]);
    expect(rates({ temperature: 1, tie: 0 }, [5], [1])).toEqual([0]);
    expect(rates({ against: "queue" }, [5], [1])).toEqual([0.5]);
  });

  it("is a probability of winning above temperature 0, and a share of wins near it (limit)", () => {
    const [low, high] = rates({ temperature: 2 }, [0, 2 * Math.log(3)], [2]) as [number, number];
    expect([low, high]).toEqual([expect.closeTo(0.25, 14), expect.closeTo(0.75, 14)]);
    const values = [3, 1, 4, 1, 5];
    rates({ temperature: 1e-6 }, values, [5]).forEach((rate, i) => {
      expect(rate).toBeCloseTo(rates({}, values, [5])[i] as number, 12);
    });
  });

  it("against references is their share beaten; soft it is `relative` with a sigmoid (072 = 035, twin)", () => {
    const inputs = [full([2, 2, 2]), full([1, 2, 3]), full([0, 0, 5])];
    const layout = flatLayout([3]);
    expect([...winRate({ against: "references" }).apply(inputs, layout).values]).toEqual([1, 0.75, 0]);
    const soft = winRate({ against: "references", temperature: 0.5 }).apply(inputs, layout);
    const bent = relative({ slope: 2 }).apply(inputs, layout);
    soft.values.forEach((rate, i) => {
      expect(rate).toBeCloseTo(bent.values[i] as number, 14);
    });
  });

  it("gives +1, 0, −1 against one peer (217)", () => {
    const piece = winRate({ against: "references", range: "signed" });
    expect([...piece.apply([full([3, 2, 1]), full([2, 2, 2])], flatLayout([3])).values]).toEqual([1, 0, -1]);
  });

  it("remembers the newest scores as opponents", () => {
    const piece = winRate({ against: "queue", window: 4 });
    const state = piece.adaptive?.step([], [full([1, 2])], flatLayout([2]), 0);
    expect(state).toEqual([[1, 2]]);
    const moment = { step: 1, state };
    expect([...piece.apply([full([2, 9])], flatLayout([2]), moment).values]).toEqual([0.5, 1]);
    const alone = winRate({ against: "queue", excludeSelf: false });
    expect([...alone.apply([full([2, 9])], flatLayout([2]), moment).values]).toEqual([0.5, 0.875]);
    const soft = winRate({ against: "queue", temperature: 1 });
    const chance = (difference: number): number => 1 / (1 + Math.exp(-difference));
    const [first] = soft.apply([full([2, 9])], flatLayout([2]), moment).values;
    expect(first).toBeCloseTo((chance(1) + chance(0) + chance(-7)) / 3, 14);
    const [whole] = winRate({ against: "queue", temperature: 1, excludeSelf: false }).apply(
      [full([2, 9])],
      flatLayout([2]),
      moment,
    ).values;
    expect(whole).toBeCloseTo((chance(1) + 2 * chance(0) + chance(-7)) / 4, 14);
    const next = piece.adaptive?.step(state ?? [], [full([9, 7, 8])], flatLayout([3]), 1);
    expect(next).toEqual([[2], [7, 8, 9]]);
  });

  it("knows scope, trend, range, inputs and defaults", () => {
    const scopes = (["group", "references", "queue"] as const).map((against) => winRate({ against }).scope);
    expect(scopes).toEqual(["group", "rollout", "batch"]);
    expect([winRate().trend(0, []), winRate().trend(1, [])]).toEqual(["increasing", "decreasing"]);
    expect(winRate().range([])).toEqual({ min: 0, max: 1 });
    expect(winRate({ range: "signed" }).range([])).toEqual({ min: -1, max: 1 });
    expect(winRate({ against: "references" }).inputs).toEqual([{ name: "of" }, { name: "references", many: true }]);
    expect(winRate().adaptive).toBeUndefined();
    expect(winRate().options).toEqual({
      against: "group",
      tie: 0.5,
      excludeSelf: true,
      range: "unit",
      temperature: 0,
      window: 1000,
    });
  });

  const settings = [
    {},
    { temperature: 0.5, excludeSelf: false, range: "signed" },
    { against: "references", tie: 0 },
    { against: "references", temperature: 1 },
    { against: "queue", tie: 0 },
    { against: "queue", temperature: 1, excludeSelf: false },
  ];
  for (const options of settings) {
    for (const law of lawsOf(winRate, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
