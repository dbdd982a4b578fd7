import { describe, expect, it } from "vitest";
import type { ContextualResponse } from "./contextual-world.ts";
import { degradedImages } from "./degraded-images.ts";
import { DISTORTIONS, distortImage, drawTexture } from "./distort-image.ts";
import { imageStatistics } from "./image-statistics.ts";

const texture = drawTexture(5, 0);
const away = (image: Float64Array): number =>
  Math.sqrt(image.reduce((sum, light, i) => sum + (light - (texture[i] as number)) ** 2, 0) / image.length);

describe("distortImage", () => {
  it.each(DISTORTIONS.slice(0, 4))("moves an image further with every severity: %s", (what) => {
    const moved = [1, 2, 3, 4, 5].map((severity) => away(distortImage(texture, what, severity, 7)));
    expect(moved).toEqual([...moved].sort((a, b) => a - b));
    expect(moved[0]).toBeGreaterThan(0);
    expect(away(distortImage(texture, "null", 0, 7))).toBe(0);
  });

  it("leaves a plain area alone but for darkness, and keeps light within 0 … 1", () => {
    const plain = new Float64Array(256).fill(0.6);
    expect(distortImage(plain, "blur", 5, 1).every((light) => Math.abs(light - 0.6) < 1e-12)).toBe(true);
    expect(distortImage(plain, "darken", 1, 1)[0]).toBeCloseTo(0.51);
    const noisy = distortImage(new Float64Array(256).fill(0.95), "noise", 5, 1);
    expect(Math.max(...noisy)).toBe(1);
    // A block of 4 × 4 of one light has one coefficient, 4 · 0.6 = 2.4, kept to the half of a step of 1.4.
    expect(distortImage(plain, "compression", 5, 1)[0]).toBeCloseTo((Math.round(2.4 / 0.7) * 0.7) / 4);
  });
});

describe("imageStatistics", () => {
  const histograms = (image: Float64Array): number[][] => {
    const all = [...imageStatistics(image)];
    return [0, 1, 2, 3].map((k) => all.slice(8 * k, 8 * k + 8));
  };

  it("counts light, curvature and steps of a ramp by hand", () => {
    const ramp = Float64Array.from({ length: 256 }, (_, i) => (i % 16) / 16);
    const [light, curve, within, over] = histograms(ramp) as [number[], number[], number[], number[]];
    expect(light).toEqual(new Array(8).fill(1 / 8));
    // Columns 0 and 15 repeat their own light beyond the border: a curvature of 1/16. All others have none.
    expect(curve[0]).toBeCloseTo(14 / 16);
    expect(curve[5]).toBeCloseTo(2 / 16);
    // Half of the steps are along the ramp, 1/16 each, the other half across it.
    for (const steps of [within, over])
      expect([steps[0], steps[5]].map((x) => x?.toFixed(9))).toEqual(["0.500000000", "0.500000000"]);
  });

  it("knows each distortion by its histogram", () => {
    const [light, curve, within, over] = histograms(texture) as [number[], number[], number[], number[]];
    const of = (what: "noise" | "blur" | "darken" | "compression") => histograms(distortImage(texture, what, 5, 3));
    const upper = (bins: readonly number[] = []): number => bins.slice(5).reduce((sum, share) => sum + share, 0);
    expect(upper(of("noise")[1])).toBeGreaterThan(upper(curve) + 0.3);
    expect(upper(of("blur")[1])).toBeLessThan(upper(curve));
    expect(upper(of("darken")[0])).toBe(0);
    expect(upper(light)).toBeGreaterThan(0.1);
    const [, , inside, borders] = of("compression");
    expect(upper(borders) - upper(inside)).toBeGreaterThan(upper(over) - upper(within) + 0.1);
  });
});

const ask = (context: number, choices: readonly number[]): ContextualResponse => ({
  context,
  choices,
  entropies: [],
  uniform: () => 0,
});

describe("degradedImages", () => {
  const own = degradedImages({ images: 20, heldOut: 10, elsewhere: 5 });

  it("asks both questions of an image, one in training where told, ratings alone elsewhere", () => {
    expect([own.contexts.length, own.training]).toEqual([65, 40]);
    const rating = degradedImages({ images: 20, heldOut: 10, elsewhere: 5, tasks: "rating" });
    expect([rating.contexts.length, rating.training]).toEqual([45, 20]);
    expect(own.follows?.(0, 0, 1)).toBe(1);
    expect(own.follows?.(1, 0, 1)).toBe(2);
    expect(own.follows?.(0, 1, 7)).toBe(4);
  });

  it("finds its own demonstrations right, and ratings in order", () => {
    const shown = own.contexts.map((_, context) => {
      const [format = 0, first = 0, level] = own.demonstrate?.(context) ?? [];
      return ask(context, level === undefined ? [format, first, -1, -1] : [1, -1, first, level]);
    });
    const found = own.measure(shown);
    expect(Math.max(...Array.from(found.error))).toBeLessThan(0.0501);
    expect(found.plcc[0]).toBeGreaterThan(0.99);
    expect(found.srccElsewhere[0]).toBeGreaterThan(0.9);
    expect(found.pairs[0]).toBe(1);
    expect(Array.from(found.levelled).filter((one) => !Number.isNaN(one))).toEqual(new Array(30).fill(1));
  });

  it("pays a severity only for its own question, and knows a constant rating for what it is", () => {
    const found = own.measure(own.contexts.map((_, context) => ask(context, [0, 20, 4, 0])));
    expect([found.plcc[0], found.pairs[0], found.format[0], found.class[0]]).toEqual([0, 0, 0, 0]);
    expect(Array.from(found.class).reduce((sum, one) => sum + one, 0)).toBeGreaterThan(0);
  });
});
