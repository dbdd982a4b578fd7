import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import {
  bilinearGame,
  type ContinuousGame,
  continuousExploitability,
  continuousGame,
  quadraticGame,
} from "./continuous-game.ts";
import { coopetition } from "./coopetition.ts";
import { teamProduction } from "./team-production.ts";
import { vectorise } from "./vectorise.ts";

/** Steps along the gradients of all players at once, within the bounds. */
function ascend(game: ContinuousGame, start: readonly number[], rate: number, steps: number): number[] {
  const [low, high] = game.bounds;
  let actions = [...start];
  for (let t = 0; t < steps; t++) {
    const now = actions;
    actions = now.map((action, k) => Math.max(low, Math.min(high, action + rate * game.gradient(k, now))));
  }
  return actions;
}

describe("continuous games", () => {
  it.each<[string, ContinuousGame, number[]]>([
    ["bilinear", bilinearGame(), [0.3, -0.7]],
    [
      "quadratic",
      quadraticGame(
        [1, -2, 0.5],
        [2, 1, 3],
        [
          [0, 0.4, 1],
          [0.7, 0, -1],
          [0.1, 0.2, 0],
        ],
      ),
      [0.5, -1, 2],
    ],
    ["team", teamProduction({ loyalty: [0, 0.3, 0.5, 0.7, 0.9] }), [1, 2, 3, 4, 5]],
    ["coopetition", coopetition({ players: 3, mode: "private" }), [10, 20, 30]],
    ["integrated coopetition", coopetition({ mode: "integrated" }), [10, 20]],
    ["cooperative coopetition", coopetition({ mode: "cooperative" }), [10, 20]],
  ])("has the gradients of its payoffs (numerically): %s", (_, game, actions) => {
    for (let k = 0; k < game.players; k++) {
      const at = (shift: number): number =>
        game.payoff(
          k,
          actions.map((action, i) => (i === k ? action + shift : action)),
        );
      expect(game.gradient(k, actions)).toBeCloseTo((at(1e-4) - at(-1e-4)) / 2e-4, 6);
    }
  });

  it("circles away from the equilibrium of the bilinear game by √(1 + η²) a step", () => {
    const [x, y] = ascend(bilinearGame(1e9), [1, 0], 0.1, 50) as [number, number];
    expect(Math.hypot(x, y)).toBeCloseTo(1.01 ** 25, 9);
    expect(continuousExploitability(bilinearGame(), [0, 0])).toBe(0);
    expect(continuousExploitability(bilinearGame(), [0.5, 0])).toBe(0.5);
  });

  it("finds the equilibrium of a quadratic game (by hand): a = (1 + b)/2, b = (2 + a)/2 at 4/3, 5/3", () => {
    const game = quadraticGame(
      [1, 2],
      [2, 2],
      [
        [0, 1],
        [1, 0],
      ],
    );
    const found = ascend(game, [0, 0], 0.2, 300);
    expect(found[0]).toBeCloseTo(4 / 3, 9);
    expect(found[1]).toBeCloseTo(5 / 3, 9);
    expect(continuousExploitability(game, [4 / 3, 5 / 3])).toBeLessThan(1e-9);
    expect(() => quadraticGame([1], [0], [[0]])).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected a curvature above 0 for each player, got 0.]`,
    );
  });

  it("has the efforts of card 048 in its equilibria, and is not to be gained by leaving them", () => {
    const table = [3, 5, 8].map((members) =>
      [0, 0.5, 0.9].map((loyalty) => teamProduction({ members, loyalty, productivity: 20, elasticity: 0.5, cost: 2 })),
    );
    expect(table.map((row) => row.map(({ equilibrium }) => Number(equilibrium.toFixed(3))))).toEqual([
      [0.926, 2.512, 5.14],
      [0.2, 0.543, 1.11],
      [0.049, 0.132, 0.271],
    ]);
    for (const game of table.flat())
      expect(continuousExploitability(game, new Array(game.players).fill(game.equilibrium))).toBeLessThan(1e-6);
    // Each is better off in the loyal team by what is truly paid.
    const [selfish, , loyal] = table[1] as [(typeof table)[0][0], unknown, (typeof table)[0][0]];
    const paid = (game: typeof selfish): number => game.ownPayoff(0, new Array(5).fill(game.equilibrium));
    expect(paid(loyal)).toBeGreaterThan(paid(selfish));
  });

  it("learns the actions of card 049: 23.2 private, 26.8 integrated, 29.8 cooperative", () => {
    // By hand, private: 20/(1 + a) = 1 − γ/4, a = 20/0.825 − 1.
    const found = (["private", "integrated", "cooperative"] as const).map(
      (mode) => ascend(coopetition({ mode }), [10, 10], 1, 2000)[0] as number,
    );
    expect(found[0]).toBeCloseTo(20 / 0.825 - 1, 6);
    expect(found[1]).toBeCloseTo(20 / (1 - (1.6 * 0.7) / 4) - 1, 6);
    expect(found[2]).toBeCloseTo(20 / (1 - 0.7 / 2) - 1, 6);
    expect(found.map((action) => Number(action.toFixed(1)))).toEqual([23.2, 26.8, 29.8]);
  });

  it("pays the mean and names each payoff, within the bounds", () => {
    const environment = vectorise(continuousGame(bilinearGame(), 3), 1);
    environment.step([2, 0.5]);
    expect([
      environment.rewards[0],
      environment.signals["payoff-0"]?.[0],
      environment.signals["payoff-1"]?.[0],
    ]).toEqual([0, 0.5, -0.5]);
    expect([...environment.observations]).toEqual([1, 0.5]);
    environment.step([0, 0]);
    environment.step([0, 0]);
    expect(environment.truncated[0]).toBe(1);
  });

  it("keeps the laws", () => {
    for (const game of [bilinearGame(), teamProduction(), coopetition()])
      checkEnvironment((count) => vectorise(continuousGame(game, 5), count));
    expect(() => teamProduction({ elasticity: 1 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected at least 2 members and \`elasticity\` between 0 and 1, got 5 and 1.]`,
    );
  });
});
