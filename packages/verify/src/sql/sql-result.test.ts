import type { FieldColumns, Source, Task } from "@guerdon/core/piece";
import { failed, type Json } from "@guerdon/core/signal";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { type Row, scoreRows } from "../text/score-rows.test-support.ts";
import { sqlResult } from "./index.ts";
import { sqliteReply } from "./run-sqlite.ts";
import { loadSqlite } from "./sqlite-driver.ts";

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

  it("asks for order only where the gold query orders at its top level", async () => {
    const up = "SELECT name FROM city ORDER BY name";
    const down = "SELECT name FROM city ORDER BY name DESC";
    const unordered = [
      "SELECT name FROM (SELECT name FROM city ORDER BY name)",
      "SELECT name FROM city -- ORDER BY name",
      "SELECT name FROM city /* ORDER BY name */",
      "SELECT name FROM city WHERE state <> ' ORDER BY name'",
      'SELECT name AS "ORDER BY" FROM city',
      "SELECT name FROM (SELECT name, row_number() OVER (ORDER BY name) FROM city)",
      "WITH c AS (SELECT name FROM city ORDER BY name) SELECT name FROM c",
    ];
    for (const gold of unordered) expect([gold, await values(gold, [up, down])]).toEqual([gold, [1, 1]]);
    const ordered = [
      up,
      "SELECT name FROM city ORDER BY 1",
      "SELECT name AS n FROM city ORDER BY n",
      "SELECT name FROM city ORDER BY city.name COLLATE NOCASE",
      "SELECT DISTINCT name FROM city ORDER BY name ASC",
      "SELECT name FROM city UNION SELECT name FROM city ORDER BY name",
      "WITH c AS (SELECT name FROM city) SELECT name FROM c ORDER BY lower(name) LIMIT 10",
    ];
    for (const gold of ordered) expect([gold, await values(gold, [up, down])]).toEqual([gold, [1, 0]]);
    expect(await values(up, [down], { order: "never" })).toEqual([1]);
    expect(await values("SELECT name FROM city", [up, down], { order: "always" })).toEqual([1, 0]);
  });

  it("lets tied rows stand in any order, by keys that are columns and by keys that are not", async () => {
    const queries = [
      "SELECT name FROM city WHERE people > 0 ORDER BY people, name",
      "SELECT name FROM city WHERE people > 0 ORDER BY people, name DESC",
      "SELECT name FROM city WHERE people > 0 ORDER BY people DESC, name",
    ];
    expect(await values("SELECT name FROM city WHERE people > 0 ORDER BY people", queries)).toEqual([1, 1, 0]);
    expect(await values("SELECT name FROM city WHERE people > 0 ORDER BY people, name", queries)).toEqual([1, 0, 0]);
    expect(
      await values("SELECT state, count(*) FROM city GROUP BY state ORDER BY count(*)", [
        "SELECT state, 2 FROM city GROUP BY state ORDER BY state DESC",
      ]),
    ).toEqual([1]);
    expect(
      await values("SELECT *, people AS p FROM city ORDER BY p", [
        "SELECT *, people FROM city ORDER BY people, name DESC",
      ]),
    ).toEqual([1]);
  });

  it("keeps to the one order where ties cannot be known", async () => {
    const gold = "SELECT DISTINCT name FROM city WHERE people > 0 ORDER BY people + 0";
    expect(await values(gold, [gold, "SELECT name FROM city WHERE people > 0 ORDER BY people, name DESC"])).toEqual([
      1, 0,
    ]);
  });

  it("finds columns in any order only when asked to, with each row kept together", async () => {
    const gold = "SELECT name, people, area FROM city";
    const queries = [
      "SELECT area, name, people FROM city",
      "SELECT (SELECT min(area) FROM city), name, people FROM city",
      "SELECT b.area, a.name, a.people FROM city a JOIN city b ON (a.rowid % 4) + 1 = b.rowid",
    ];
    expect(await values(gold, queries)).toEqual([0, 0, 0]);
    expect(await values(gold, queries, { columns: "any-order" })).toEqual([1, 0, 0]);
  });

  it("compares NULL, whole numbers, fractions, bytes and texts by value", async () => {
    const cases: [gold: string, query: string, value: number, options?: object][] = [
      ["SELECT NULL", "SELECT NULL", 1],
      ["SELECT NULL", "SELECT ''", 0],
      ["SELECT 1", "SELECT 1.0", 1],
      ["SELECT -0.0", "SELECT 0", 1],
      ["SELECT 0.1 + 0.2", "SELECT 0.3", 1],
      ["SELECT 0.3", "SELECT 0.3000001", 0],
      ["SELECT 0.3", "SELECT 0.3000001", 1, { relative: 1e-6 }],
      ["SELECT 1000000001", "SELECT 1000000000", 0, { relative: 1e-6 }],
      ["SELECT 1000000001", "SELECT 1000000000", 1, { absolute: 1 }],
      ["SELECT 9007199254740993", "SELECT 9007199254740992", 0],
      ["SELECT 9e999", "SELECT 9e998", 1],
      ["SELECT 9e999", "SELECT -9e999", 0],
      ["SELECT x'00ff'", "SELECT x'00FF'", 1],
      ["SELECT x'61'", "SELECT 'a'", 0],
      ["SELECT 'a'", "SELECT 'A'", 0],
      ["SELECT '20'", "SELECT 20", 0],
      ["SELECT '20.0'", "SELECT 20", 1, { text: "numeric" }],
      ["SELECT 'n1|', 'x'", "SELECT 'n1', '|x'", 0],
    ];
    for (const [gold, query, value, options] of cases)
      expect([gold, query, await values(gold, [query], options)]).toEqual([gold, query, [value]]);
  });

  it("compares the tables that changes leave, whatever the way", async () => {
    expect(
      await score("DELETE FROM city WHERE state = 'N'", [
        "DELETE FROM city WHERE people <= 20 AND name < 'C'",
        "DELETE FROM city",
        "DELETE FROM city WHERE state = 'N'; INSERT INTO city (name) VALUES ('Elm')",
        "CREATE TABLE more (x); DELETE FROM city WHERE state = 'N'",
        "ALTER TABLE city RENAME COLUMN area TO size; DELETE FROM city WHERE state = 'N'",
        "DROP TABLE city",
        "UPDATE city SET state = state",
        "DELETE FROM town",
        "SELECT 1",
      ]),
    ).toMatchInlineSnapshot(`
      [
        [
          1,
          "better-sqlite3: the same result",
        ],
        [
          0,
          "better-sqlite3: table city: 0 rows, expected 2",
        ],
        [
          0,
          "better-sqlite3: table city: 3 rows, expected 2",
        ],
        [
          0,
          "better-sqlite3: table more was changed, expected as it was",
        ],
        [
          0,
          "better-sqlite3: table city has other columns",
        ],
        [
          0,
          "better-sqlite3: table city is gone, expected otherwise",
        ],
        [
          0,
          "better-sqlite3: table city was not changed, expected another",
        ],
        [
          0,
          "no-such-table: no such table: town",
        ],
        [
          0,
          "refused: a query where a change is asked for",
        ],
      ]
    `);
  });

  it("gives each change a fresh database", async () => {
    const wipe = "DELETE FROM city";
    const rows = await values("INSERT INTO city (name) VALUES ('Elm')", [
      wipe,
      "INSERT INTO city (name) SELECT 'Elm' WHERE (SELECT count(*) FROM city) = 4",
      wipe,
    ]);
    expect(rows).toEqual([0, 1, 0]);
    expect(await values("SELECT count(*) FROM city", ["SELECT 4"])).toEqual([1]);
  });

  it("says by its class why SQL did not run, and pays what is set for it", async () => {
    const queries = [
      "SELECT FROM city",
      "SELECT * FROM town",
      "SELECT town FROM city",
      "SELECT abs(-9223372036854775808)",
      "SELECT * FROM city a, city b, city c, city d",
      "PRAGMA user_version",
      "Sorry, I cannot.",
      "",
    ];
    const errors = {
      syntax: 0.1,
      "no-such-table": 0.2,
      "no-such-column": 0.3,
      runtime: 0.4,
      limit: 0.5,
      refused: 0.05,
    };
    expect(await score("SELECT 1", queries, { errors, ran: 0.6, limitRows: 100 })).toMatchInlineSnapshot(`
      [
        [
          0.1,
          "syntax: near "FROM": syntax error",
        ],
        [
          0.2,
          "no-such-table: no such table: town",
        ],
        [
          0.3,
          "no-such-column: no such column: town",
        ],
        [
          0.4,
          "runtime: integer overflow",
        ],
        [
          0.5,
          "limit: more than 100 rows",
        ],
        [
          0.05,
          "refused: PRAGMA is neither a query nor a change of rows or tables",
        ],
        [
          0.1,
          "syntax: no statement begins with "SORRY"",
        ],
        [
          0.1,
          "syntax: no statement",
        ],
      ]
    `);
    expect(await values("SELECT 1", ["SELECT 2"], { ran: 0.6 })).toEqual([0.6]);
  });

  it("puts a fault of the gold or the database down to the task", async () => {
    const faults = ["SELECT town FROM city", "PRAGMA user_version", "", 5, "SELECT 1; SELECT 2"] as const;
    const reasons: unknown[] = [];
    for (const gold of faults) reasons.push((await score(gold, ["SELECT 1"]))[0]);
    const columns = { query: ["SELECT 1"], expected: ["SELECT 1"] };
    reasons.push((await scoreRows(sqlResult(), { ...columns, schema: ["CREATE TABEL x"] }, AWAITING))[0]);
    reasons.push((await scoreRows(sqlResult(), { ...columns, database: ["no-such-file.sqlite"] }, AWAITING))[0]);
    expect(reasons).toMatchInlineSnapshot(`
      [
        [
          "task",
          "Expected the gold SQL to run, got no-such-column: no such column: town.",
        ],
        [
          "task",
          "Expected the gold SQL to be one query or changes of rows, got refused: PRAGMA is neither a query nor a change of rows or tables.",
        ],
        [
          "task",
          "Expected the gold SQL to be one query or changes of rows, got syntax: no statement.",
        ],
        [
          "task",
          "Expected \`expected\` to be SQL or a list of rows, got neither. Give the gold query or its result.",
        ],
        [
          "task",
          "Expected the gold SQL to be one query or changes of rows, got refused: 2 statements.",
        ],
        [
          "task",
          "Expected SQL that makes the database, got near "TABEL": syntax error.",
        ],
        [
          "task",
          "Expected a database that can be read, got none: ENOENT: no such file or directory, stat 'no-such-file.sqlite'.",
        ],
      ]
    `);
  });

  it("reads the last fenced block of SQL, and MySQL's quoting when told", async () => {
    expect(await values("SELECT 1", ["```\nSELECT 2\n```\n```sql\nSELECT 1;\n```\n```python\nx\n```"])).toEqual([1]);
    const mysql = 'SELECT `name`, "it\\\'s" # comment\nFROM city';
    expect(await values("SELECT name, 'it''s' FROM city", [mysql])).toEqual([0]);
    expect(await values(mysql, ["SELECT name, 'it\\'s' FROM city"], { quoting: "mysql" })).toEqual([1]);
  });

  it("has a large database made before the rows, kept for all, and its faults put down to the task", async () => {
    const filler = Array.from({ length: 6_000 }, (_, i) => `INSERT INTO t VALUES (${i}, 'some words to fill a row');`);
    const large = `CREATE TABLE t (x INT, y TEXT);\n${filler.join("\n")}`;
    const wants: unknown[] = [];
    const late = { missing: failed("candidate", "The task `runSqlite` did not finish in 60000 ms.") };
    const contextOf = (made: boolean) => ({
      ...AWAITING,
      call: async (task: Task, inputs: readonly Json[], options?: { readonly deadlineMs?: number }) => {
        const [{ want }] = inputs as unknown as [{ want: string }];
        wants.push([want, inputs.length, options?.deadlineMs]);
        return want === "database" && !made ? [late] : AWAITING.call(task, inputs);
      },
    });
    const columns = { query: ["SELECT 6000"], expected: ["SELECT count(*) FROM t"], setup: [large] };
    expect(await scoreRows(sqlResult(), columns, contextOf(true))).toEqual([[1, "better-sqlite3: the same result"]]);
    expect(wants).toEqual([
      ["database", 1, 60_000],
      ["rows", 2, 2000],
    ]);
    expect(await scoreRows(sqlResult(), columns, contextOf(false))).toEqual([
      ["task", "Expected a database that can be made, got none: The task `runSqlite` did not finish in 60000 ms."],
    ]);
  });

  it("takes a name in double quotes that names nothing for a text, as SQLite does", async () => {
    expect(
      await values("SELECT name FROM city WHERE state = 'N'", ['SELECT "name" FROM city WHERE state = "N"']),
    ).toEqual([1]);
  });

  it("never shows the candidate's process the gold query or its result", async () => {
    const seen: string[] = [];
    const context = {
      ...AWAITING,
      call: (...[task, inputs, options]: Parameters<typeof AWAITING.call>) => {
        seen.push(...inputs.map((input) => JSON.stringify(input)));
        return AWAITING.call(task, inputs, options);
      },
    };
    const columns = { query: ["SELECT 2 + 2"], expected: ["SELECT 4 AS gold"], schema: [SCHEMA] };
    await scoreRows(sqlResult(), columns, context);
    expect(seen.map((input) => [input.includes("2 + 2"), input.includes("gold")])).toEqual([
      [false, true],
      [true, false],
    ]);
  });

  it("is the engine's failure when no engine is there, naming what to install", async () => {
    expect(sqliteReply(undefined, REQUEST)).toMatchInlineSnapshot(`
      {
        "blame": "engine",
        "kind": "fault",
        "reason": "Expected better-sqlite3 or sql.js to be installed, got neither. Run \`npm install better-sqlite3@12.11.1\`.",
      }
    `);
    const lost = { missing: failed("engine", "The process pool is closed.") };
    const context = { ...AWAITING, call: async (_: unknown, inputs: readonly unknown[]) => inputs.map(() => lost) };
    const columns = { query: ["SELECT 1"], expected: ["SELECT 1"] };
    expect(await scoreRows(sqlResult(), columns, context)).toEqual([["engine", "The process pool is closed."]]);
  });

  it("blames the candidate for its lost process, the task for the gold's", async () => {
    const late = { missing: failed("candidate", "The task `runSqlite` did not finish in 9 ms.") };
    const context = {
      ...AWAITING,
      call: async (task: Task, inputs: readonly Json[]) => {
        const results = await AWAITING.call(task, inputs);
        return results.map((result, i) => (JSON.stringify(inputs[i]).includes("SELECT 8") ? late : result));
      },
    };
    const columns = { query: ["SELECT 8", "SELECT 1"], expected: ["SELECT 1", "SELECT 8"] };
    expect(await scoreRows(sqlResult({ errors: { timeout: 0.25 } }), columns, context)).toEqual([
      [0.25, "timeout: The task `runSqlite` did not finish in 9 ms"],
      ["task", "Expected the gold SQL to run, got timeout: The task `runSqlite` did not finish in 9 ms."],
    ]);
  });

  it("works with sql.js where better-sqlite3 is not built, and says so", async () => {
    const library = await loadSqlite("sql.js");
    expect(sqliteReply(library, REQUEST)).toEqual({
      kind: "rows",
      engine: "sql.js",
      columns: ["x", "y"],
      rows: [[1, "a"]],
    });
    expect(sqliteReply(library, { ...REQUEST, statements: ["SELECT z FROM t"] })).toMatchObject({
      error: "no-such-column",
    });
    const change = { ...REQUEST, want: "state", statements: ["UPDATE t SET x = 2"] } as const;
    expect(sqliteReply(library, change)).toMatchObject({ kind: "state", tables: { t: { rows: [[2, "a"]] } } });
    expect(sqliteReply(library, REQUEST)).toMatchObject({ rows: [[1, "a"]] });
  });

  for (const [options, queries] of [
    [{}, ["SELECT name FROM city", "SELECT 1", "SELEC", "", "DELETE FROM city"]],
    [{ columns: "any-order", order: "always", ran: 0.2, errors: { syntax: 0.1 } }, ["SELECT name FROM city", "SELEC"]],
  ] as const) {
    const columns = {
      query: queries,
      expected: queries.map(() => "SELECT name FROM city"),
      schema: queries.map(() => SCHEMA),
    };
    for (const law of lawsOf(sqlResult, { options, columns, context: AWAITING })) it(law.name, law.check);
  }
});

const REQUEST = {
  template: { kind: "text", sql: "CREATE TABLE t (x INT, y TEXT); INSERT INTO t VALUES (1, 'a')" },
  statements: ["SELECT * FROM t"],
  want: "rows",
  limitRows: 10,
  limitBytes: 1000,
} as const;
