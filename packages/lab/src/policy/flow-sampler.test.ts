import { describe, expect, it } from "vitest";
import { denoisingSchedule } from "./denoising-schedule.ts";
import { flowPolicy } from "./flow-policy.ts";
import { createFlowSampler } from "./flow-sampler.ts";
import { gaussianHead } from "./gaussian-head.ts";
import { mlpPolicy } from "./mlp-policy.ts";
import type { Actor, Policy } from "./policy.ts";

const shape = { size: 1 };
const plain = flowPolicy({ ...shape, hidden: [8] });
const [MEAN, DEVIATION] = [1, 0.5];

/** Says the exact velocity of data from N(1, ½²): the ODE takes noise z to 1 + ½·z. */
const perfect: Policy = {
  ...plain,
  actor: (count): Actor => ({
    ...plain.actor(count),
    best: (observations, into) => {
      const width = observations.length / count;
      for (let n = 0; n < count; n++) {
        const [x, t] = [observations[n * width] as number, observations[n * width + 1] as number];
        const variance = ((1 - t) * DEVIATION) ** 2 + t * t;
        const slope = (t - (1 - t) * DEVIATION * DEVIATION) / variance;
        into.drawn[2 * n] = slope * (x - (1 - t) * MEAN) - MEAN;
      }
    },
  }),
};

/** Largest error of the ODE's ends over some start noises. */
function errorOf(steps: number, method: "euler" | "heun"): number {
  const noise = [-2, -1, -0.3, 0, 0.4, 1.1, 2.2];
  const sampler = createFlowSampler(perfect, shape, denoisingSchedule({ steps }), noise.length, method);
  const into = new Float64Array(noise.length);
  sampler.run(noise, [], into);
  return Math.max(...noise.map((z, n) => Math.abs((into[n] as number) - MEAN - DEVIATION * z)));
}

describe("createFlowSampler", () => {
  it("follows the ODE: Euler's error halves with twice the steps, Heun's falls to a quarter", () => {
    expect(errorOf(80, "euler")).toBeLessThan(0.03);
    expect(errorOf(40, "euler") / errorOf(80, "euler")).toBeCloseTo(2, 0);
    expect(errorOf(40, "heun")).toBeLessThan(0.2 * errorOf(40, "euler"));
    expect(errorOf(20, "heun") / errorOf(40, "heun")).toBeGreaterThan(3);
  });

  it("draws where it is told to, the same for the same stream and step", () => {
    const schedule = denoisingSchedule({ steps: 4, noise: { kind: "constant", level: 0.5 } });
    const sampler = createFlowSampler(plain, shape, schedule, 3);
    sampler.actor.load(plain.model.parameters(1));
    const run = (key: number, step: number): number[] => {
      const into = new Float64Array(3);
      sampler.run([0.1, -0.4, 1], [], into, { key, step });
      return [...into];
    };
    const first = run(1, 0);
    expect(run(1, 0)).toEqual(first);
    expect(run(2, 0)).not.toEqual(first);
    expect(run(1, 1)).not.toEqual(first);
  });

  it("refuses a policy that does not generate samples of its size", () => {
    const other = mlpPolicy({ inputs: 3, head: gaussianHead(3) });
    expect(() => createFlowSampler(other, shape, denoisingSchedule({ steps: 1 }), 1)).toThrow(
      "Expected a policy that generates samples of 1 numbers, got actions of 3.",
    );
  });
});
