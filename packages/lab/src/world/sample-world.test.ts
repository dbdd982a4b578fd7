import { describe, expect, it } from "vitest";
import { pointWorld } from "./point-world.ts";
import { readShapes } from "./read-shapes.ts";
import type { SampleWorld } from "./sample-world.ts";
import { shapeWorld } from "./shape-world.ts";

const rowOf = (world: SampleWorld) => ({
  sample: new Float64Array(world.size),
  condition: new Float64Array(world.conditions),
  out: new Float64Array(world.measures.length),
});

/** Measures of examples of the data under their own conditions. */
function measured(world: SampleWorld, count: number): number[][] {
  const { sample, condition, out } = rowOf(world);
  return Array.from({ length: count }, (_, i) => {
    world.draw(3, i, sample, condition);
    world.measure(sample, condition, out);
    return [...out];
  });
}

const mean = (rows: readonly number[][], k: number): number =>
  rows.reduce((sum, row) => sum + (row[k] as number), 0) / rows.length;

describe("pointWorld", () => {
  it("lies around 8 centres alike, at the deviation it says", () => {
    const { sample, condition, out } = rowOf(pointWorld());
    const visits = new Float64Array(8);
    let squares = 0;
    for (let i = 0; i < 4000; i++) {
      pointWorld().draw(1, i, sample, condition);
      pointWorld().measure(sample, condition, out);
      visits[out[3] as number] = (visits[out[3] as number] as number) + 1;
      squares += (out[2] as number) ** 2;
    }
    // E d² = 2·0.15²
    expect(squares / 4000).toBeCloseTo(0.045, 2);
    for (const count of visits) expect(Math.abs(count - 500)).toBeLessThan(90);
  });

  it("measures by hand: closeness, distance, distance from the data, and a hit beyond it", () => {
    const { sample, condition, out } = rowOf(pointWorld({ prompts: 4 }));
    sample.set([2, 0.5]);
    condition.set([1, 0, 0, 0]);
    pointWorld({ prompts: 4 }).measure(sample, condition, out);
    expect(out[0]).toBeCloseTo(Math.exp(-0.25 / (2 * 0.64)), 12);
    expect([...out.subarray(1)]).toEqual([0.5, 0.5, 0]);
    const far = pointWorld({ reward: "hit", width: 0.4, stretch: 1.45 });
    sample.set([2.7, 0.2]);
    far.measure(sample, new Float64Array(0), out);
    expect(out[0]).toBe(1);
    sample.set([2, 0]);
    far.measure(sample, new Float64Array(0), out);
    expect([out[0], out[2]]).toEqual([0, 0]);
  });

  it("has a ring, where every angle is as good", () => {
    const rows = measured(pointWorld({ modes: 0, deviation: 0.05 }), 2000);
    expect(mean(rows, 2)).toBeCloseTo(0.05 * Math.sqrt(2 / Math.PI), 2);
  });

  it("ignores its prompt, or obeys it", () => {
    expect(mean(measured(pointWorld({ prompts: 4 }), 1000), 0)).toBeLessThan(0.3);
    expect(mean(measured(pointWorld({ prompts: 4, obeys: true }), 1000), 0)).toBeGreaterThan(0.9);
    expect(() => pointWorld({ modes: 4, prompts: 5 })).toThrow("Expected `prompts` to be at most 4, got 5.");
  });
});

describe("shapeWorld", () => {
  it.each([
    [8, 3],
    [12, 4],
  ] as const)("draws on %i pixels what is read off again, exactly", (side, most) => {
    const world = shapeWorld({ side, most, noise: 0.05 });
    const rows = measured(world, 600);
    expect(rows.every(([reward]) => reward === 1)).toBe(true);
    for (let count = 1; count <= most; count++) {
      expect(rows.filter((row) => row[4] === count).length).toBeGreaterThan(400 / most);
    }
  });

  it("shows anything, where it does not obey: a third of the counts and half of the rest are right", () => {
    const rows = measured(shapeWorld({ obeys: false }), 3000);
    for (const [k, share] of [1 / 3, 1 / 2, 1 / 2].entries()) expect(mean(rows, k + 1)).toBeCloseTo(share, 1);
  });

  it("pays for each attribute of an image drawn by hand", () => {
    const { sample, condition, out } = rowOf(shapeWorld());
    sample.fill(-1);
    // Two dim squares in the right half, one of them cut by the border to two pixels; one stray pixel does not count.
    for (const at of [4, 5, 12, 13, 31, 39, 56]) sample[at] = 0;
    condition.set([0, 1, 0, 0, 1, 0, 1]);
    shapeWorld().measure(sample, condition, out);
    expect([...out]).toEqual([2 / 3, 1, 0, 1, 2]);
    sample.fill(-1);
    shapeWorld().measure(sample, condition, out);
    expect([...out]).toEqual([0, 0, 0, 0, 0]);
  });

  it("keeps every slot in use", () => {
    const { sample, condition } = rowOf(shapeWorld());
    const lit = new Float64Array(64);
    for (let i = 0; i < 500; i++) {
      shapeWorld().draw(1, i, sample, condition);
      for (const [at, value] of sample.entries()) if (value > -0.5) lit[at] = (lit[at] as number) + 1;
    }
    // Rows 3, 6 and 9 (from 1) are between slots.
    for (const at of lit.keys()) expect((lit[at] as number) > 0).toBe(Math.floor(at / 8) % 3 !== 2);
  });
});

it("reads no more than is there", () => {
  expect(readShapes([-1, -1, -1, 1], 2)).toEqual({ count: 0, isBright: true, isRight: true });
});

it.each([pointWorld({ prompts: 3 }), shapeWorld()])("$id is the same for the same key and index alone", (world) => {
  const draw = (key: number, index: number): number[] => {
    const { sample, condition } = rowOf(world);
    world.draw(key, index, sample, condition);
    return [...sample, ...condition];
  };
  expect(draw(1, 5)).toEqual(draw(1, 5));
  expect(draw(1, 5)).not.toEqual(draw(2, 5));
  expect(draw(1, 5)).not.toEqual(draw(1, 6));
});
