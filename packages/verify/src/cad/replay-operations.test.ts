import load from "manifold-3d";
import { expect, it } from "vitest";
import { type Recording, replayOperations } from "./replay-operations.ts";

const kernel = await load();
kernel.setup();

const replay = (nodes: Recording["nodes"], result = nodes.length - 1): ReturnType<typeof replayOperations> =>
  replayOperations(kernel, { nodes, result });
const cube = ["Manifold.cube", null, [[2, 3, 4], true]] as const;

it("carries operations out in their order (by hand)", () => {
  const half = replay([cube, ["solid.translate", 0, [[1, 0, 0]]], ["solid.intersect", 0, [{ node: 1 }]]]);
  expect(half.volume()).toBeCloseTo(12, 9);
  const prism = replay([
    [
      "CrossSection.ofPolygons",
      null,
      [
        [
          [
            [0, 0],
            [3, 0],
            [0, 4],
          ],
        ],
      ],
    ],
    ["section.extrude", 0, [5]],
  ]);
  expect(prism.volume()).toBeCloseTo(30, 9);
  const union = replay([
    cube,
    ["solid.translate", 0, [[9, 0, 0]]],
    ["Manifold.union", null, [[{ node: 0 }, { node: 1 }]]],
  ]);
  expect(union.volume()).toBeCloseTo(48, 9);
  expect(replay([cube, ["solid.scale", 0, [2]]], 0).volume()).toBeCloseTo(24, 9);
});

it("takes what is left out as the kernel's default", () => {
  const { min } = replay([["Manifold.cube", null, [[2, 2, 2], null]]]).boundingBox();
  expect([...min]).toEqual([0, 0, 0]);
});

it.each<readonly [string, Recording["nodes"], string]>([
  ["a section as the result", [["CrossSection.square", null, [1]]], "Expected a solid as the result, got a section."],
  ["no result", [], "Expected a solid as the result, got a section."],
  ["no such operation", [["Manifold.explode", null, []]], "Expected an operation of Manifold, got Manifold.explode."],
  ["a method of nothing", [["solid.hull", null, []]], "Expected a solid to call a method of, got none."],
  [
    "a method of a section for a solid",
    [
      ["CrossSection.square", null, [1]],
      ["solid.refine", 0, [2]],
    ],
    "Expected a solid to call a method of, got none.",
  ],
  [
    "1025 segments",
    [["Manifold.sphere", null, [1, 1025]]],
    "Expected at most 1024 segments in Manifold.sphere, got 1025.",
  ],
  ["17 refinements", [cube, ["solid.refine", 0, [17]]], "Expected at most 16 segments in solid.refine, got 17."],
  ["large numbers", [["Manifold.cube", null, [[1e7, 1, 1]]]], "Expected numbers of at most 1000000, got 10000000."],
  ["no numbers", [["Manifold.cube", null, [[Number.NaN, 1, 1]]]], "Expected numbers of at most 1000000, got NaN."],
  ["nothing in a list", [["Manifold.cube", null, [[null, 1, 1]]]], "Expected finite numbers, got none."],
  [
    "long lists",
    [["CrossSection.ofPolygons", null, [Array.from({ length: 20_001 }, () => [0, 0])]]],
    "Expected at most 20000 points, got 20001.",
  ],
  ["too many triangles", [["Manifold.sphere", null, [1, 1024]]], "Expected at most 400000 triangles"],
])("stops at %s", (_, nodes, why) => {
  expect(() => replay(nodes)).toThrow(why);
});

it("makes as many segments as are allowed", () => {
  expect(replay([["Manifold.cylinder", null, [1, 1, 1, 1024]]]).numTri()).toBe(4 * 1024 - 4);
});
