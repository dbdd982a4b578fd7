import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fullSignal } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { abstainsBecause } from "./abstains-because.test-support.ts";
import { column, shown, steps, tokens } from "./layouts.test-support.ts";
import { type TreeValueOptions, treeValue } from "./tree-value.ts";

type Values = readonly (number | string)[];

/** One group whose rollouts went these ways. */
function valued(settings: Partial<TreeValueOptions>, rewards: Values, ways: readonly Values[]) {
  const inputs = [column("rollout", rewards), column("step", ways.flat())];
  return shown(treeValue(settings).apply(inputs, steps(ways.map(({ length }) => length))));
}
const NO_RIGHT_END = "no rollout of the group ends right";

describe("treeValue", () => {
  it("is the share of right ends below (126 §Mechanism: correct leaves / leaves)", () => {
    expect(valued({}, [1, 0, 0, 1], [[1, 2], [1, 3], [1, 3], [4]])).toEqual([1 / 3, 1, 1 / 3, 0, 1 / 3, 0, 1]);
  });

  it("is 1 where any continuation is right (039 §Mechanism)", () => {
    expect(valued({ by: "max" }, [1, 0, 0], [[1, 2], [1, 3], [4]])).toEqual([1, 1, 1, 0, 0]);
    expect(valued({ by: "max" }, [-3, -2], [[1], [1]])).toEqual([-2, -2]);
  });

  it("climbs by 1/K along a right rollout of K steps (160 §Mechanism: v_k = k/K)", () => {
    expect(valued({ by: "progress" }, [1], [[7, 7, 7, 7]])).toEqual([0.25, 0.5, 0.75, 1]);
  });

  it("falls on the branch of a wrong end, by the distance of its nearest ancestor that has one (160, by hand)", () => {
    // 1 has d = 2: v = 1/3 of the 3 steps from the root. Wrong: d = 2 from node 1, v = 1/3 − (2/3)/2 = 0.
    const out = valued({ by: "progress" }, [1, 0, 0], [[1, 2, 3], [1, 2, 9, 9], [5]]);
    const [third, two] = [1 / 3, 2 / 3];
    const close = (value: number) => expect.closeTo(value, 12);
    // Node 2 has d = 2; 9 takes it: 2/3 − (1/3)/2 = 1/2, then 1/2 − (1/2)/2 = 1/4. 5 takes the root's 4: max(0, −1/4).
    expect(out).toEqual([close(third), close(two), 1, close(third), close(two), close(0.5), close(0.25), 0]);
  });

  it("takes the nearest of several right ends", () => {
    expect(
      valued(
        { by: "progress" },
        [1, 1],
        [
          [1, 2],
          [1, 3, 4],
        ],
      ),
    ).toEqual([0.5, 1, 0.5, 0.75, 1]);
    expect(valued({ by: "progress" }, [1, 1], [[1], [1, 2]])).toEqual([1, 1, 1]);
  });

  it("has no values without a right end, and says from where on an end is right", () => {
    expect(valued({ by: "progress" }, [0.5, 0], [[1], [2]])).toEqual([NO_RIGHT_END, NO_RIGHT_END]);
    expect(valued({ by: "progress", right: 0.5 }, [0.5, 0], [[1], [2]])).toEqual([1, 0]);
    expect(valued({ by: "progress" }, [1, 0], [[], [2]])).toEqual([0]);
  });

  it("values what is shared though the own reward is missing", () => {
    expect(
      valued(
        {},
        [1, "lost"],
        [
          [1, 2],
          [1, 3],
        ],
      ),
    ).toEqual([1, 1, 1, "lost"]);
    expect(
      valued(
        { by: "progress" },
        [1, "lost"],
        [
          [1, 2],
          [1, 3],
        ],
      ),
    ).toEqual([0.5, 1, 0.5, "lost"]);
    expect(valued({}, ["lost", "gone"], [[1], [1]])).toEqual(["lost", "gone"]);
  });

  it("loses a rollout from its first missing way on", () => {
    expect(
      valued(
        {},
        [1, 0],
        [
          [1, "cut", 3],
          [1, 3],
        ],
      ),
    ).toEqual([0.5, "cut", "cut", 0.5, 0]);
    expect(valued({ by: "progress" }, [1, 0], [[1, "cut"], [1]])).toEqual([NO_RIGHT_END, "cut", NO_RIGHT_END]);
    expect(valued({}, ["lost"], [["cut"]])).toEqual(["lost"]);
  });

  it("keeps groups apart, and reads tokens", () => {
    const inputs = [fullSignal("rollout", [1, 0, 5, 7]), fullSignal("token", [1, 1, 1, 1])];
    const out = treeValue({ level: "token" }).apply(inputs, tokens([1, 1, 1, 1], [2, 2]));
    expect([out.level, ...out.values]).toEqual(["token", 0.5, 0.5, 6, 6]);
  });

  it("agrees with prefixes written out", () => {
    const way = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(fc.tuple(way, fc.nat(1)), { minLength: 1, maxLength: 8 }), (rollouts) => {
        const through = (prefix: readonly number[]) =>
          rollouts.filter(([path]) => prefix.every((step, j) => path[j] === step));
        const prefixes = rollouts.flatMap(([path]) => path.map((_, j) => path.slice(0, j + 1)));
        const means = prefixes.map((prefix) => {
          const rewards = through(prefix).map(([, reward]) => reward);
          return rewards.reduce((sum: number, reward) => sum + reward, 0) / rewards.length;
        });
        const distance = (prefix: readonly number[]) =>
          Math.min(
            ...through(prefix)
              .filter(([, reward]) => reward === 1)
              .map(([path]) => path.length - prefix.length + 1),
          );
        const value = (prefix: readonly number[]): number => {
          if (prefix.length === 0) return 0;
          const [own, before] = [distance(prefix), value(prefix.slice(0, -1))];
          if (own < Number.POSITIVE_INFINITY) return before + (1 - before) / own;
          let ancestor = prefix;
          while (distance(ancestor) === Number.POSITIVE_INFINITY) ancestor = ancestor.slice(0, -1);
          return Math.max(0, before - (1 - before) / distance(ancestor));
        };
        const [ways, rewards] = [rollouts.map(([path]) => path), rollouts.map(([, reward]) => reward)];
        expect(valued({}, rewards, ways)).toEqual(means.map((mean) => expect.closeTo(mean, 12)));
        const solved = rewards.includes(1);
        expect(valued({ by: "progress" }, rewards, ways)).toEqual(
          prefixes.map((prefix) => (solved ? expect.closeTo(value(prefix), 12) : NO_RIGHT_END)),
        );
      }),
    );
  });

  it("states its facts", () => {
    const piece = treeValue();
    expect(piece.options).toEqual({ level: "step", by: "mean", right: 1 });
    expect([piece.scope, piece.trend(0, []), piece.trend(1, [])]).toEqual(["group", "increasing", "unknown"]);
    expect(piece.range([{ min: -1, max: 5 }])).toEqual({ min: -1, max: 5 });
    expect(treeValue({ by: "progress" }).range([{ min: -1, max: 5 }])).toEqual({ min: 0, max: 1 });
    expect(treeValue({ by: "progress" }).trend(0, [])).toBe("unknown");
  });

  for (const options of [{}, { by: "max" }, { level: "token" }]) {
    for (const law of lawsOf(treeValue, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
  const skip = abstainsBecause("a group without a right end has no progress");
  for (const law of lawsOf(treeValue, { options: { by: "progress" }, skip })) it(`${law.name}, progress`, law.check);
});
