import { describe, expect, it } from "vitest";
import { readStatements } from "./read-statements.ts";
import { sqlTokens } from "./sql-tokens.ts";

const kinds = (sql: string): string =>
  readStatements(sqlTokens(sql, "sqlite"))
    .map(({ kind, verb }) => `${kind} ${verb}`)
    .join(", ");

describe("readStatements", () => {
  it.each([
    ["SELECT 1", "query SELECT"],
    ["(SELECT 1) UNION SELECT 2", "query SELECT"],
    ["VALUES (1)", "query VALUES"],
    ["FROM t", "query FROM"],
    ["WITH a AS (SELECT 1), b(x) AS NOT MATERIALIZED (SELECT 2) SELECT * FROM a", "query SELECT"],
    ["WITH a AS (SELECT 1) DELETE FROM t", "change DELETE"],
    ["WITH RECURSIVE a(x) AS (VALUES (1)) INSERT INTO t SELECT x FROM a", "change INSERT"],
    ["WITH values AS (SELECT 1) SELECT * FROM values", "query SELECT"],
    ["WITH a AS (SELECT 1) (SELECT * FROM a)", "query SELECT"],
    ["SELECT * INTO u FROM t", "change SELECT"],
    ['SELECT (SELECT 1) AS "into" FROM t', "query SELECT"],
    [
      "insert into t values (1); update t set x = 1;; replace into t values (1)",
      "change INSERT, change UPDATE, change REPLACE",
    ],
    ["CREATE TEMP TABLE t (x)", "change CREATE"],
    ["CREATE OR REPLACE VIEW v AS SELECT 1", "change CREATE"],
    ["CREATE UNIQUE INDEX i ON t (x)", "change CREATE"],
    ["CREATE VIRTUAL TABLE t USING csv(filename='x')", "other CREATE"],
    ["CREATE TRIGGER t AFTER INSERT ON u BEGIN SELECT 1; END", "other CREATE, other END"],
    ["CREATE FUNCTION f() RETURNS int AS 'x'", "other CREATE"],
    ["DROP TABLE t", "change DROP"],
    ["DROP ROLE r", "other DROP"],
    ["ALTER SYSTEM SET x = 1", "other ALTER"],
    ["ATTACH 'x' AS y", "other ATTACH"],
    ["EXPLAIN SELECT 1", "other EXPLAIN"],
    ["PRAGMA x", "other PRAGMA"],
    ["'SELECT' 1", "other "],
    ["SELECT 'x", "other SELECT"],
    [" ; -- ;\n ", ""],
  ])("%s", (sql, expected) => {
    expect(kinds(sql)).toBe(expected);
  });
});
