import { afterAll, describe, expect, it } from "vitest";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { engines } from "./engines.ts";
import { sqlPlanCost, sqlResult } from "./index.ts";
import { pooledContext } from "./pooled-context.test-support.ts";
import { DIALECTS } from "./sql-dialect.ts";

const SCHEMA = `CREATE TABLE city (name TEXT, state TEXT, people INT, area DOUBLE PRECISION, since DATE);
INSERT INTO city VALUES ('Ash', 'N', 10, 1.5, '1900-01-31'), ('Birch', 'N', 20, 2.0, '1950-06-01'),
  ('Cedar', 'S', 20, 2.5, '2000-12-24'), ('Dogwood', 'S', NULL, 2.5, NULL);`;

/** Gold, candidate, and the value with the evidence or reason. */
const CASES: readonly (readonly [gold: unknown, query: string, value: number | string, why: RegExp])[] = [
  ["SELECT name FROM city", "SELECT name FROM city ORDER BY name DESC", 1, /the same result/],
  ["SELECT name FROM city ORDER BY name", "SELECT name FROM city ORDER BY name DESC", 0, /another order/],
  [
    "SELECT name FROM city WHERE people IS NOT NULL ORDER BY people",
    "SELECT name FROM city WHERE people > 0 ORDER BY people, name DESC",
    1,
    /same/,
  ],
  ["SELECT sum(area) FROM city", "SELECT 8.5 + 1e-12", 1, /same/],
  ["SELECT sum(area) FROM city", "SELECT 8.5001", 0, /8.5001/],
  ["SELECT count(*) FROM city", "SELECT 4.0", 1, /same/],
  ["SELECT max(people) FROM city WHERE state = 'X'", "SELECT NULL", 1, /same/],
  ["SELECT max(people) FROM city WHERE state = 'X'", "SELECT 0", 0, /\(0\)/],
  ["SELECT 9007199254740993", "SELECT 9007199254740992", 0, /9007199254740992/],
  ["SELECT 9007199254740993", "SELECT 9007199254740992 + 1", 1, /same/],
  ["SELECT since FROM city WHERE name = 'Ash'", "SELECT '1900-01-31'", 1, /same/],
  [[["Ash", 10]], "SELECT name, people FROM city LIMIT 1", 1, /same/],
  [[[1]], "SELECT 1 < 2", 1, /same/],
  ["SELECT 1", "SELEC 1", 0, /^syntax: /],
  ["SELECT 1", "SELECT FROM FROM city", 0, /^syntax: /],
  ["SELECT 1", "SELECT * FROM town", 0, /^no-such-table: /],
  ["SELECT 1", "SELECT town FROM city", 0, /^no-such-column: /],
  ["SELECT 1", "SELECT no_such_function(name) FROM city", 0, /^runtime: /],
  ["SELECT 1", "DELETE FROM city", 0, /^refused: a change where a query is asked for/],
  ["SELECT 1", "SELECT 1; DELETE FROM city", 0, /^refused: /],
  ["SELECT town FROM city", "SELECT 1", "task", /gold SQL to run, got no-such-column/],
  ["UPDATE city SET people = 1 WHERE name = 'Ash'", "UPDATE city SET people = 1 WHERE people = 10", 1, /same/],
  ["UPDATE city SET people = 1 WHERE name = 'Ash'", "UPDATE city SET people = 1", 0, /table city: /],
  ["UPDATE city SET people = 1 WHERE name = 'Ash'", "SELECT 1", 0, /^refused: a query where a change/],
  ["UPDATE city SET people = 1 WHERE name = 'Ash'", "DELETE FROM city WHERE people = 1", 0, /was not changed/],
  ["DELETE FROM city", "DELETE FROM city WHERE 1 = 1", 1, /same/],
  ["DELETE FROM city", "DROP TABLE city", 0, /is gone/],
  [
    "DELETE FROM city",
    "DELETE FROM city; INSERT INTO city (name) VALUES ('Elm'); DELETE FROM city WHERE name = 'Elm'",
    1,
    /same/,
  ],
  ["INSERT INTO city (name) VALUES ('Elm')", "INSERT INTO city VALUES ('Elm', NULL, NULL, NULL, NULL)", 1, /same/],
  ["SELECT count(*) FROM city", "SELECT count(*) FROM city", 1, /same/],
];

const lacking = new Map(
  await Promise.all(engines.map(async (engine) => [engine.name, await engine.absent()] as const)),
);
const engineOf = { sqlite: "better-sqlite3", duckdb: "duckdb", postgres: "pglite" } as const;
const { context, close } = pooledContext();
afterAll(close);

