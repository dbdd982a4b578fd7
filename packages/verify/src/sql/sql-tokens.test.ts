import { describe, expect, it } from "vitest";
import { type SqlQuoting, sqlTokens } from "./sql-tokens.ts";

const read = (sql: string, quoting: SqlQuoting = "sqlite"): string =>
  sqlTokens(sql, quoting)
    .map(({ kind, value }) => `${kind}:${value}`)
    .join(" ");

describe("sqlTokens", () => {
  it.each<[string, SqlQuoting, string]>([
    [
      "a.B, 'it''s' \"x\"\"y\" `q``` [r s]",
      "sqlite",
      "word:A sign:. word:B sign:, text:it's name:x\"y name:q` name:r s",
    ],
    [
      "1 1.5 .5 1e3 1.e-2 0xFF 1a",
      "sqlite",
      "number:1 number:1.5 number:.5 number:1e3 number:1.e-2 number:0xFF number:1 word:A",
    ],
    ["a -- b\nc /* d /* e */ f", "sqlite", "word:A word:C word:F"],
    ["a /* d /* e */ f */ g", "postgres", "word:A word:G"],
    ["a -- b\rc", "sqlite", "word:A"],
    ["a -- b\rc", "postgres", "word:A word:C"],
    ["$$a'b$$ $x$ $$ $x$", "postgres", "text:a'b text: $$ "],
    ["e'a\\'b' 'a\\' ", "postgres", "text:a'b text:a\\"],
    ["\"it's\" 'a\\'b' `n` 1952_x # c\n5e3", "mysql", "text:it's text:a'b name:n word:1952_X number:5e3"],
    ["x::int || y <> z >= 1", "postgres", "word:X sign::: word:INT sign:|| word:Y sign:<> word:Z sign:>= number:1"],
    ["é_1 имя 表 😀", "sqlite", "word:É_1 word:ИМЯ word:表 word:😀"],
    ["'never", "sqlite", "broken:'never"],
    ["\u000b", "sqlite", "broken:\u000b"],
  ])("%j as %s", (sql, quoting, tokens) => {
    expect(read(sql, quoting)).toBe(tokens);
  });

  it("counts parentheses, those of a pair as outside, and gives places in the text", () => {
    const sql = "f((a))";
    expect(sqlTokens(sql, "sqlite").map(({ depth }) => depth)).toEqual([0, 0, 1, 2, 1, 0]);
    expect(sqlTokens(sql, "sqlite").map(({ start, end }) => sql.slice(start, end))).toEqual([
      "f",
      "(",
      "(",
      "a",
      ")",
      ")",
    ]);
  });

  it("reads long texts of what is hard for careless readers in time that grows with it", () => {
    for (const unit of ["'", '"', "(", "--", "/*", "$", "$a", "[", "`", "\\", "''", "1e", "😀", "\ud800", "a ", ";"]) {
      for (const quoting of ["sqlite", "postgres", "mysql"] as const) {
        const started = performance.now();
        sqlTokens(unit.repeat(30_000), quoting);
        expect([unit, quoting, performance.now() - started < 3_000]).toEqual([unit, quoting, true]);
      }
    }
  });
});
