import type { Context } from "@guerdon/core/piece";
import { afterAll, describe, expect, it } from "vitest";
import { processPool } from "../pool/index.ts";
import { INLINE, scoreRows } from "../text/score-rows.test-support.ts";
import { solidMatch } from "./index.ts";

const pool = processPool({ size: 2, memoryMb: 512 });
afterAll(() => pool.close());
const context: Context = { ...INLINE, call: (task, inputs, options) => pool.run(task, inputs, options) };

const main = (body: string): string => `const m = require("@jscad/modeling");\nfunction main() { ${body} }`;
const JSCAD: readonly (readonly [name: string, script: string])[] = [
  ["endless loop", main("while (true) {}")],
  ["endless loop that catches all", main("while (true) try { while (true) {} } catch {}")],
  ["endless recursion", main("return main();")],
  ["memory", main("const a = []; while (true) a.push(new Array(1e6).fill(1));")],
  ["a long text", main('return "x".repeat(2 ** 29);')],
  ["a sphere of a million segments", main("return m.primitives.sphere({ radius: 1, segments: 1e6 });")],
  ["NaN", main("return m.primitives.cuboid({ size: [NaN, 1, 1] });")],
  ["infinite", main("return m.primitives.cuboid({ size: [Infinity, 1, 1] });")],
  ["huge", main("return m.primitives.cuboid({ size: [1e300, 1e300, 1e300] });")],
  ["negative", main("return m.primitives.cuboid({ size: [-1, 1, 1] });")],
  ["inside out", main("return m.geometries.geom3.invert(m.primitives.cube({ size: 1 }));")],
  ["polygons of NaN", main("return { polygons: [{ vertices: [[NaN, 0, 0]] }], transforms: m.maths.mat4.create() };")],
  [
    "patched prototypes",
    `Object.prototype.volume = 1; Array.prototype.map = () => []; JSON.stringify = () => "[]"; ${main("return [];")}`,
  ],
  [
    "patched checks",
    `${main("return { iou: 1 };")}\nm.geometries.geom3.isA = () => true; m.geometries.geom3.toPolygons = () => ({ iou: 1, facts: { volume: 1 } });`,
  ],
  ["__proto__ in the result", main('return JSON.parse(\'{"__proto__": {"iou": 1}, "facts": {"volume": 1}}\');')],
  ["result with getters", main("return new Proxy([], { get() { throw 1; } });")],
  ["constructor of constructors", main('return main.constructor.constructor("return process")().exit(0);')],
  ["host names", main("return [process, require('fs'), fetch, globalThis.reference];")],
  ["import of a file", 'import x from "/etc/passwd";\nexport const main = () => x;'],
  ["dynamic import", main('return import("fs").then((fs) => fs.readFileSync("/etc/passwd"));')],
  ["a promise", "async function main() { return 1; }"],
  ["syntax error", "function main( {"],
  ["empty", ""],
  ["NUL and surrogates", "\0\ud800"],
  ["deep nesting", `${"(".repeat(50_000)}1${")".repeat(50_000)}`],
];
const MANIFOLD: readonly (readonly [name: string, script: string])[] = [
  ["a sphere of a million segments", "result = Manifold.sphere(1, 1e6)"],
  ["NaN", "result = Manifold.cube([NaN, 1, 1])"],
  ["infinite", "result = Manifold.cube([Infinity, 1, 1])"],
  [
    "refined again and again",
    "let s = Manifold.sphere(1, 512); for (let i = 0; i < 20; i++) s = s.refine(16); result = s",
  ],
  [
    "a million operations",
    "let s = Manifold.cube(1); for (let i = 0; i < 1e6; i++) s = s.add(s.translate([i, 0, 0])); result = s",
  ],
  [
    "doubled again and again",
    "let s = Manifold.sphere(1, 64); for (let i = 1; i < 40; i++) s = s.add(s.translate([0.3 * 2 ** i, 0.1, 0])); result = s",
  ],
  ["forged recording", "result = { nodes: [['Manifold.cube', null, [[1, 1, 1], true]]], result: 0 }"],
  ["forged operation", "const c = Manifold.cube(1); c.__proto__.delete.call(c); result = c"],
  [
    "prototype of the recorder",
    "Object.setPrototypeOf(Manifold, { iou: 1 }); result = Object.create(Manifold.cube(1))",
  ],
  ["a section as a solid", "result = CrossSection.square(1)"],
  ["mixed kinds", "result = Manifold.cube(1).add(CrossSection.square(1))"],
  ["a function as an argument", "result = Manifold.cube(1).translate(() => 1)"],
  ["own argument", "const a = {}; a.node = 99; result = Manifold.cube(1).add(a)"],
  ["twists", "result = CrossSection.circle(1, 1024).extrude(1, 1e9, 1e9)"],
  ["points of NaN", "result = CrossSection.ofPolygons([[[0, 0], [NaN, 1], [1, 0]]]).extrude(1)"],
  ["hull of nothing", "result = Manifold.hull([])"],
];

describe.each([
  ["jscad", JSCAD, main("return m.primitives.cube({ size: 1 });")],
  ["manifold", MANIFOLD, "result = Manifold.cube([1, 1, 1], true)"],
] as const)("hostile scripts of %s", (language, hostile, right) => {
  it("score nothing, and those after them are scored", async () => {
    const source = solidMatch({ language, deadlineMs: 1500 });
    const text = [...hostile.map(([, script]) => script), right];
    const scored = await scoreRows(source, { text, reference: text.map(() => right) }, context);
    const paid = hostile.flatMap(([name], i) => {
      const [value] = scored[i] ?? ["none"];
      return value === 0 || value === "candidate" ? [] : [`${name}: ${scored[i]?.join(" ")}`];
    });
    expect(paid).toEqual([]);
    expect(scored.at(-1)?.[0]).toBeCloseTo(1, 9);
  }, 90_000);
});
