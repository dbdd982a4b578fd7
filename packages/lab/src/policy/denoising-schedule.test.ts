import { uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import { normalAt } from "../tensor/index.ts";
import { type DenoisingScheduleOptions, type DenoisingStep, denoisingSchedule } from "./denoising-schedule.ts";
import { diffusionPath } from "./diffusion-path.ts";

const [MEAN, DEVIATION] = [1.5, 0.4];

/** What a perfect network says of data from N(1.5, 0.4²), by hand: E[target | x_t = x]. */
function perfect(name: "velocity" | "noise", x: number, time: number): number {
  const path = diffusionPath(name);
  const [signal, noise] = [path.signal(time), path.noise(time)];
  const variance = (signal * DEVIATION) ** 2 + noise ** 2;
  const offset = (x - signal * MEAN) / variance;
  const clean = MEAN + signal * DEVIATION ** 2 * offset;
  return name === "velocity" ? noise * offset - clean : noise * offset;
}

/** Mean and deviation of samples that a schedule makes with a perfect network. */
function momentsOf(options: DenoisingScheduleOptions, count = 3_000): { mean: number; deviation: number } {
  const schedule = denoisingSchedule(options);
  let [sum, squares] = [0, 0];
  for (let n = 0; n < count; n++) {
    let x = normalAt(3, n);
    schedule.forEach((step, k) => {
      const output = perfect(options.path ?? "velocity", x, step.time);
      x = step.carry * x + step.gain * (output + step.deviation * normalAt(100 + k, n));
    });
    sum += x;
    squares += x * x;
  }
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(squares / count - mean * mean) };
}

describe("denoisingSchedule", () => {
  it("takes the steps of Flow-GRPO: μ = x(1 + σ²/(2t)·dt) + v(1 + σ²(1 − t)/(2t))·dt, σ = a·√(t/(1 − t))", () => {
    const schedule = denoisingSchedule({ steps: 5, noise: { kind: "scaled", level: 0.7 } });
    for (const { time: t, next, carry, gain, spread } of schedule.slice(1)) {
      const [dt, variance] = [next - t, (0.49 * t) / (1 - t)];
      expect(carry).toBeCloseTo(1 + (variance / (2 * t)) * dt, 12);
      expect(gain).toBeCloseTo((1 + (variance * (1 - t)) / (2 * t)) * dt, 12);
      expect(spread).toBeCloseTo(Math.sqrt(variance * -dt), 12);
    }
    // At t = 1 the coefficient is that of the next time, as the published sampler has it.
    expect(schedule[0]?.spread).toBeCloseTo(0.7 * Math.sqrt(0.2 / (1 - 0.8)), 12);
  });

  it("takes the steps of coefficients that are preserved, and of consistency models at level 1", () => {
    const [x, v, t, next] = [0.3, -1.2, 0.75, 0.5];
    const [clean, noise] = [x - t * v, x + (1 - t) * v];
    const at = (level: number): DenoisingStep =>
      denoisingSchedule({ steps: 4, noise: { kind: "preserving", level } })[1] as DenoisingStep;
    const step = at(0.6);
    const spread = next * Math.sin(0.3 * Math.PI);
    expect(step.carry * x + step.gain * v).toBeCloseTo(
      (1 - next) * clean + Math.sqrt(next ** 2 - spread ** 2) * noise,
      12,
    );
    expect(step.spread).toBeCloseTo(spread, 12);
    const few = at(1);
    expect(few.carry * x + few.gain * v).toBeCloseTo((1 - next) * clean, 7);
    expect(few.spread).toBeCloseTo(next, 12);
  });

  it("takes the steps of DDPM: the mean and variance of q(x_t' | x_t, x_0)", () => {
    const path = diffusionPath("noise");
    const step = denoisingSchedule({ path: "noise", steps: 6, noise: { kind: "ancestral" } })[2] as DenoisingStep;
    const [bar, barNext] = [path.signal(step.time) ** 2, path.signal(step.next) ** 2];
    const [alpha, x, output] = [bar / barNext, 0.8, -0.5];
    const variance = ((1 - barNext) / (1 - bar)) * (1 - alpha);
    const mean = (x - ((1 - alpha) / Math.sqrt(1 - bar)) * output) / Math.sqrt(alpha);
    expect(step.carry * x + step.gain * output).toBeCloseTo(mean, 10);
    expect(step.spread ** 2).toBeCloseTo(variance, 10);
  });

  it.each<[string, DenoisingScheduleOptions]>([
    ["ODE", { steps: 200 }],
    ["SDE of constant noise", { steps: 200, noise: { kind: "constant", level: 0.7 } }],
    ["SDE of scaled noise", { steps: 200, noise: { kind: "scaled", level: 0.7 } }],
    ["preserving noise", { steps: 200, noise: { kind: "preserving", level: 0.3 } }],
    ["ODE of a noise predictor", { path: "noise", steps: 200 }],
    ["DDPM", { path: "noise", steps: 200, noise: { kind: "ancestral" } }],
    ["SDE of a noise predictor", { path: "noise", steps: 200, noise: { kind: "constant", level: 1 } }],
    ["ODE with more steps near noise", { steps: 200, shift: 3 }],
  ])("ends in the data's own moments with a perfect network: %s", (_, options) => {
    const { mean, deviation } = momentsOf(options);
    expect(Math.abs(mean - MEAN)).toBeLessThan(0.03);
    expect(Math.abs(deviation - DEVIATION)).toBeLessThan(0.03);
  });

  it("draws nothing where the scale is 0", () => {
    const schedule = denoisingSchedule({ steps: 3, noise: { kind: "constant", scale: [0, 1, 0] } });
    expect(schedule.map(({ spread }) => spread > 0)).toEqual([false, true, false]);
    expect(schedule[0]).toEqual(denoisingSchedule({ steps: 3 })[0]);
  });

  it.each([
    [{ steps: 0 }, "steps"],
    [{ steps: 2, noise: { kind: "preserving", level: 2 } }, "noise.level"],
    [{ steps: 2, noise: { kind: "constant", scale: [1] } }, "noise.scale"],
    [{ steps: 2, shift: 0 }, "shift"],
  ] as const)("refuses %j", (options, name) => {
    expect(() => denoisingSchedule(options)).toThrow(`Expected \`${name}\` to be`);
  });
});

it("the paths blend clean data and noise back together", () => {
  for (const name of ["velocity", "noise"] as const) {
    const path = diffusionPath(name);
    for (let i = 0; i < 20; i++) {
      const [clean, noise, time] = [normalAt(1, i), normalAt(2, i), 0.05 + 0.85 * uniformAt(3, i)];
      const x = path.signal(time) * clean + path.noise(time) * noise;
      const output = path.target.ofPoint * clean + path.target.ofOutput * noise;
      expect(path.clean(time).ofPoint * x + path.clean(time).ofOutput * output).toBeCloseTo(clean, 10);
      expect(path.noiseOf(time).ofPoint * x + path.noiseOf(time).ofOutput * output).toBeCloseTo(noise, 10);
    }
  }
});
