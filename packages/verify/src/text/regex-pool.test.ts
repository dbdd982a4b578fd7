import { afterAll, describe, expect, it } from "vitest";
import { processPool } from "../pool/index.ts";
import { regex } from "./regex.ts";
import { INLINE, scoreRows } from "./score-rows.test-support.ts";

describe("regex in child processes", () => {
  const pool = processPool({ size: 1 });
  afterAll(() => pool.close());
  const context = { ...INLINE, call: pool.run.bind(pool) };

  it("loses only the row that a backtracking engine cannot finish", async () => {
    const piece = regex({ pattern: "^(?=(a+)+$)", deadlineMs: 500 });
    const rows = await scoreRows(piece, { text: ["aaa", `${"a".repeat(40)}!`, "b"] }, context);
    expect([rows[0], rows[2]]).toEqual([[1], [0, "the pattern is not in the text"]]);
    expect(rows[1]?.[1]).toMatchInlineSnapshot(`"The task \`nativeMatch\` did not finish in 500 ms."`);
  });
});
