import { describe, expect, it } from "vitest";
import { type Dynamics, vectorise } from "../environment/index.ts";
import { gaussianHead, mlpPolicy } from "../policy/index.ts";
import { cmaEs, mapElites } from "../search/index.ts";
import { environmentProgram } from "./environment-program.test-support.ts";
import { expectResumes } from "./off-policy-resume.test-support.ts";
import { type SearchSettings, startSearchRun } from "./search-run.ts";

/** Two steps an episode; each pays −(action − 3)², and tells the action. */
const target: Dynamics = {
  id: "target@1",
  observation: { kind: "box", low: [1], high: [1] },
  action: { kind: "box", low: [-9], high: [9] },
  stateSize: 2,
  maxSteps: 2,
  signals: ["place"],
  start: () => undefined,
  step: (state, at, actions, action, _, out) => {
    state[at] = actions[action] as number;
    out.reward = -(((actions[action] as number) - 3) ** 2);
  },
  observe: (_state, _at, out, to) => {
    out[to] = 1;
  },
  measure: (state, at, out) => {
    out[0] = state[at] as number;
  },
};

const settings: SearchSettings = {
  environment: vectorise(target, 2),
  policy: mlpPolicy({ inputs: 1, head: gaussianHead(1, { logDeviation: -5 }), hidden: [], critic: false }),
  search: (start, seed) => cmaEs({ start, deviation: 1, population: 8, seed }),
  program: environmentProgram({ use: "grpo" } as never, "reward", { place: { use: "world-signal" } }),
  steps: 6,
  updates: 30,
};

describe("startSearchRun", () => {
  it("finds the parameters whose episodes have the greatest total", async () => {
    const run = await startSearchRun(settings, 1);
    let metrics = await run.update();
    expect(metrics.steps).toBe(9 * 6 * 2);
    const first = metrics.centre as number;
    while (run.updates < run.end) metrics = await run.update();
    expect(first).toBeLessThan(-5);
    // Two steps an episode, each at most 0.
    expect(metrics.centre).toBeGreaterThan(-0.2);
    expect(metrics.best).toBeGreaterThanOrEqual(metrics.fitness as number);
  });

  it("tells a search the measures of its rows: elites of many kinds", async () => {
    const run = await startSearchRun(
      {
        ...settings,
        search: (start, seed) => mapElites({ start, deviation: 1, cells: [8], low: [-8], high: [8], seed }),
        measures: ["place"],
      },
      1,
    );
    let metrics = await run.update();
    for (let k = 0; k < 25; k++) metrics = await run.update();
    expect(metrics.coverage).toBeGreaterThan(0.6);
    expect(metrics.centre).toBeGreaterThan(-2);
  });

  it("killed at any update and resumed gives the curve of one that was not", async () => {
    await expectResumes(() => startSearchRun(settings, 2), 4);
  });

  it("says which terms a measure may be", async () => {
    await expect(startSearchRun({ ...settings, measures: ["spot"] }, 1)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`spot\` to be a term of the program: reward, values, bootstrap, return, place.]`,
    );
  });
});
