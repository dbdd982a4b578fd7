import { uniformAt } from "@guerdon/core/random";
import { anneal } from "@guerdon/core/schedule";
import { beforeAll, describe, expect, it } from "vitest";
import { createFlowSampler, denoisingSchedule, flowPolicy, gaussianHead, mlpPolicy } from "../policy/index.ts";
import { adamw, type HostTree, normalAt } from "../tensor/index.ts";
import { environmentProgram, GAE } from "../trainer/environment-program.test-support.ts";
import { startFlowMatching, startPolicyGradient } from "../trainer/index.ts";
import type { SampleWorld } from "../world/index.ts";
import { checkEnvironment } from "./check-environment.ts";
import type { Environment } from "./environment.ts";
import { noiseActions } from "./noise-actions.ts";
import { pendulum } from "./pendulum.ts";
import { type Dynamics, vectorise } from "./vectorise.ts";

/** The corner a state asks for: its own, turned by a quarter. */
const rightFor = (x: number, y: number): readonly [number, number] => [y < 0 ? 1 : -1, x < 0 ? -1 : 1];

/** A state in the square, one action, and 1 where it is within 0.45 of the right one of four. */
const corners: Dynamics = {
  id: "corners@1",
  observation: { kind: "box", low: [-1, -1], high: [1, 1] },
  action: { kind: "box", low: [-3, -3], high: [3, 3] },
  stateSize: 2,
  maxSteps: 0,
  start: (state, at, draw) => {
    state[at] = draw.between(-1, 1);
    state[at + 1] = draw.between(-1, 1);
  },
  step: (state, at, actions, action, _, out) => {
    const [x, y] = [state[at] as number, state[at + 1] as number];
    const [cornerX, cornerY] = rightFor(x, y);
    const away = Math.hypot(
      (actions[action] as number) - 1.2 * cornerX - 0.3 * x,
      (actions[action + 1] as number) - 1.2 * cornerY - 0.3 * y,
    );
    out.reward = away < 0.45 ? 1 : 0;
    out.terminated = true;
  },
  observe: (state, at, out, to) => {
    out[to] = state[at] as number;
    out[to + 1] = state[at + 1] as number;
  },
};

/** What others did: any of the four corners. */
const clones: SampleWorld = {
  id: "clones@1",
  size: 2,
  conditions: 2,
  measures: ["reward"],
  draw: (key, index, sample, condition) => {
    for (let d = 0; d < 2; d++) {
      condition[d] = 2 * uniformAt(key, 8 * index + d) - 1;
      const side = uniformAt(key, 8 * index + 2 + d) < 0.5 ? -1 : 1;
      sample[d] = 1.2 * side + 0.3 * (condition[d] as number) + 0.12 * normalAt(key, 4 * index + 2 + d);
    }
  },
  ask: () => undefined,
  measure: () => undefined,
};

const shape = { size: 2, conditions: 2 };
const generator = flowPolicy({ ...shape, hidden: [64, 64] });
let frozen: HostTree;

/** Corners, acted in by the noise of the frozen generator. */
function steered(count: number): Environment {
  const sampler = createFlowSampler(generator, shape, denoisingSchedule({ steps: 8 }), count);
  sampler.actor.load(frozen);
  const generate = (observations: Float32Array, noise: Float64Array, actions: Float64Array): void =>
    sampler.run(noise, observations, actions);
  return noiseActions(vectorise(corners, count), { size: 2, generate });
}

beforeAll(async () => {
  const updates = 30;
  const learningRate = anneal({ from: 4e-3, to: 0, steps: updates });
  const matching = { world: clones, shape, policy: generator, optimiser: adamw(), learningRate, batch: 128, steps: 50 };
  const run = await startFlowMatching({ ...matching, updates }, 1);
  for (let k = 0; k < updates; k++) await run.update();
  frozen = run.parameters();
  run.close();
}, 60_000);

describe("noiseActions", () => {
  it("passes the laws of environments, and the same noise gives the same action", () => {
    checkEnvironment(steered);
  });

  it("learns to steer: right in at least 7 of 10 states, from about 1 in 4, with the generator's weights as they were", async () => {
    const before = structuredClone(frozen);
    const environment = steered(64);
    const program = environmentProgram(GAE(1, 1));
    const policy = mlpPolicy({ inputs: 2, head: gaussianHead(2), hidden: [32, 32] });
    const start = { environment, policy, program, optimiser: adamw(), steps: 4, updates: 120 };
    const learn = { objective: {}, clip: 0.2, critic: { coef: 0.5 }, epochs: 4, minibatch: 64, learningRate: 3e-3 };
    const run = await startPolicyGradient({ ...start, ...learn, normalise: true }, 1);
    const first = (await run.update()).return as number;
    let last = 0;
    for (let k = 1; k < 120; k++) last = (await run.update()).return as number;
    expect(first).toBeLessThan(0.4);
    expect(last).toBeGreaterThan(0.7);
    expect(frozen).toEqual(before);
    run.close();
  });

  it("clips the noise, and refuses environments of whole numbers", () => {
    const shown: number[] = [];
    const environment = noiseActions(vectorise(pendulum(), 1), {
      size: 2,
      magnitude: 1,
      generate: (_, noise, actions) => {
        shown.push(...noise);
        actions[0] = 0;
      },
    });
    environment.step([4, -0.5]);
    expect(shown).toEqual([1, -0.5]);
    expect(() => environment.step([0])).toThrow("Expected `actions` to have 2 values, got 1.");
    const whole = vectorise({ ...corners, action: { kind: "discrete", size: 2 } }, 1);
    expect(() => noiseActions(whole, { size: 1, generate: () => undefined })).toThrow(
      "Expected corners@1 to take real actions, got discrete ones.",
    );
  });
});