describe.each(DIALECTS)("%s", (dialect) => {
  const why = lacking.get(engineOf[dialect]);
  it.skipIf(why !== undefined)(
    `decides as the others${why === undefined ? "" : ` (skipped: ${why})`}`,
    async () => {
      const columns = {
        query: CASES.map(([, query]) => query),
        expected: CASES.map(([gold]) => gold as never),
        schema: CASES.map(() => SCHEMA),
      };
      const rows = await scoreRows(sqlResult({ dialect }), columns, context);
      const off = CASES.flatMap(([gold, query, value, reason], i) =>
        rows[i]?.[0] === value && reason.test(String(rows[i]?.[1])) ? [] : [[gold, query, rows[i]]],
      );
      expect(off).toEqual([]);
    },
    180_000,
  );

  const own = OWN[dialect];
  if (own.length === 0) return;
  it.skipIf(why !== undefined)(
    `has its own types and sequences${why === undefined ? "" : ` (skipped: ${why})`}`,
    async () => {
      const columns = {
        query: own.map(([, query]) => query),
        expected: own.map(([gold]) => gold as never),
        schema: own.map(() => SEQUENCE),
      };
      const rows = await scoreRows(sqlResult({ dialect }), columns, context);
      const off = own.flatMap(([gold, query, value], i) => (rows[i]?.[0] === value ? [] : [[gold, query, rows[i]]]));
      expect(off).toEqual([]);
      const plans = {
        query: ["SELECT x FROM t WHERE x = 1", "SELECT a.x FROM t a, t b, t c", "SELECT z FROM t"],
        expected: own.slice(0, 3).map(() => "SELECT x FROM t WHERE x = 1"),
        schema: columns.schema.slice(0, 3),
      };
      const [same, worse, none] = (await scoreRows(sqlPlanCost({ dialect }), plans, context)).map(
        ([value]) => value as number,
      );
      expect([same, (worse as number) < 0.9 && (worse as number) > 0, none]).toEqual([1, true, 0]);
    },
    180_000,
  );
});

const SEQUENCE = `CREATE SEQUENCE ids; CREATE TABLE t (id INT DEFAULT nextval('ids'), x INT);
INSERT INTO t VALUES (100, 7), (101, 8), (102, 9), (103, 1), (104, 1);`;
const INSERT = "INSERT INTO t (x) VALUES (1)";

/** Twice the same insert: a sequence that kept its place would number the second otherwise. */
const SHARED: readonly (readonly [gold: unknown, query: string, value: number | string])[] = [
  [INSERT, INSERT, 1],
  [INSERT, "INSERT INTO t VALUES (1, 1)", 1],
  [INSERT, "INSERT INTO t VALUES (2, 1)", 0],
  [[[true]], "SELECT 1 = 1", 1],
  ["SELECT 1.5::DECIMAL(10, 3)", "SELECT 1.50", 1],
  ["SELECT 12345678901234567890::DECIMAL(30, 0)", "SELECT 12345678901234567891::DECIMAL(30, 0)", 0],
  ["SELECT DATE '2020-01-01'", "SELECT TIMESTAMP '2020-01-01 00:00:00'", 1],
  ["SELECT DATE '2020-01-01'", "SELECT TIMESTAMP '2020-01-01 00:00:01'", 0],
  ["SELECT 'NaN'::DOUBLE PRECISION", "SELECT 'nan'::DOUBLE PRECISION", 1],
  ["SELECT 'Infinity'::DOUBLE PRECISION", "SELECT '-Infinity'::DOUBLE PRECISION", 0],
  ["SELECT INTERVAL '1' DAY", "SELECT INTERVAL '2' DAY", 0],
  ["SELECT ARRAY[1, 2]", "SELECT ARRAY[1, 1 + 1]", 1],
  ["SELECT ARRAY[1, 2]", "SELECT ARRAY[2, 1]", 0],
];
const OWN = {
  sqlite: [],
  duckdb: [
    ...SHARED,
    ["SELECT '\\xAB'::BLOB", "SELECT unhex('ab')", 1],
    ["SELECT {'a': 1}", "SELECT {'a': 2 - 1}", 1],
    ["FROM t SELECT x ORDER BY x", "SELECT x FROM t ORDER BY x", 1],
  ],
  postgres: [
    ...SHARED,
    ["SELECT '\\xab'::bytea", "SELECT decode('AB', 'hex')", 1],
    ["SELECT TIMESTAMPTZ '2020-01-01 02:00:00+02'", "SELECT DATE '2020-01-01'", 1],
    ["SELECT x FROM t ORDER BY id * 2", "TABLE t", 0],
  ],
} as const satisfies { readonly [dialect: string]: readonly (readonly [unknown, string, number | string])[] };
