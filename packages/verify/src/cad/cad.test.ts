import type { Context } from "@guerdon/core/piece";
import { afterAll, describe, expect, it } from "vitest";
import { checkVerifier, rowDefects } from "../catalogue/index.ts";
import { pooledRuntime } from "../catalogue/pooled-runtime.test-support.ts";
import { processPool } from "../pool/index.ts";
import { INLINE, scoreRows } from "../text/score-rows.test-support.ts";
import { engines } from "./engines.ts";
import { cadSources, chamferDistance, solidCheck, solidMatch, surfacePoints } from "./index.ts";
import { rows } from "./rows.ts";

const pool = processPool({ size: 2, memoryMb: 512 });
afterAll(() => pool.close());
const context: Context = { ...INLINE, call: (task, inputs, options) => pool.run(task, inputs, options) };

describe("gold rows and near misses", () => {
  it.each(cadSources.map((factory) => [factory.pieceName, factory] as const))(
    "%s",
    async (name, factory) => {
      const verifier = { name, domain: "cad", factory, rows: rows[name] ?? { gold: [], nearMisses: [] }, engines };
      expect(rowDefects(verifier.rows)).toEqual([]);
      const check = await checkVerifier(
        verifier as unknown as Parameters<typeof checkVerifier>[0],
        pooledRuntime(pool),
      );
      expect(check.rows.filter(({ verdict }) => verdict !== "passed")).toEqual([]);
    },
    60_000,
  );
});

describe("solids", () => {
  it("have the volume of a sphere as segments grow, at the rate of their square", async () => {
    const texts = [32, 64, 128].map((n) => `const result = Manifold.sphere(1, ${n});`);
    const scored = await scoreRows(solidCheck({ language: "manifold" }), { text: texts }, context);
    const gaps = scored.map(([, told]) => (4 / 3) * Math.PI - Number(/volume ([\d.]+)/.exec(String(told))?.[1]));
    expect(gaps[0]).toBeGreaterThan(0);
    for (const k of [1, 2]) expect((gaps[k - 1] as number) / (gaps[k] as number)).toBeCloseTo(4, 0);
    expect(gaps[2]).toBeLessThan(0.01);
  });

  it("may be meshes in the reference, and open ones are the task's failure", async () => {
    const positions = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1];
    const closed = { positions, triangles: [0, 2, 1, 0, 1, 3, 1, 2, 3, 0, 3, 2] };
    const open = { positions, triangles: [0, 2, 1, 0, 1, 3, 1, 2, 3] };
    const text = "const result = Manifold.cube([1, 1, 1]);";
    const scored = await scoreRows(
      solidMatch({ language: "manifold" }),
      { text: [text, text, text], reference: [closed, open, 5] },
      context,
    );
    expect(scored.map(([value]) => value)).toEqual([expect.closeTo(1 / 6, 6), "task", "task"]);
  });

  it("are as far apart as their surfaces, by Chamfer distance", async () => {
    const cube = "const result = Manifold.cube([1, 1, 1]);";
    const far = "const result = Manifold.cube([1, 1, 1]).translate([100, 0, 0]);";
    const source = solidMatch({ language: "manifold", measure: "chamfer", points: 4000 });
    const [same, apart, again, lost] = await scoreRows(
      source,
      { text: [cube, far, far, "nothing"], reference: [cube, cube, cube, cube] },
      context,
    );
    expect(same?.[0]).toBeLessThan(0.002);
    // From a far cube the nearest points lie on the face that looks at it: between 99² and 101² from each side.
    expect(apart?.[0]).toBeGreaterThan(2 * 99 ** 2);
    expect(apart?.[0]).toBeLessThan(2 * 101 ** 2);
    expect(again).toEqual(apart);
    expect(lost?.[0]).toBe("candidate");
  });
});

describe("chamferDistance", () => {
  it("equals the search of all pairs, both ways added", () => {
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
});
