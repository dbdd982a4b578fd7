import type { Context } from "@guerdon/core/piece";
import { lawsOf } from "@guerdon/core/testing";
import { afterAll, describe, expect, it } from "vitest";
import { processPool } from "../pool/index.ts";
import { INLINE, scoreRows } from "../text/score-rows.test-support.ts";
import { grammar } from "./grammar.ts";

const pool = processPool({ size: 1 });
const POOLED: Context = { ...INLINE, call: (task, inputs, options) => pool.run(task, inputs, options) };
afterAll(() => pool.close());

describe("grammar", () => {
  it("counts findings in 100 words (by hand)", { timeout: 60_000 }, async () => {
    const text = [
      "She walks to school every day.",
      "She walks to the the school every single day of the long year.",
      "He go home.",
      "12 + 3",
      "a".repeat(20_001),
    ];
    expect(await scoreRows(grammar({ worst: 20 }), { text }, POOLED)).toEqual([
      [1, "nothing found"],
      [1 - 100 / 13 / 20, "Repetition: the the"],
      [0, "Agreement: go"],
      [0, "no word"],
      ["candidate", "Expected at most 20000 characters, got 20001."],
    ]);
    const [other] = await scoreRows(grammar({ kinds: ["Repetition"] }), { text: ["He go home."] }, POOLED);
    expect(other).toEqual([1, "nothing found"]);
  });

  it("loses a text that takes too long, and no other", { timeout: 60_000 }, async () => {
    const text = ["the cat and ".repeat(1600), "She walks to school every day.", "b".repeat(19_000)];
    const rows = await scoreRows(grammar({ deadlineMs: 300 }), { text }, POOLED);
    expect(rows[0]?.[0]).toBe("candidate");
    expect(rows[1]).toEqual([1, "nothing found"]);
  });

  const columns = { text: ["He go.", "", "\ud800 is", "12"] };
  for (const law of lawsOf(grammar, { columns, context: POOLED })) it(law.name, { timeout: 60_000 }, law.check);
});
