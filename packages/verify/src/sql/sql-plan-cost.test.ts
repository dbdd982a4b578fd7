import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { sqlPlanCost } from "./index.ts";

const SCHEMA = `CREATE TABLE city (id INTEGER PRIMARY KEY, name TEXT, state INT);
CREATE TABLE state (id INTEGER PRIMARY KEY, name TEXT);
WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 64) INSERT INTO city SELECT x, 'c' || x, x % 8 FROM n;
INSERT INTO state SELECT id, 's' || id FROM city WHERE id < 9;`;

const columns = (gold: unknown, queries: readonly string[]) => ({
  query: queries,
  expected: queries.map(() => gold as never),
  schema: queries.map(() => SCHEMA),
});
const score = (gold: unknown, queries: readonly string[], options = {}) =>
  scoreRows(sqlPlanCost(options), columns(gold, queries), AWAITING);

describe("sql-plan-cost", () => {
  it("counts the rows that SQLite's loops visit (by hand: 64 scanned, 1 found by key, 64 + 64·log₂ 65 sorted)", async () => {
    const one = "SELECT name FROM city WHERE id = 5";
    expect(
      await score("SELECT name FROM city WHERE name = 'c5'", [
        "SELECT name FROM city WHERE name = 'c5'",
        one,
        "SELECT name FROM city WHERE +id = 5",
        "SELECT name FROM city ORDER BY name",
        "SELECT c.name FROM city c JOIN state s ON s.id = c.state",
        "SELECT name FROM city WHERE state IN (SELECT id FROM state WHERE name = 's1')",
        "SELECT (SELECT count(*) FROM state s WHERE s.name > c.name) FROM city c",
      ]),
    ).toMatchInlineSnapshot(`
      [
        [
          1,
          "better-sqlite3: 64, gold 64",
        ],
        [
          1,
          "better-sqlite3: 1, gold 64",
        ],
        [
          1,
          "better-sqlite3: 64, gold 64",
        ],
        [
          0.14240211088697471,
          "better-sqlite3: 449.43, gold 64",
        ],
        [
          0.5,
          "better-sqlite3: 128, gold 64",
        ],
        [
          0.8888888888888888,
          "better-sqlite3: 72, gold 64",
        ],
        [
          0.1111111111111111,
          "better-sqlite3: 576, gold 64",
        ],
      ]
    `);
    expect(await score("SELECT name FROM city WHERE name = 'c5'", [one], { most: 100 })).toEqual([
      [64, "better-sqlite3: 1, gold 64"],
    ]);
  });

  it("scores what has no plan 0, and puts a gold without one down to the task", async () => {
    expect(await score("SELECT 1", ["SELECT x FROM city", "SELEC", "DELETE FROM city"])).toMatchInlineSnapshot(`
      [
        [
          0,
          "no-such-column: no such column: x",
        ],
        [
          0,
          "syntax: no statement begins with "SELEC"",
        ],
        [
          0,
          "refused: a change where a query is asked for",
        ],
      ]
    `);
    expect(await score("SELECT x FROM city", ["SELECT 1"])).toMatchInlineSnapshot(`
      [
        [
          "task",
          "Expected the gold query to have a plan, got no-such-column: no such column: x.",
        ],
      ]
    `);
    expect(await score([[1]], ["SELECT 1"])).toMatchInlineSnapshot(`
      [
        [
          "task",
          "Expected \`expected\` to be a gold query, got rows or a change. Only queries have a plan here.",
        ],
      ]
    `);
  });

  for (const law of lawsOf(sqlPlanCost, {
    columns: columns("SELECT name FROM city", ["SELECT name FROM city", "SELECT 1", "SELEC", "", "DELETE FROM city"]),
    context: AWAITING,
  }))
    it(law.name, law.check);
});
