import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { column, shown, steps, tokens } from "./layouts.test-support.ts";
import { type SiblingRelativeOptions, siblingRelative } from "./sibling-relative.ts";

type Settings = Partial<SiblingRelativeOptions>;

/** One group whose rollouts went these ways. */
function compared(
  settings: Settings,
  rewards: readonly (number | string)[],
  ways: readonly (readonly (number | string)[])[],
) {
  const inputs = [column("rollout", rewards), column("token", ways.flat())];
  return shown(siblingRelative(settings).apply(inputs, tokens(ways.map(({ length }) => length))));
}

describe("siblingRelative", () => {
  it("counts each child once (022 §Mechanism D, by hand)", () => {
    // At the root, 5 → (1 + 0)/2 and 8 → 0: mean 0.25, deviation 0.25. Below 5: 1 → 1 and 2 → 0.
    const got = compared(
      { eps: 0 },
      [1, 0, 0],
      [
        [5, 1],
        [5, 2],
        [8, 1],
      ],
    );
    expect(got).toEqual([1, 1, 1, -1, -1, 0]);
    expect(compared({}, [1, 0], [[1], [2]])).toEqual([0.5 / 0.5001, -0.5 / 0.5001]);
  });

  it("counts each rollout with `weighting: candidate`, which is the group's own advantage at the root", () => {
    const rewards = [1, 0, 0, 0];
    // 5 → 1/2 twice, 8 → 0 twice: mean ¼, deviation ¼.
    expect(compared({ eps: 0, weighting: "candidate" }, rewards, [[5], [5], [8], [8]])).toEqual([1, 1, -1, -1]);
    // 5 → 1/3 three times, 8 → 0: mean ¼, deviation √(3·(1/12)² + (1/4)²)/2 = 1/√48.
    const [first, , , last] = compared({ eps: 0, weighting: "candidate" }, rewards, [[5], [5], [5], [8]]) as number[];
    expect([first, last]).toEqual([expect.closeTo(Math.sqrt(48) / 12, 12), expect.closeTo(-Math.sqrt(48) / 4, 12)]);
    // Every rollout a child of its own: (R − mean) / std of the group.
    const alone = compared({ eps: 0, weighting: "candidate" }, rewards, [[1], [2], [3], [4]]) as number[];
    const deviation = Math.sqrt(3) / 4;
    expect(alone).toEqual([0.75, -0.25, -0.25, -0.25].map((value) => expect.closeTo(value / deviation, 12)));
  });

  it.each([
    ["one child", [1, 0], [[5], [5]], [0, 0]],
    ["one rollout", [3], [[1, 2]], [0, 0]],
    ["equal children", [0.1, 0.1, 0.1], [[1], [1], [2]], [0, 0, 0]],
    ["children equal on average", [1, 0, 0.5], [[1], [1], [2]], [0, 0, 0]],
    ["no step", [1, 0], [[], []], []],
    ["ways of different length", [1, 0], [[1], [2, 3]], [1, -1, 0]],
  ] as const)("has exactly 0 for %s (022 §Pitfalls)", (_, rewards, ways, expected) => {
    expect(compared({ eps: 0 }, rewards, ways)).toEqual(expected);
  });

  it("compares only where there are children enough", () => {
    const ways = [[1], [2], [3]];
    expect(compared({ eps: 0, minChildren: 4 }, [1, 0, 0], ways)).toEqual([0, 0, 0]);
    expect(compared({ eps: 0, minChildren: 3 }, [1, 0.5, 0], ways)[1]).toBe(0);
    expect(compared({ eps: 0, minChildren: 3 }, [1, 0.5, 0], ways)[0]).toBeCloseTo(Math.sqrt(1.5), 12);
  });

  it("lets rollouts without a reward move nothing, nor make a child", () => {
    expect(compared({ eps: 0 }, [1, "lost", 0], [[5], [5], [8]])).toEqual([1, "lost", -1]);
    expect(compared({ eps: 0 }, [1, "lost"], [[5], [8]])).toEqual([0, "lost"]);
  });

  it("loses a rollout from its first missing way on", () => {
    expect(
      compared(
        { eps: 0 },
        [1, 0],
        [
          [5, 1],
          [8, "cut"],
        ],
      ),
    ).toEqual([1, 0, -1, "cut"]);
    expect(
      compared(
        { eps: 0 },
        [1, 0],
        [
          ["cut", 1],
          [8, 1],
        ],
      ),
    ).toEqual(["cut", "cut", 0, 0]);
    expect(
      compared(
        { eps: 0 },
        ["lost", 0],
        [
          ["cut", 1],
          [8, 1],
        ],
      ),
    ).toEqual(["lost", "lost", 0, 0]);
  });

  it("keeps groups apart, and reads steps", () => {
    const inputs = [fullSignal("rollout", [1, 0, 3, 1]), fullSignal("step", [1, 2, 1, 2])];
    const out = siblingRelative({ level: "step", eps: 0 }).apply(inputs, steps([1, 1, 1, 1], [2, 2]));
    expect([out.level, ...out.values]).toEqual(["step", 1, -1, 1, -1]);
  });

  it("fails where a deviation is too large", () => {
    expect(compared({}, [1e308, -1e308], [[1], [2]])[0]).toBe("Expected a finite value, got NaN.");
  });

  it("agrees with prefixes written out, and rises with a rollout's own reward", () => {
    const way = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 4 });
    const rollout = fc.tuple(way, fc.double({ min: -5, max: 5, noNaN: true }));
    const weighting = fc.constantFrom("node", "candidate" as const);
    fc.assert(
      fc.property(fc.array(rollout, { minLength: 1, maxLength: 8 }), weighting, fc.nat(7), (rollouts, mode, which) => {
        const [ways, rewards] = [rollouts.map(([path]) => path), rollouts.map(([, reward]) => reward)];
        const settings = { weighting: mode, eps: 0.01 } as Settings;
        const got = compared(settings, rewards, ways) as number[];
        expect(got.length).toBe(ways.flat().length);
        slow(ways, rewards, mode as string).forEach((value, i) => {
          expect(got[i]).toBeCloseTo(value, 8);
        });
        const raised = rewards.map((reward, r) => (r === which ? reward + 1 : reward));
        const after = compared(settings, raised, ways) as number[];
        const from = ways.slice(0, which).flat().length;
        const own = ways[which]?.length ?? 0;
        for (let i = from; i < from + own; i++)
          expect((after[i] as number) - (got[i] as number)).toBeGreaterThan(-1e-9);
      }),
    );
  });

  it("states its facts", () => {
    const piece = siblingRelative();
    expect(piece.options).toEqual({ level: "token", weighting: "node", eps: 1e-4, minChildren: 2 });
    expect([piece.scope, piece.trend(0, []), piece.trend(1, [])]).toEqual(["group", "increasing", "unknown"]);
    expect(piece.range([])).toEqual({ min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY });
    expect(() => siblingRelative({ minChildren: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`minChildren\` of \`credit/sibling-relative@1\` to be valid, got 1: Too small: expected number to be >=2.]`,
    );
  });

  for (const options of [{}, { level: "step" }, { weighting: "candidate" }]) {
    for (const law of lawsOf(siblingRelative, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});

/** Children found by their prefixes as text. */
function slow(ways: readonly (readonly number[])[], rewards: readonly number[], weighting: string): readonly number[] {
  const scoreOf = (prefix: readonly number[]) => {
    const through = rewards.filter((_, r) => prefix.every((way, j) => ways[r]?.[j] === way));
    return { score: through.reduce((sum, reward) => sum + reward, 0) / through.length, count: through.length };
  };
  return ways.flatMap((path) =>
    path.map((_, j) => {
      const parent = path.slice(0, j);
      const reaching = ways.filter((other) => other.length > j && parent.every((way, k) => other[k] === way));
      const children = [...new Set(reaching.map((other) => other[j] as number))].map((way) =>
        scoreOf([...parent, way]),
      );
      if (children.length < 2) return 0;
      const weight = ({ count }: { count: number }): number => (weighting === "node" ? 1 : count);
      const total = children.reduce((sum, child) => sum + weight(child), 0);
      const mean = children.reduce((sum, child) => sum + weight(child) * child.score, 0) / total;
      const squares = children.reduce((sum, child) => sum + weight(child) * (child.score - mean) ** 2, 0);
      return (scoreOf(path.slice(0, j + 1)).score - mean) / (Math.sqrt(squares / total) + 0.01);
    }),
  );
}
