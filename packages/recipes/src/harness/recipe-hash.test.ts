import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { importGraph } from "./import-graph.ts";
import { withoutComments } from "./module-links.ts";
import { recipeEntries } from "./recipe-entry.ts";
import { recipeHash, runKey, withoutProperties } from "./recipe-hash.ts";

const laser = recipeEntries().find(({ paper }) => paper === "104")?.source as string;

describe("importGraph", () => {
  const paths = [...importGraph(laser).keys()];

  it("has the pieces that a recipe names and the loop that runs it", () => {
    for (const path of [
      "core/src/shaper/length-step.ts",
      "core/src/advantage/group-rule.ts",
      "lab/src/world/thinking-length.ts",
      "lab/src/trainer/token-loop.ts",
      "recipes/src/harness/token-training.ts",
      "@jax-js/jax",
    ]) {
      expect(paths).toContain(path);
    }
  });

  it("looks through an index: no piece that the recipe does not name, no environment, no text of an error", () => {
    const others = paths.filter((path) =>
      /core\/src\/(shaper\/clip|advantage\/decoupled|error)|lab\/src\/environment|\/index\.ts$/.test(path),
    );
    expect(others).toEqual([]);
  });

  it("of a program in a process of its own has that program too", () => {
    const worker = fileURLToPath(new URL("./run-worker.ts", import.meta.url));
    expect([...importGraph(worker).keys()]).toContain("recipes/src/harness/recipe-child.ts");
  });
});

describe("withoutComments", () => {
  it("drops lines of comments and keeps generators and products", () => {
    const code = "/**\n * What it is.\n */\nconst a = 2; // why\n\n// note\n  *all() {\n/* one */\nconst b = 1;";
    expect(withoutComments(code)).toBe("const a = 2; // why\n  *all() {\nconst b = 1;\n");
  });
});

const TEXT = `const step = 2;
const training = defineStudy({
  about: "What.",
  run: tokenTraining({
    claims: () => 1,
  }),
  settings: {
    a: step,
  },
  claims: [
    {
      says: "It holds.",
    },
  ],
  seeds: 5,
});
export const recipe = defineRecipe({
  title: "A",
  mechanism:
    "One " +
    "two.",
  studies: {
    exact: defineStudy({
      about: "Nested.",
      arms: { a: {} },
    }),
    training,
  },
});
`;

describe("withoutProperties", () => {
  it("takes properties of the definitions away, and none of what stands deeper", () => {
    const { rest, left } = withoutProperties(TEXT, ["about", "claims", "settings", "mechanism"]);
    expect(rest).toBe(`const step = 2;
const training = defineStudy({
  run: tokenTraining({
    claims: () => 1,
  }),
  seeds: 5,
});
export const recipe = defineRecipe({
  title: "A",
  studies: {
    exact: defineStudy({
      arms: { a: {} },
    }),
    training,
  },
});
`);
    expect(left).toContain('says: "It holds."');
  });
});

describe("recipeHash", () => {
  it("names runs by code, study, settings, metrics and seed", () => {
    const hash = recipeHash(laser);
    const run = { study: "training", settings: { a: 1 }, metrics: ["x"], seed: 0 };
    const keys = [
      runKey(hash, run),
      runKey({ ...hash, code: "other" }, run),
      runKey(hash, { ...run, study: "other" }),
      runKey(hash, { ...run, settings: { a: 2 } }),
      runKey(hash, { ...run, metrics: ["y"] }),
      runKey(hash, { ...run, seed: 1 }),
    ];
    expect(new Set(keys).size).toBe(keys.length);
    expect(runKey({ ...hash, numbers: "x", claims: "y" }, run)).toBe(keys[0]);
  });
});
