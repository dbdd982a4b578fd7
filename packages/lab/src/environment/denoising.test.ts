import { describe, expect, it } from "vitest";
import { createFlowSampler, type DenoisingStep, denoisingSchedule, flowPolicy } from "../policy/index.ts";
import { actedRows } from "../policy/policy.ts";
import { pointWorld, shapeWorld } from "../world/index.ts";
import { checkEnvironment } from "./check-environment.ts";
import { denoising } from "./denoising.ts";
import type { DenoisingOptions } from "./denoising-options.ts";

const points: DenoisingOptions = {
  world: pointWorld({ prompts: 4 }),
  steps: 5,
  noise: { kind: "scaled", level: 0.7 },
};

describe("denoising", () => {
  it.each<[string, DenoisingOptions]>([
    ["points", points],
    ["points with predictions of a noise predictor", { ...points, path: "noise", predicts: true }],
    ["images", { world: shapeWorld(), steps: 4, noise: { kind: "preserving", level: 0.5 } }],
  ])("passes the laws of environments: %s", (_, options) => {
    checkEnvironment((count) => denoising(options, count));
  });

  it("moves by hand: carry·x + gain·u, and pays at the end alone", () => {
    const environment = denoising({ ...points, predicts: true }, 2);
    environment.reset(4);
    const schedule = denoisingSchedule(points);
    let [x, y] = environment.observations as unknown as [number, number];
    for (const [k, { carry, gain, time }] of schedule.entries()) {
      expect(environment.observations[6]).toBeCloseTo(time, 6);
      environment.step(Float64Array.of(1, -0.5, 0.2, 0.4, 0, 0, 0, 0));
      [x, y] = [carry * x + gain, carry * y - 0.5 * gain];
      const isLast = k + 1 === schedule.length;
      expect(environment.terminated[0]).toBe(isLast ? 1 : 0);
      if (!isLast) expect([environment.rewards[0], environment.signals.distance?.[0]]).toEqual([0, 0]);
    }
    expect(environment.samples[0]).toBeCloseTo(x, 5);
    expect(environment.samples[1]).toBeCloseTo(y, 5);
    const [wantedX, wantedY] = wantedOf(environment.asked, 0);
    const distance = Math.hypot(x - wantedX, y - wantedY);
    expect(environment.signals.distance?.[0]).toBeCloseTo(distance, 5);
    expect(environment.rewards[0]).toBeCloseTo(Math.exp(-(distance ** 2) / 1.28), 5);
  });

  it("measures the clean sample each step predicts, x − t·v", () => {
    const environment = denoising({ ...points, predicts: true }, 1);
    environment.reset(2);
    const [x, y] = environment.observations as unknown as [number, number];
    const place = [...environment.observations.subarray(2, 6)].indexOf(1);
    const [wantedX, wantedY] = [2 * Math.cos((Math.PI * place) / 4), 2 * Math.sin((Math.PI * place) / 4)];
    environment.step(Float64Array.of(9, 9, 0.3, -0.6));
    const distance = Math.hypot(x - 0.3 - wantedX, y + 0.6 - wantedY);
    expect(environment.signals.predictedDistance?.[0]).toBeCloseTo(distance, 5);
  });

  it("groups ask for the same from the same noise, and part where a step is drawn", () => {
    const options = { ...points, groupSize: 3, noise: { kind: "constant", scale: [0, 0, 1, 0, 0] } } as const;
    const environment = denoising(options, 6);
    environment.reset(1);
    const policy = flowPolicy(environment.shape);
    const actor = policy.actor(6);
    actor.load(policy.model.parameters(1));
    const rows = actedRows(6, 4);
    const spreads: number[] = [];
    for (let k = 0; k < 5; k++) {
      const [a, b, c] = [0, 1, 3].map((i) => environment.observations[i * policy.observationWidth] as number);
      spreads.push(Math.abs((a as number) - (b as number)));
      expect(a).not.toBe(c);
      actor.act(environment.observations, rows, { key: 1, step: k });
      environment.step(rows.actions);
    }
    expect(spreads.map((spread) => spread > 0)).toEqual([false, false, false, true, true]);
    const apart = denoising({ ...options, sharedNoise: false }, 6);
    apart.reset(1);
    const width = policy.observationWidth;
    expect(apart.observations[0]).not.toBe(apart.observations[width]);
    expect(apart.observations.slice(2, 6)).toEqual(apart.observations.slice(width + 2, width + 6));
  });

  it("without noise gives what the sampler gives, and refuses broken groups", () => {
    const environment = denoising({ world: pointWorld(), steps: 6 }, 4);
    const policy = flowPolicy(environment.shape);
    const sampler = createFlowSampler(policy, environment.shape, environment.schedule as readonly DenoisingStep[], 4);
    sampler.actor.load(policy.model.parameters(3));
    environment.reset(5);
    const noise = Float64Array.from({ length: 8 }, (_, i) => {
      return environment.observations[Math.floor(i / 2) * policy.observationWidth + (i % 2)] as number;
    });
    const actor = policy.actor(4);
    actor.load(policy.model.parameters(3));
    const rows = actedRows(4, 4);
    for (let k = 0; k < 6; k++) {
      actor.act(environment.observations, rows, { key: 9, step: k });
      environment.step(rows.actions);
    }
    const into = new Float64Array(8);
    sampler.run(noise, [], into);
    for (let i = 0; i < 8; i++) expect(into[i]).toBeCloseTo(environment.samples[i] as number, 5);
    expect(() => denoising({ ...points, groupSize: 3 }, 4)).toThrow("Expected `count` to be a multiple of 3, got 4.");
  });

  it("starts from normal noise, other in each episode", () => {
    const environment = denoising({ world: pointWorld(), steps: 1 }, 2000);
    const first = environment.observations.slice();
    const squares = first.reduce((sum, value, i) => sum + (i % 11 < 2 ? value * value : 0), 0);
    expect(squares / 4000).toBeCloseTo(1, 1);
    environment.step(new Float64Array(8000));
    expect(environment.observations[0]).not.toBe(first[0]);
  });
});

function wantedOf(asked: Float64Array, row: number): readonly [number, number] {
  const place = Math.max(0, asked.subarray(4 * row, 4 * row + 4).indexOf(1));
  return [2 * Math.cos((Math.PI * place) / 4), 2 * Math.sin((Math.PI * place) / 4)];
}
