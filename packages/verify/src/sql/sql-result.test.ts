import type { FieldColumns, Source } from "@guerdon/core/piece";
import { describe, expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { type Row, scoreRows } from "../text/score-rows.test-support.ts";
import { sqlResult } from "./index.ts";

const SCHEMA = `CREATE TABLE city (name TEXT, state TEXT, people INT, area REAL);
INSERT INTO city VALUES ('Ash', 'N', 10, 1.5), ('Birch', 'N', 20, 2.0), ('Cedar', 'S', 20, 2.5), ('Dogwood', 'S', NULL, 2.5);`;

/** Scores candidates against one gold in the small database. */
function score(
  expected: FieldColumns[string][number],
  queries: readonly string[],
  options: Parameters<typeof sqlResult>[0] = {},
): Promise<readonly Row[]> {
  const columns: FieldColumns = {
    query: queries,
    expected: queries.map(() => expected),
    schema: queries.map(() => SCHEMA),
  };
  return scoreRows(sqlResult(options) as Source, columns, AWAITING);
}
const values = async (...args: Parameters<typeof score>) => (await score(...args)).map(([value]) => value);

describe("sql-result", () => {
  it("compares rows as a multiset: duplicates count, their order does not", async () => {
    expect(
      await score("SELECT state FROM city", [
        "SELECT state FROM city ORDER BY name DESC",
        "SELECT DISTINCT state FROM city",
        "SELECT state FROM city WHERE people > 10 UNION ALL SELECT state FROM city WHERE people = 10",
        "SELECT CASE name WHEN 'Birch' THEN 'S' ELSE state END FROM city",
        "SELECT state, name FROM city",
      ]),
    ).toMatchInlineSnapshot(`
      [
        [
          1,
          "better-sqlite3: the same result",
        ],
        [
          0,
          "better-sqlite3: 2 rows, expected 4",
        ],
        [
          0,
          "better-sqlite3: 3 rows, expected 4",
        ],
        [
          0,
          "better-sqlite3: row (S) is not expected",
        ],
        [
          0,
          "better-sqlite3: 2 columns, expected 1",
        ],
      ]
    `);
  });
});
