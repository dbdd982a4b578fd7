import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import type { RecipeEntry } from "./recipe-entry.ts";
import type { RecipeHash } from "./recipe-hash.ts";
import { type RecipeResult, readResult, type StudyResult } from "./recipe-result.ts";
import { recipeState, verdictOf } from "./recipe-state.ts";
import { type RecipeProgress, runRecipes } from "./run-recipes.ts";
import { recipe } from "./trial-recipe.test-support.ts";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
function newFolder(): { readonly results: string; readonly journal: string } {
  const folder = mkdtempSync(join(tmpdir(), "guerdon-recipes-"));
  folders.push(folder);
  return { results: folder, journal: join(folder, "journal") };
}

const module = fileURLToPath(new URL("./trial-recipe.test-support.ts", import.meta.url));
const { lines, faults } = recipe.studies as Required<typeof recipe.studies>;
const entry = (studies: typeof recipe.studies): RecipeEntry => ({
  paper: "999",
  module,
  source: module,
  load: async () => ({ ...recipe, studies }),
});
const trial = entry({ lines: lines as never });

const studyOf = (result: RecipeResult | undefined, study: string): StudyResult =>
  (result as RecipeResult).studies[study] as StudyResult;

describe("runRecipes", () => {
  it("runs arms × seeds, judges each claim twice, and keeps numbers, curves and verdicts", async () => {
    const folder = newFolder();
    const told: RecipeProgress[] = [];
    const [result] = await runRecipes([trial], {
      ...folder,
      workers: 2,
      onProgress: (progress) => told.push(progress),
    });
    const { arms, curves, claims, failures } = studyOf(result, "lines");
    expect(failures).toEqual([]);
    // The last tenth of 20 updates are the last two: 19.5 on average, and each seed begins one higher.
    expect(arms.steep?.value?.values).toEqual([19.5, 20.5, 21.5]);
    expect(arms.flat?.value?.estimate).toBe(1);
    expect(curves.slow?.mean).toEqual(Array.from({ length: 20 }, (_, i) => 0.5 * (i + 1) + 1));
    expect(claims.map(({ verdict }) => verdict)).toEqual(["held", "unfalsifiable", "negative"]);
    expect(claims[0]?.readings).toMatchObject([{ what: "mean of value, steep less flat", value: 19.5, pValue: 0.125 }]);
    expect(claims[0]?.controlReadings).toMatchObject([{ what: "mean of value, flat less flat", value: 0 }]);
    expect(told.at(-1)).toMatchObject({ done: 9, runs: 9, share: 1 });
    expect(readResult(folder.results, "999")).toEqual(JSON.parse(JSON.stringify(result)));
    expect(verdictOf(result as RecipeResult)).toBe("unfalsifiable");
  }, 60_000);

  it("writes down why a run failed, and makes no number of it", async () => {
    const [result] = await runRecipes([entry({ faults: faults as never })], {
      ...newFolder(),
      workers: 2,
      limitSeconds: 6,
    });
    const { arms, failures, claims } = studyOf(result, "faults");
    expect(Object.keys(arms)).toEqual(["sound"]);
    expect(Object.fromEntries(failures.map(({ arm, reason }) => [arm, reason]))).toEqual({
      throws: "the arm fell off",
      exits: "The process ended with code 7: no word.",
      loops: "Out of time: it took longer than 6 s.",
      nan: "Expected the arm to measure `value`, got NaN at update 3. `metrics` of the study must be what its run reports, finite at every update.",
    });
    expect(claims[0]).toMatchObject({
      verdict: "unmeasured",
      reason: "Expected `value` of arm `throws`, seed 0, got no number.",
    });
  }, 90_000);

  it("stopped in the middle, goes on with what is finished and ends with the same bits", async () => {
    const [whole, cut] = [newFolder(), newFolder()];
    const once = await runRecipes([trial], { ...whole, workers: 2 });
    const stop = new AbortController();
    await runRecipes([trial], {
      ...cut,
      workers: 2,
      signal: stop.signal,
      onProgress: ({ done }) => {
        if (done >= 4) stop.abort();
      },
    });
    expect(() => readFileSync(join(cut.results, "999.json"))).toThrow();
    const journal = join(cut.journal, "999.jsonl");
    const kept = readFileSync(journal, "utf8").trim().split("\n").length;
    expect(kept).toBeGreaterThanOrEqual(4);
    appendFileSync(journal, '{"key": "half');
    const made: number[] = [];
    const again = await runRecipes([trial], { ...cut, workers: 2, onProgress: ({ done }) => made.push(done) });
    expect(made[0]).toBeGreaterThanOrEqual(kept);
    expect(again[0]?.studies).toEqual(once[0]?.studies);
    const third: number[] = [];
    await runRecipes([trial], { ...cut, onProgress: ({ done }) => third.push(done) });
    expect(third).toEqual([]);
  }, 90_000);
});

describe("recipeState", () => {
  const hash: RecipeHash = { numbers: "a", claims: "b", code: "c" };
  const result = (verdicts: readonly (readonly [string, boolean])[]): RecipeResult =>
    ({
      hash: { numbers: "a", claims: "b" },
      studies: { one: { claims: verdicts.map(([verdict, central]) => ({ verdict, central })) } },
    }) as unknown as RecipeResult;

  it.each([
    [
      "held",
      [
        ["held", true],
        ["negative", false],
      ],
    ],
    [
      "negative",
      [
        ["held", false],
        ["negative", true],
      ],
    ],
    [
      "unfalsifiable",
      [
        ["held", true],
        ["unfalsifiable", false],
      ],
    ],
    [
      "failed",
      [
        ["unmeasured", true],
        ["negative", true],
      ],
    ],
  ] as const)("is %s", (state, verdicts) => {
    expect(recipeState(result(verdicts), hash)).toBe(state);
  });

  it("is stale when code or claims have changed, and none without a result", () => {
    const held = result([["held", true]]);
    expect(recipeState(held, { ...hash, numbers: "x" })).toBe("stale");
    expect(recipeState(held, { ...hash, claims: "x" })).toBe("stale");
    expect(recipeState(held, { ...hash, code: "x" })).toBe("held");
    expect(recipeState(undefined, hash)).toBe("none");
  });

  it("refuses a damaged result", () => {
    const { results } = newFolder();
    writeFileSync(join(results, "999.json"), '{"paper": "9');
    expect(() => readResult(results, "999")).toThrow(expect.objectContaining({ code: "GUERDON_RECIPE" }));
  });
});
