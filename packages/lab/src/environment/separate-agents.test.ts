import { describe, expect, it } from "vitest";
import { checkEnvironment } from "./check-environment.ts";
import { bilinearGame, continuousGame } from "./continuous-game.ts";
import { guiScreens } from "./gui-screens.ts";
import { markovGame } from "./markov-game.ts";
import { matrixGame, PRISONERS_DILEMMA } from "./matrix-game.ts";
import { separateAgents } from "./separate-agents.ts";
import { vectorise } from "./vectorise.ts";

describe("separateAgents", () => {
  it("keeps the promises of environments, agents being copies", () => {
    checkEnvironment((count) => separateAgents(vectorise(markovGame().dynamics, count), { reward: "payoff" }));
    checkEnvironment((count) => separateAgents(vectorise(continuousGame(bilinearGame(), 4), count)));
  });

  it("shows, pays and ends each agent its own (by hand)", () => {
    const inner = vectorise(matrixGame({ payoffs: PRISONERS_DILEMMA, rounds: 2 }), 2);
    const agents = separateAgents(inner, { reward: "payoff" });
    expect(agents.count).toBe(4);
    expect(agents.action).toEqual({ kind: "discrete", size: 2 });
    // Copy 0: cooperate against defect; copy 1: both defect.
    agents.step([0, 1, 1, 1]);
    expect([...agents.rewards]).toEqual([0, 5, 1, 1]);
    expect([...(agents.signals.welfare ?? [])]).toEqual([5, 5, 2, 2]);
    // Last actions of both, one-hot, then which agent it is.
    expect([...agents.observations.subarray(0, 12)]).toEqual([1, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 1]);
    agents.step([0, 0, 0, 1]);
    expect([...agents.truncated]).toEqual([1, 1, 1, 1]);
    expect([...agents.finalObservations.subarray(12, 18)]).toEqual([1, 0, 0, 1, 1, 0]);
  });

  it("pays the common reward where no signal is named, and shows own parts", () => {
    const inner = vectorise(continuousGame(bilinearGame(), 4), 1);
    const agents = separateAgents(inner, { view: "own" });
    agents.step([0.5, -0.25]);
    expect([...agents.observations]).toEqual([0.5, -0.25]);
    expect([...agents.rewards]).toEqual([inner.rewards[0], inner.rewards[0]]);
    expect([...(agents.signals.payoff ?? [])]).toEqual([-0.125, 0.125]);
  });

  it("says what it cannot take apart", () => {
    const game = vectorise(matrixGame(), 1);
    expect(() => separateAgents(game, { reward: "pay" })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`reward\` to be a signal of each for the agents of matrix-game@1, got \`pay\` beside payoff-0, payoff-1, welfare.]`,
    );
    expect(() => separateAgents(vectorise(guiScreens(), 1))).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected one number of the action each, all of the same choices for the agents of gui-screens@1, got multi-discrete.]`,
    );
    expect(() => separateAgents(vectorise(matrixGame({ opponent: [1, 0] }), 1))).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected one number of the action each, all of the same choices for the agents of matrix-game@1, got discrete.]`,
    );
  });
});
