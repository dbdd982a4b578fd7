import { expect, it } from "vitest";
import { overoptimisationFit } from "./overoptimisation-fit.ts";

const divergences = [0, 0.25, 1, 4, 9, 16];
const gains = (law: (d: number) => number): number[] => divergences.map((kl) => (kl === 0 ? 0 : law(Math.sqrt(kl))));

it("finds the law that made the points, and an error for the other", () => {
  const byLog = overoptimisationFit(
    divergences,
    gains((d) => d * (1.5 - 0.7 * Math.log(d))),
  );
  expect(byLog.log.a).toBeCloseTo(1.5, 10);
  expect(byLog.log.b).toBeCloseTo(0.7, 10);
  expect(byLog.log.rmse).toBeLessThan(1e-10);
  expect(byLog.quadratic.rmse).toBeGreaterThan(0.05);
  expect(byLog.points).toBe(5);
  const bySquare = overoptimisationFit(
    divergences,
    gains((d) => d * (1.5 - 0.4 * d)),
  );
  expect(bySquare.quadratic.a).toBeCloseTo(1.5, 10);
  expect(bySquare.quadratic.b).toBeCloseTo(0.4, 10);
  expect(bySquare.log.rmse).toBeGreaterThan(0.05);
});

it("is the least of all squares: no other a or b is nearer", () => {
  const noisy = [0, 0.4, 1.2, 0.9, 0.3, -1];
  const { log } = overoptimisationFit(divergences, noisy);
  const error = (a: number, b: number): number =>
    Math.sqrt(
      divergences
        .slice(1)
        .reduce(
          (sum, kl, i) => sum + ((noisy[i + 1] as number) - Math.sqrt(kl) * (a - b * Math.log(Math.sqrt(kl)))) ** 2,
          0,
        ) / 5,
    );
  expect(log.rmse).toBeCloseTo(error(log.a, log.b), 12);
  for (const [da, db] of [
    [0.01, 0],
    [-0.01, 0],
    [0, 0.01],
    [0, -0.01],
  ] as const) {
    expect(error(log.a + da, log.b + db)).toBeGreaterThan(log.rmse);
  }
});

it("needs two divergences apart from 0", () => {
  expect(() => overoptimisationFit([0, 1], [0, 1])).toThrow(/got 2 and 1 above/);
});
