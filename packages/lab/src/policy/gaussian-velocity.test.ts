import { describe, expect, it } from "vitest";
import { gaussianVelocity, guidedSamples } from "./gaussian-velocity.ts";

const data = { mean: [1.5, -0.5], deviation: 0.4 };

describe("gaussianVelocity", () => {
  it("is the mean of ε − x_0 at a point, by drawing both", () => {
    // Pairs whose x_t is near the point, from a fine grid of normal quantiles in one dimension.
    const [time, at] = [0.6, 0.7];
    let [sum, weight] = [0, 0];
    for (let x = -2; x <= 5; x += 0.001) {
      const noise = (at - (1 - time) * x) / time;
      const own = Math.exp(-0.5 * noise * noise - 0.5 * ((x - 1.5) / 0.4) ** 2);
      sum += own * (noise - x);
      weight += own;
    }
    const out = new Float64Array(1);
    gaussianVelocity({ mean: [1.5], deviation: 0.4 }, [at], time, out);
    expect(out[0]).toBeCloseTo(sum / weight, 6);
  });
});

describe("guidedSamples", () => {
  it("generates the data it is a flow of", () => {
    const samples = guidedSamples([{ data, weight: 1 }], { count: 2000, steps: 100, key: 3 });
    for (const d of [0, 1]) {
      const mean = samples.reduce((sum, sample) => sum + (sample[d] as number), 0) / samples.length;
      const spread = Math.sqrt(samples.reduce((sum, sample) => sum + ((sample[d] as number) - mean) ** 2, 0) / 2000);
      expect(mean).toBeCloseTo(data.mean[d] as number, 1);
      expect(spread).toBeCloseTo(0.4, 1);
    }
  });

  it("is pushed away from what has a negative weight, and mixes equal parts to the same", () => {
    const wide = { mean: [0, 0], deviation: 2 };
    const options = { count: 200, steps: 50, key: 1 };
    const mean = (samples: readonly (readonly number[])[]) =>
      samples.reduce((sum, [x = 0]) => sum + x, 0) / samples.length;
    const plain = guidedSamples([{ data, weight: 1 }], options);
    const guided = guidedSamples(
      [
        { data, weight: 2 },
        { data: wide, weight: -1 },
      ],
      options,
    );
    expect(mean(guided)).toBeGreaterThan(mean(plain));
    const halves = guidedSamples(
      [0.5, 0.5].map((weight) => ({ data, weight })),
      options,
    );
    expect(mean(halves)).toBeCloseTo(mean(plain), 10);
  });
});
