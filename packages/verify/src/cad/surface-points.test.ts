import { expect, it } from "vitest";
import { chamferDistance, surfacePoints } from "./surface-points.ts";

it("gives the Chamfer distance that a search of all pairs gives, both ways added", () => {
  const mesh = { positions: [0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 1], triangles: [0, 2, 1, 0, 1, 3, 1, 2, 3, 0, 3, 2] };
  const [a, b] = [surfacePoints(mesh, 300, 1), surfacePoints(mesh, 200, 2)];
  const all = (from: Float64Array, to: Float64Array): number => {
    let sum = 0;
    for (let i = 0; i < from.length; i += 3) {
      let best = Number.POSITIVE_INFINITY;
      for (let j = 0; j < to.length; j += 3) {
        best = Math.min(
          best,
          [0, 1, 2].reduce((s, k) => s + ((from[i + k] as number) - (to[j + k] as number)) ** 2, 0),
        );
      }
      sum += best;
    }
    return sum / (from.length / 3);
  };
  expect(chamferDistance(a, b)).toBeCloseTo(all(a, b) + all(b, a), 12);
  expect(chamferDistance(a, b)).toBe(chamferDistance(b, a));
  expect(chamferDistance(a, a)).toBe(0);
});

it("draws points by area: a face of three quarters of the area gets three quarters of them", () => {
  const mesh = { positions: [0, 0, 0, 3, 0, 0, 0, 2, 0, -1, 0, 0], triangles: [0, 1, 2, 0, 2, 3] };
  const points = surfacePoints(mesh, 20_000, 5);
  let right = 0;
  for (let i = 0; i < points.length; i += 3) if ((points[i] as number) > 0) right++;
  expect(right / 20_000).toBeCloseTo(0.75, 1.7);
});
