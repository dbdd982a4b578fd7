import type { Json } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { scoreRows } from "../text/score-rows.test-support.ts";
import {
  bleu,
  bmas,
  chrf,
  diversity,
  editSimilarity,
  embeddingSimilarity,
  exactMatch,
  fuzzy,
  meteor,
  readability,
  rouge,
  ter,
  tokenF1,
} from "./index.ts";

const SOURCES = [
  bleu(),
  chrf({ wordOrder: 2 }),
  ter(),
  rouge(),
  rouge({ type: "rougeLsum" }),
  meteor(),
  editSimilarity(),
  editSimilarity({ metric: "damerau" }),
  editSimilarity({ metric: "jaro" }),
  fuzzy({ method: "weighted-ratio", process: true }),
  exactMatch(),
  tokenF1(),
  embeddingSimilarity(),
  bmas(),
  readability(),
];

const UNITS = ["a ", "y", "a.", "1-", "<skipped>", "\ud800"];

/** A quiet machine needs a fifth of it. */
const LIMIT_MS = 3000;

async function msOf(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

describe("hostile texts", () => {
  it.each(SOURCES)("puts a megabyte down to the candidate, or reads it at once: $id", async (source) => {
    for (const unit of UNITS) {
      const columns = { text: [unit.repeat(1_000_000 / unit.length)], expected: ["the cat sat on the mat"] };
      expect(await msOf(() => scoreRows(source, columns)), unit).toBeLessThan(LIMIT_MS);
    }
  });

  it.each(SOURCES)("reads the longest text allowed against a long reference: $id", async (source) => {
    const limit = (source.options as { readonly limitCharacters?: number }).limitCharacters ?? 2000;
    const prose = "the quick brown fox jumps over the lazy dog and the cat sat on a mat. ".repeat(40);
    for (const unit of UNITS) {
      const text = unit.repeat(Math.floor(limit / unit.length));
      for (const gold of [prose.slice(0, limit), text.slice(0, 3000)]) {
        const columns: { [field: string]: Json[] } = { text: [text], expected: [gold.trim() === "" ? "x" : gold] };
        expect(await msOf(() => scoreRows(source, columns)), JSON.stringify(unit)).toBeLessThan(LIMIT_MS);
      }
    }
  });

  it("compares members of the longest length allowed", async () => {
    for (const measure of ["self-bleu", "novel", "distinct", "edit-distance"] as const) {
      const source = diversity({ measure });
      const text = UNITS.map((unit) => unit.repeat(Math.floor(8192 / unit.length)));
      expect(await msOf(() => scoreRows(source, { text })), measure).toBeLessThan(LIMIT_MS);
    }
  });

  it("blames the candidate for its length and the task for the reference's", async () => {
    expect(
      await scoreRows(bleu({ limitCharacters: 8 }), { text: ["123456789", "1"], expected: ["x", "123456789"] }),
    ).toEqual([
      ["candidate", "Expected a text of at most 8 characters, got 9."],
      ["task", "Expected references of at most 8 characters, got 9."],
    ]);
  });
});
