import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import {
  exploitability,
  MATCHING_PENNIES,
  type MatrixGameOptions,
  matrixGame,
  PRISONERS_DILEMMA,
  ROCK_PAPER_SCISSORS,
  STAG_HUNT,
} from "./matrix-game.ts";
import { vectorise } from "./vectorise.ts";

function play(options: MatrixGameOptions, actions: readonly (readonly number[])[]) {
  const environment = vectorise(matrixGame(options), 1);
  return actions.map((action) => {
    environment.step(action);
    return [environment.rewards[0], environment.signals["payoff-0"]?.[0], environment.signals["payoff-1"]?.[0]];
  });
}

describe("matrixGame", () => {
  it("pays each of the four outcomes of the prisoner's dilemma (by hand)", () => {
    expect(
      play({}, [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ]),
    ).toEqual([
      [3, 3, 3],
      [2.5, 0, 5],
      [2.5, 5, 0],
      [1, 1, 1],
    ]);
  });

  it("answers tit for tat, and grimly, with what the row player gets (by hand)", () => {
    const moves = [[0], [1], [0], [0], [1]];
    // Column: 0 0 1 0 0, and 0 0 1 1 1.
    expect(play({ opponent: "tit-for-tat" }, moves).map(([reward]) => reward)).toEqual([3, 5, 0, 3, 5]);
    expect(play({ opponent: "grim" }, moves).map(([reward]) => reward)).toEqual([3, 5, 0, 0, 1]);
  });

  it("is best kept up with against tit for tat over ten rounds: 30, and 14 for always defecting", () => {
    const sum = (action: number): number =>
      play({ opponent: "tit-for-tat" }, new Array(10).fill([action])).reduce(
        (all, [reward]) => all + (reward as number),
        0,
      );
    expect([sum(0), sum(1)]).toEqual([30, 5 + 9]);
  });

  it("mixes as often as it says, and shows the last actions", () => {
    const environment = vectorise(matrixGame({ payoffs: ROCK_PAPER_SCISSORS, opponent: [0.5, 0.2, 0.3] }), 4000);
    expect([...environment.observations.subarray(0, 6)]).toEqual([0, 0, 0, 0, 0, 0]);
    environment.step(new Float64Array(4000).fill(1));
    const shares = [3, 4, 5].map((k) => {
      let count = 0;
      for (let i = 0; i < 4000; i++) count += environment.observations[6 * i + k] as number;
      return count / 4000;
    });
    [0.5, 0.2, 0.3].forEach((share, k) => {
      expect(Math.abs((shares[k] as number) - share)).toBeLessThan(0.03);
    });
    // Paper wins against rock and loses to scissors: 0.5 − 0.3.
    const mean = environment.rewards.reduce((all, reward) => all + reward, 0) / 4000;
    expect(Math.abs(mean - 0.2)).toBeLessThan(0.05);
  });

  it("keeps the laws, and to tables that fit", () => {
    for (const opponent of [undefined, "tit-for-tat", [0.5, 0.5]] as const)
      checkEnvironment((count) => vectorise(matrixGame({ payoffs: STAG_HUNT, ...(opponent && { opponent }) }), count));
    expect(() => matrixGame({ opponent: [1] })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`opponent\` to play 2 actions, got [1] against 2.]`,
    );
    expect(() => matrixGame({ payoffs: { row: [[1]], column: [[1, 2]] } })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected two tables of payoffs of the same size, got others.]`,
    );
  });
});

describe("exploitability", () => {
  it("is 0 in every equilibrium and the gain elsewhere (by hand)", () => {
    expect(exploitability(PRISONERS_DILEMMA, [0, 1], [0, 1])).toBe(0);
    expect(exploitability(STAG_HUNT, [1, 0], [1, 0])).toBe(0);
    expect(exploitability(STAG_HUNT, [0, 1], [0, 1])).toBe(0);
    // Stag with ¾: 4p = 3 makes both alike.
    expect(exploitability(STAG_HUNT, [0.75, 0.25], [0.75, 0.25])).toBe(0);
    expect(exploitability(MATCHING_PENNIES, [0.5, 0.5], [0.5, 0.5])).toBe(0);
    expect(exploitability(MATCHING_PENNIES, [0.75, 0.25], [0.5, 0.5])).toBeCloseTo(0.5, 12);
    expect(exploitability(ROCK_PAPER_SCISSORS, [1, 0, 0], [1, 0, 0])).toBe(2);
  });
});
