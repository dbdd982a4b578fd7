import { anneal } from "@guerdon/core/schedule";
import { describe, expect, it } from "vitest";
import { actedRows, denoisingSchedule, flowPolicy } from "../policy/index.ts";
import { adamw, type HostTree, normalAt } from "../tensor/index.ts";
import { pointWorld, type SampleWorld } from "../world/index.ts";
import { createFlowEvaluator } from "./flow-evaluator.ts";
import { type FlowMatching, startFlowMatching } from "./flow-matching-run.ts";
import { createMixer } from "./flow-targets.ts";

const [MEAN, DEVIATION] = [
  [1, -0.5],
  [0.5, 0.5],
];

/** N((1, −½), ½²·I), of which everything is known. */
const normal: SampleWorld = {
  id: "normal@1",
  size: 2,
  conditions: 0,
  measures: ["reward", "x", "y", "xx", "yy", "xy"],
  draw: (key, index, sample) => {
    for (let d = 0; d < 2; d++) {
      sample[d] = (MEAN?.[d] as number) + (DEVIATION?.[d] as number) * normalAt(key, 2 * index + d);
    }
  },
  ask: () => undefined,
  measure: (sample, _, out) => {
    const [x, y] = sample as unknown as readonly [number, number];
    out.set([0, x, y, x * x, y * y, x * y]);
  },
};
const shape = { size: 2 };

const matching = (more: Partial<FlowMatching> = {}): FlowMatching => ({
  world: normal,
  shape,
  policy: flowPolicy({ ...shape, hidden: [64, 64] }),
  optimiser: adamw(),
  learningRate: anneal({ from: 4e-3, to: 0, steps: more.updates ?? 40 }),
  batch: 128,
  steps: 50,
  updates: 40,
  ...more,
});

async function matched(settings: FlowMatching, seed = 1) {
  const run = await startFlowMatching(settings, seed);
  const losses: number[] = [];
  for (let k = 0; k < settings.updates; k++) losses.push((await run.update()).loss as number);
  const parameters = run.parameters();
  run.close();
  return { losses, parameters };
}

describe("startFlowMatching", () => {
  it("learns the velocity of a normal distribution, known in closed form, and its ODE and SDE end in its moments", async () => {
    const settings = matching();
    const { parameters } = await matched(settings);
    expect(velocityError(settings, parameters)).toBeLessThan(0.08);
    for (const noise of [{ kind: "none" }, { kind: "constant", level: 0.7 }] as const) {
      const schedule = denoisingSchedule({ steps: 40, noise });
      const moments = createFlowEvaluator({ ...settings, schedule, count: 4000 }).evaluate(parameters, 5);
      const [x, y] = [moments.x as number, moments.y as number];
      expect(Math.abs(x - 1)).toBeLessThan(0.06);
      expect(Math.abs(y + 0.5)).toBeLessThan(0.06);
      expect(Math.abs(Math.sqrt((moments.xx as number) - x * x) - 0.5)).toBeLessThan(0.06);
      expect(Math.abs(Math.sqrt((moments.yy as number) - y * y) - 0.5)).toBeLessThan(0.06);
      expect(Math.abs((moments.xy as number) - x * y)).toBeLessThan(0.04);
    }
  });

  it.each(["velocity", "noise"] as const)("generates 8 modes, none left out: %s", async (path) => {
    const world = pointWorld();
    const settings = matching({ world, path, updates: 50 });
    const { parameters, losses } = await matched(settings);
    expect(losses.at(-1) as number).toBeLessThan(losses[0] as number);
    const schedule = denoisingSchedule({ path, steps: 30 });
    const evaluator = createFlowEvaluator({ ...settings, schedule, count: 1000 });
    expect(evaluator.evaluate(parameters, 3).offMode).toBeLessThan(0.45);
    const visits = new Float64Array(8);
    const out = new Float64Array(4);
    for (let n = 0; n < 1000; n++) {
      world.measure(evaluator.samples.subarray(2 * n, 2 * n + 2), new Float64Array(0), out);
      visits[out[3] as number] = (visits[out[3] as number] as number) + 1;
    }
    for (const count of visits) expect(count).toBeGreaterThan(60);
  });

  it("goes on bit by bit after a restore, and is another run for another seed", async () => {
    const settings = matching({ steps: 3 });
    const whole = await startFlowMatching(settings, 4);
    await whole.update();
    const saved = structuredClone(whole.save());
    const rest = [await whole.update(), await whole.update()];
    const resumed = await startFlowMatching(settings, 4);
    resumed.restore(saved as never);
    expect([await resumed.update(), await resumed.update()]).toEqual(rest);
    expect(resumed.parameters()).toEqual(whole.parameters());
    const other = await startFlowMatching(settings, 5);
    expect(await other.update()).not.toEqual(rest[0]);
    for (const run of [whole, resumed, other]) run.close();
  });

  it("weighs examples by reward: the wanted mode is made more often", async () => {
    const world = pointWorld({ width: 1 });
    const share = async (weights?: FlowMatching["weights"]): Promise<number> => {
      const settings = matching({ world, updates: 20, ...(weights === undefined ? {} : { weights }) });
      const { parameters } = await matched(settings);
      const schedule = denoisingSchedule({ steps: 20 });
      return createFlowEvaluator({ ...settings, schedule, count: 500 }).evaluate(parameters, 3).reward as number;
    };
    expect(await share({ temperature: 0.3 })).toBeGreaterThan(1.8 * (await share()));
  });
});

/** Root mean squared error of the velocity over x_t and t of the data, against −m + cov/var·(x − (1 − t)·m). */
function velocityError(settings: FlowMatching, parameters: HostTree): number {
  const count = 400;
  const actor = settings.policy.actor(count);
  actor.load(parameters);
  const width = settings.policy.observationWidth;
  const mixer = createMixer({ shape }, width);
  const [observations, actions] = [new Float32Array(count * width), new Float32Array(4 * count)];
  const [sample, noise] = [new Float64Array(2), new Float64Array(2)];
  for (let n = 0; n < count; n++) {
    normal.draw(9, n, sample, noise);
    noise.set([normalAt(10, 2 * n), normalAt(10, 2 * n + 1)]);
    mixer.mix({ sample, noise, condition: new Float64Array(0) }, (n + 0.5) / count, observations, actions, n);
  }
  const rows = actedRows(count, 4);
  actor.best(observations, rows);
  let squares = 0;
  for (let n = 0; n < count; n++) {
    const t = (n + 0.5) / count;
    for (let d = 0; d < 2; d++) {
      const [m, s] = [MEAN?.[d] as number, DEVIATION?.[d] as number];
      const [covariance, variance] = [t - (1 - t) * s * s, ((1 - t) * s) ** 2 + t * t];
      const exact = -m + (covariance / variance) * ((observations[n * width + d] as number) - (1 - t) * m);
      squares += ((rows.drawn[4 * n + d] as number) - exact) ** 2;
    }
  }
  return Math.sqrt(squares / (2 * count));
}
