import { describe, expect, it } from "vitest";
import type { Transitions } from "../dataset/index.ts";
import type { MlpNetwork } from "../tensor/index.ts";
import { createActionSamples, drawEvenSamples, fillSamples, lowerSamples, setSamples } from "./action-samples.ts";
import { actorCritic } from "./actor-critic.ts";
import { END } from "./experience.ts";
import { expectResumes } from "./off-policy-resume.test-support.ts";
import { startOfflineRun } from "./offline-run.ts";

/** What a critic put out for two rows and their samples, with room for slopes. */
function said(values: readonly number[]): MlpNetwork {
  const network = {
    output: Float32Array.from(values),
    outputStride: 1,
    outputGradient: new Float32Array(values.length),
  };
  return network as unknown as MlpNetwork;
}

describe("lowerSamples", () => {
  it("is log ∫ e^Q da − Q(taken), by small steps", () => {
    const K = 40_000;
    const samples = createActionSamples(1, 1, K);
    drawEvenSamples(samples, 3, 0);
    // The other half by a policy that draws evenly in 0 … 1: log-density 0.
    for (let j = K / 2; j < K; j++)
      setSamples(samples, j, Float64Array.of(((j - K / 2 + 0.5) * 2) / K), Float64Array.of(0));
    const slope = 1.5;
    const values = [0.3, ...[...samples.actions].map((a) => slope * a + 1)];
    const gap = lowerSamples(said(values), Float64Array.of(1), samples, 0);
    // Half of the estimate is ∫ over −1 … 1, half that over 0 … 1.
    const area = (from: number, to: number): number => (Math.exp(slope * to + 1) - Math.exp(slope * from + 1)) / slope;
    expect(gap).toBeCloseTo(Math.log((area(-1, 1) + area(0, 1)) / 2) - 0.3, 2);
  });

  it("writes its gradient (central differences), beside what was there", () => {
    const samples = createActionSamples(2, 1, 4);
    drawEvenSamples(samples, 5, 2);
    setSamples(samples, 2, Float64Array.of(0.5, -0.5), Float64Array.of(-0.2, 0.4));
    setSamples(samples, 3, Float64Array.of(0.1, 0.9), Float64Array.of(0.3, -1));
    const weights = Float64Array.of(1, 0.25);
    const values = Array.from({ length: 10 }, (_, i) => Math.sin(2 * i));
    const network = said(values);
    network.outputGradient.set([10, 20]);
    lowerSamples(network, weights, samples, 0.7);
    for (let i = 0; i < values.length; i++) {
      const at = (by: number): number =>
        lowerSamples(said(values.map((value, k) => value + (k === i ? by : 0))), weights, samples, 0);
      const slope = (0.7 * (at(1e-2) - at(-1e-2))) / 2e-2;
      expect(Math.abs((network.outputGradient[i] as number) - (i < 2 ? 10 * (i + 1) : 0) - slope)).toBeLessThan(1e-3);
    }
  });

  it("writes samples beside the observation of their row", () => {
    const samples = createActionSamples(2, 1, 2);
    setSamples(samples, 0, Float64Array.of(0.5, 0.75), Float64Array.of(0, 0));
    setSamples(samples, 1, Float64Array.of(-0.5, -0.75), Float64Array.of(0, 0));
    const network = { input: new Float32Array(6 * 3), inputStride: 3 } as unknown as MlpNetwork;
    fillSamples(network, 2, [Float32Array.of(1, 2, 3, 4), 2], samples);
    expect([...network.input.subarray(6)]).toEqual([1, 2, 0.5, 1, 2, -0.5, 3, 4, 0.75, 3, 4, -0.75]);
  });
});

/** One state; actions about 1 of ±2 pay 1 and end: what others pay is nowhere in the data. */
const NARROW: Transitions = {
  ...{ count: 8, observationWidth: 1, actionWidth: 1 },
  observations: new Float32Array(8).fill(1),
  actions: Float32Array.from({ length: 8 }, (_, t) => 0.9 + 0.025 * t),
  rewards: new Float64Array(8).fill(1),
  nextObservations: new Float32Array(8).fill(1),
  ends: new Uint8Array(8).fill(END.terminated),
  offsets: Int32Array.from({ length: 9 }, (_, t) => t),
};

const settings = (conservatism?: { readonly weight: number }) => ({
  ...{ transitions: NARROW, action: { kind: "box", low: [-2], high: [2] } as const },
  agent: actorCritic({
    ...{ draws: true, temperature: 0.01, hidden: [16], targetRate: 0.01, learningRate: 0.01 },
    ...(conservatism === undefined ? {} : { conservatism }),
  }),
  ...{ discount: 0.9, batch: 32, steps: 600, updates: 1 },
});

describe("conservatism of an actor with critics", () => {
  it("keeps the actor at what the data has, 1 of ±2, where it goes to the bound without", async () => {
    const best = async (weight: number | undefined, seed: number): Promise<number> => {
      const run = await startOfflineRun(settings(weight === undefined ? undefined : { weight }), seed);
      await run.update();
      const into = new Float64Array(1);
      run.agent.act(Float32Array.of(1), into, { key: 1, step: 0 }, false);
      run.close();
      return into[0] as number;
    };
    for (const seed of [1, 2, 3]) {
      expect(Math.abs((await best(1, seed)) - 1)).toBeLessThan(0.4);
      expect(Math.abs((await best(undefined, seed)) - 1)).toBeGreaterThan(0.6);
    }
  }, 60_000);

  it("killed at any update and resumed gives the curve of one that was not", async () => {
    await expectResumes(() => startOfflineRun({ ...settings({ weight: 0.5 }), steps: 5, updates: 4 }, 2), 4);
  });

  it("is for actors that draw", async () => {
    const agent = actorCritic({ draws: false, targetRate: 0.01, learningRate: 0.01, conservatism: { weight: 1 } });
    await expect(startOfflineRun({ ...settings(), agent, steps: 1 }, 1)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected an actor that draws with \`conservatism\`, got \`draws: false\`.]`,
    );
  });
});
