import { describe, expect, it } from "vitest";
import { flatLayout } from "../signal/index.ts";
import { lawsOf } from "../testing/index.ts";
import { type ClippedBonusOptions, clippedBonus } from "./clipped-bonus.ts";
import { advantagesIn, stepped } from "./places.test-support.ts";

describe("clippedBonus", () => {
  const before = [2, 2, -2, 2, -2, 0];
  const bonus = [0.5, 3, 3, -0.5, -3, 1];

  it.each<[Partial<ClippedBonusOptions>, readonly number[]]>([
    [{}, [2.5, 3, -1, 2, -2, 0]],
    [{ kappa: 4 }, [2.5, 2.5, -1.5, 2, -2, 0]],
    [{ relu: false }, [2.5, 3, -1, 1.5, -3, 0]],
    [{ onlyPositive: true }, [2.5, 3, -2, 2, -2, 0]],
    [{ kappa: 1 }, [2.5, 4, 0, 2, -2, 0]],
  ])("adds what the advantage leaves room for with %j (222 §Mechanism 6, by hand)", (options, expected) => {
    expect(advantagesIn(clippedBonus(options), { layout: flatLayout([6]), before, inputs: [bonus] })).toEqual(expected);
  });

  it("keeps what has no bonus, and works at steps", () => {
    const given = { layout: stepped([1], [2]), before: [1, 1], inputs: [[undefined, 9]] };
    expect(advantagesIn(clippedBonus({ level: "step" }), given)).toEqual([1, 1.5]);
    expect(advantagesIn(clippedBonus(), { layout: flatLayout([]), before: [], inputs: [[]] })).toEqual([]);
    expect(clippedBonus().options).toEqual({ kappa: 2, relu: true, onlyPositive: false });
    expect(() => clippedBonus({ kappa: 0.5 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`kappa\` of \`advantage/clipped-bonus@1\` to be valid, got 0.5: Too small: expected number to be >=1.]`,
    );
  });

  for (const options of [{}, { level: "step", relu: false, onlyPositive: true }] as const) {
    for (const law of lawsOf(clippedBonus, { options })) it(`${law.name}, ${JSON.stringify(options)}`, law.check);
  }
});
