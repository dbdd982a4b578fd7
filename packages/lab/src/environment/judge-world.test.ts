import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { answerOf, PAIR, PAIR_AT, talkUtility } from "./draw-pair.ts";
import { type JudgeWorldOptions, judgeWorld } from "./judge-world.ts";
import { vectorise } from "./vectorise.ts";

const [SOLVE, A, B] = [8, 9, 10] as const;
const COUNT = 2000;
const SIZE = PAIR + 1 + 18;
/** Weights of the first type of talk. */
const WEIGHTS = [
  [0.3, 0.2, 0.1, 0, 0, 0.1, 0.3, 0],
  [0, 0.1, 0.2, 0.1, 0.2, 0.1, 0, 0.3],
  [0.2, 0, 0.2, 0.2, 0, 0.4, 0, 0],
] as const;

/** Looks at the same things in each copy, then decides by a rule over what is shown; gives means of what the verdict got. */
function judge(options: JudgeWorldOptions, looks: readonly number[], rule: (seen: Float32Array) => number) {
  const environment = vectorise(judgeWorld(options), COUNT);
  environment.reset(3);
  for (const look of looks) environment.step(new Float64Array(COUNT).fill(look));
  const width = environment.observations.length / COUNT;
  const verdicts = Float64Array.from({ length: COUNT }, (_, i) =>
    rule(environment.observations.subarray(i * width, (i + 1) * width)),
  );
  environment.step(verdicts);
  const mean = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0) / COUNT;
  const signals = Object.entries(environment.signals).map(([name, column]) => [name, mean(column)]);
  return { reward: mean(environment.rewards), ...Object.fromEntries(signals) } as { [name: string]: number };
}

const typeOf = (seen: Float32Array): number => seen.subarray(0, 6).indexOf(1);
const byRubric = (seen: Float32Array): number => {
  const weights: readonly number[] = WEIGHTS[typeOf(seen)] ?? WEIGHTS[0];
  return weights.reduce((sum, weight, k) => sum + weight * (seen[18 + k] as number), 0) > 0 ? A : B;
};
const bySolution = (seen: Float32Array): number => ((seen[26] as number) > 0 ? A : B);
const byDistractors = (seen: Float32Array): number =>
  (seen[6] as number) + (seen[7] as number) + (seen[8] as number) > 0 ? A : B;
const ALL = [0, 1, 2, 3, 4, 5, 6, 7];

describe("judgeWorld", () => {
  it("is judged right by the rubric for talk and by the solution for reasoning, for 1", () => {
    expect(judge({ types: "talk" }, ALL, byRubric)).toMatchObject({ reward: 1, gold: 1, routed: 1, findings: 8 });
    expect(judge({ types: "reasoning" }, [SOLVE], bySolution)).toMatchObject({ reward: 1, gold: 1, routed: 1 });
    // The other branch tells nothing there.
    const crossed = judge({ types: "reasoning", correlation: 0 }, ALL, byRubric);
    expect(Math.abs((crossed.gold as number) - 0.5)).toBeLessThan(0.05);
    expect(crossed.routed).toBe(0);
  });

  it("has a shortcut through the distractors in training and none in the test", () => {
    // Sum of three: mean 2.4, standard deviation √3 · 0.6 = 1.04: right with probability Φ(2.309) = 0.9895.
    const training = judge({}, [], byDistractors);
    expect(Math.abs((training.gold as number) - 0.9895)).toBeLessThan(0.008);
    expect(training.shortcut).toBe(1);
    expect(Math.abs((judge({ correlation: 0 }, [], byDistractors).gold as number) - 0.5)).toBeLessThan(0.04);
  });

  it("pays by the label, which is wrong as often as it says, and knows better", () => {
    const { reward, gold, agrees } = judge({ types: "reasoning", labelNoise: 0.15 }, [SOLVE], bySolution);
    expect(gold).toBe(1);
    expect(Math.abs((agrees as number) - 0.85)).toBeLessThan(0.025);
    expect(reward).toBeCloseTo(2 * (agrees as number) - 1, 9);
  });

  it("is judged better with more findings", () => {
    const rates = [2, 4, 8].map(
      (count) => judge({ types: "talk", correlation: 0 }, ALL.slice(0, count), byRubric).gold as number,
    );
    expect(rates[0]).toBeLessThan((rates[1] as number) - 0.02);
    expect(rates[1]).toBeLessThan((rates[2] as number) - 0.02);
  });

  it("pays −1 for looking on without a verdict", () => {
    const environment = vectorise(judgeWorld({ findings: 2 }), 1);
    const steps = [0, 1, 0].map((look) => {
      environment.step([look]);
      return [environment.rewards[0], environment.terminated[0], environment.signals.findings?.[0]];
    });
    expect(steps).toEqual([
      [0, 0, 1],
      [0, 0, 2],
      [-1, 1, 3],
    ]);
  });

  it("shows the difference of what was compared, and nothing before", () => {
    const environment = vectorise(judgeWorld(), 1);
    const pair = environment.save()[0] as Float64Array;
    expect([...environment.observations.subarray(9)]).toEqual(new Array(18).fill(0));
    environment.step([2]);
    expect(environment.observations[11]).toBe(1);
    expect(environment.observations[20]).toBe(
      ((pair[PAIR_AT.first + 2] as number) - (pair[PAIR_AT.second + 2] as number)) / 4,
    );
  });

  it("draws questions whose one answer is right, as the gold says (by hand)", () => {
    expect([3, 4, 5].map((type) => answerOf({ type, numbers: [12, 4, 3] }))).toEqual([19, 51, 24]);
    expect(talkUtility(2, [4, 0, 2, 1, 0, 3, 0, 4])).toBeCloseTo((0.2 * 4 + 0.2 * 2 + 0.2 * 1 + 0.4 * 3) / 4, 12);
    const states = vectorise(judgeWorld({ types: "reasoning" }), 200).save()[0] as Float64Array;
    for (let i = 0; i < 200; i++) {
      const at = i * SIZE;
      const [a, b, c] = states.subarray(at + PAIR_AT.numbers, at + PAIR_AT.numbers + 3) as unknown as number[];
      const right = answerOf({ type: states[at] as number, numbers: [a as number, b as number, c as number] });
      const isRight = [0, 1].map((k) => states[at + PAIR_AT.answers + k] === right);
      expect(isRight).toEqual([states[at + PAIR_AT.gold] === 1, states[at + PAIR_AT.gold] === 0]);
    }
  });

  it("keeps the laws, and correlations to their range", () => {
    checkEnvironment((count) => vectorise(judgeWorld({ labelNoise: 0.15, reliability: 0.9 }), count));
    expect(() => vectorise(judgeWorld({ correlation: 2 }), 1)).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`correlation\` to be in −1 … 1, got 2.]`,
    );
  });
});
