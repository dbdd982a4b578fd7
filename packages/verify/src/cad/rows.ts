import type { DomainRows } from "../catalogue/verifier-rows.ts";

const jscad = (
  main: string,
): string => `const { primitives, booleans, transforms, extrusions } = require("@jscad/modeling");
const { cuboid, cylinder } = primitives;
const { subtract, union } = booleans;
function main() { return ${main}; }
module.exports = { main };`;
const manifold = { language: "manifold" };

const CUBE = jscad("cuboid({ size: [1, 1, 1] })");
const PLATE = jscad("subtract(cuboid({ size: [4, 4, 1] }), cuboid({ size: [1, 1, 2] }))");
const UNIT_CUBE = "const result = Manifold.cube([1, 1, 1], true);";
const shifted = (x: number): string => `const result = Manifold.cube([1, 1, 1], true).translate([${x}, 0, 0]);`;

/** What each source must say of right scripts and of near misses. */
export const rows: DomainRows = {
  "solid-check": {
    gold: [
      { title: "a plate with a bore", fields: { text: PLATE }, value: 1 },
      { title: "a script in a fenced block", fields: { text: `Here it is:\n\`\`\`js\n${CUBE}\n\`\`\`` }, value: 1 },
      {
        title: "an ES module",
        fields: {
          text: 'import { primitives } from "@jscad/modeling";\nexport const main = () => primitives.cube({ size: 2 });',
        },
        value: 1,
      },
      { title: "Manifold", fields: { text: UNIT_CUBE }, options: manifold, value: 1 },
    ],
    nearMisses: [
      { title: "a flat shape", fields: { text: jscad("primitives.square({ size: 1 })") }, value: 0 },
      {
        title: "all of it cut away",
        fields: { text: jscad("subtract(cuboid({ size: [1, 1, 1] }), cuboid({ size: [2, 2, 2] }))") },
        value: 0,
      },
      { title: "no return", fields: { text: CUBE.replace("return ", "") }, value: 0 },
      { title: "a name that is not imported", fields: { text: CUBE.replace("cuboid({", "sphere({") }, value: 0 },
      {
        title: "a side left out of a polyhedron",
        fields: {
          text: jscad(
            "primitives.polyhedron({ points: [[0,0,0],[1,0,0],[0,1,0],[0,0,1]], faces: [[0,2,1],[0,1,3],[1,2,3]] })",
          ),
        },
        value: 0,
      },
      {
        title: "Manifold of no height",
        fields: { text: "const result = Manifold.cube([1, 1, 0]);" },
        options: manifold,
        value: 0,
      },
    ],
  },
  "solid-match": {
    gold: [
      { title: "itself", fields: { text: CUBE, reference: CUBE }, value: 1 },
      {
        title: "a bore made another way",
        fields: {
          text: jscad(
            "union(transforms.translate([-1.25, 0, 0], cuboid({ size: [1.5, 4, 1] })), transforms.translate([1.25, 0, 0], cuboid({ size: [1.5, 4, 1] })), transforms.translate([0, 1.25, 0], cuboid({ size: [1, 1.5, 1] })), transforms.translate([0, -1.25, 0], cuboid({ size: [1, 1.5, 1] })))",
          ),
          reference: PLATE,
        },
        value: 1,
      },
      {
        title: "a moved cube, aligned",
        fields: { text: shifted(7), reference: UNIT_CUBE },
        options: { ...manifold, align: "centre" },
        value: 1,
      },
      { title: "itself in Manifold", fields: { text: UNIT_CUBE, reference: UNIT_CUBE }, options: manifold, value: 1 },
    ],
    nearMisses: [
      {
        title: "half overlapped: 1/2 over 3/2",
        fields: { text: shifted(0.5), reference: UNIT_CUBE },
        options: manifold,
        value: 1 / 3,
      },
      { title: "touching", fields: { text: shifted(1), reference: UNIT_CUBE }, options: manifold, value: 0 },
      {
        title: "twice as long, aligned without scale: 1 over 2",
        fields: { text: UNIT_CUBE.replace("[1, 1, 1]", "[2, 1, 1]"), reference: shifted(3) },
        options: { ...manifold, align: "centre" },
        value: 0.5,
      },
      {
        title: "no bore: 15 over 16",
        fields: { text: jscad("cuboid({ size: [4, 4, 1] })"), reference: PLATE },
        value: 15 / 16,
      },
      {
        title: "a script that stops",
        fields: { text: CUBE.replace("return", "return x +"), reference: CUBE },
        value: 0,
      },
    ],
  },
  "solid-facts": {
    gold: [
      {
        title: "a plate with a bore",
        fields: { text: PLATE, expected: { volume: 15, size: [4, 4, 1], holes: 1, parts: 1, area: 2 * 15 + 16 + 4 } },
        value: 1,
      },
      {
        title: "a cube",
        fields: { text: CUBE, expected: { volume: 1, area: 6, centre: [0, 0, 0], holes: 0 } },
        value: 1,
      },
    ],
    nearMisses: [
      {
        title: "a bore that does not go through",
        fields: { text: PLATE.replace("[1, 1, 2]", "[1, 1, 0.5]"), expected: { holes: 1, parts: 1 } },
        value: 0.5,
      },
      {
        title: "a tenth too high",
        fields: { text: CUBE.replace("1, 1]", "1, 1.1]"), expected: { volume: 1, size: [1, 1, 1], holes: 0 } },
        value: 1 / 3,
      },
      {
        title: "a script that stops",
        fields: { text: CUBE.replace("return", "return x +"), expected: { holes: 0 } },
        value: 0,
      },
    ],
  },
};
