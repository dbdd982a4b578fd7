import { expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { checkRows } from "../rtl/check-rows.test-support.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { rows } from "./rows.ts";
import { solidCheck } from "./solid-check.ts";

const CUBE = "const result = Manifold.cube([1, 1, 1]);";
const manifold = solidCheck({ language: "manifold" });

checkRows(solidCheck, {
  rows,
  columns: { text: ['const main = () => require("@jscad/modeling").primitives.cube({ size: 1 });', "nothing"] },
});

it("finds the volume of a sphere as segments grow, at the rate of their square", async () => {
  const texts = [32, 64, 128].map((n) => `const result = Manifold.sphere(1, ${n});`);
  const scored = await scoreRows(manifold, { text: texts }, AWAITING);
  const gaps = scored.map(([, told]) => (4 / 3) * Math.PI - Number(/volume ([\d.]+)/.exec(String(told))?.[1]));
  expect(gaps[0]).toBeGreaterThan(0);
  for (const k of [1, 2]) expect((gaps[k - 1] as number) / (gaps[k] as number)).toBeCloseTo(4, 0);
  expect(gaps[2]).toBeLessThan(0.01);
});

it("says what a solid is, and pays for one without volume when none is required", async () => {
  const nothing = "const c = Manifold.cube(1); const result = c.subtract(c);";
  expect(await scoreRows(manifold, { text: [CUBE, nothing] }, AWAITING)).toEqual([
    [1, "volume 1, 1 parts, 12 triangles"],
    [0, "volume 0, 0 parts, 0 triangles"],
  ]);
  const lenient = solidCheck({ language: "manifold", requireVolume: false });
  expect((await scoreRows(lenient, { text: [nothing] }, AWAITING))[0]?.[0]).toBe(1);
});

it("fails the candidate for a text too long, by one character", async () => {
  const source = solidCheck({ language: "manifold", limitCharacters: CUBE.length });
  expect(await scoreRows(source, { text: [CUBE, `${CUBE} `] }, AWAITING)).toEqual([
    [1, expect.any(String)],
    ["candidate", `Expected at most ${CUBE.length} characters, got ${CUBE.length + 1}.`],
  ]);
});
