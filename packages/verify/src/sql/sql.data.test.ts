import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { type Row, scoreRows } from "../text/score-rows.test-support.ts";
import { sqlResult } from "./index.ts";
import { perturbations } from "./perturb-sql.test-support.ts";

const DATA = new URL("../../../../../shared/data/sql/", import.meta.url);
const why = existsSync(DATA) ? undefined : "the data is not beside the repository";

interface Question {
  readonly sql: string;
  readonly result: readonly (readonly (string | number | null)[])[] | null;
  readonly n_rows: number | null;
  readonly error: string | null;
}

function load<T>(name: string): T[] {
  if (why !== undefined) return [];
  return gunzipSync(readFileSync(new URL(name, DATA)))
    .toString()
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as T);
}

const text = (name: string): string => gunzipSync(readFileSync(new URL(name, DATA))).toString();

describe.skipIf(why !== undefined)(`GeoQuery, 656 questions${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
  const questions = load<Question>("geography_questions.jsonl.gz");
  const runs = questions.filter(({ error }) => error === null);
  const schema = why === undefined ? text("geography.sql.gz") : "";
  const score = (query: readonly string[], expected: readonly (Question["result"] | string)[], options = {}) =>
    scoreRows(sqlResult(options), { query, expected: expected as never, schema: query.map(() => schema) }, AWAITING);
  const count = (rows: readonly Row[], value: number | string) => rows.filter(([got]) => got === value).length;

  it("scores all 651 gold queries that SQLite takes 1, from SQL text and from the database file", async () => {
    const golds = runs.map(({ sql }) => sql);
    expect(count(await score(golds, golds), 1)).toBe(651);
    const database = fileURLToPath(new URL("geography.sqlite", DATA));
    const columns = { query: golds, expected: golds, database: golds.map(() => database) };
    expect(count(await scoreRows(sqlResult(), columns, AWAITING), 1)).toBe(651);
  });

  it("puts the 5 that it does not take down to the task, with the error in the data", async () => {
    const broken = questions.filter(({ error }) => error !== null);
    const golds = broken.map(({ sql }) => sql);
    const rows = await score(golds, golds);
    // A table's alias is misspelt in four; SQLite has no ALL.
    expect([...new Set(rows.map((row) => row.join(": ")))]).toMatchInlineSnapshot(`
      [
        "task: Expected the gold SQL to run, got no-such-column: no such column: DERIVED_TABLEalias1.STATE_NAME.",
        "task: Expected the gold SQL to run, got syntax: near "ALL": syntax error.",
      ]
    `);
    expect(rows.every(([, reason], i) => String(reason).includes(broken[i]?.error as string))).toBe(true);
    expect(rows.length).toBe(5);
  });

  it("agrees with every recorded result of at most 60 rows", async () => {
    const whole = runs.filter(({ n_rows: rows, result }) => rows === result?.length);
    const rows = await score(
      whole.map(({ sql }) => sql),
      whole.map(({ result }) => result),
    );
    expect([count(rows, 1), whole.length, runs.length - whole.length]).toMatchInlineSnapshot(`
      [
        645,
        645,
        6,
      ]
    `);
  });

  it("scores a perturbed query 1 when another comparison finds its result the same, else 0", async () => {
    const golds = [...new Set(runs.map(({ sql }) => sql))];
    const columns = ["state_name", "population", "country_name"];
    const pairs = golds.flatMap((gold) => perturbations(gold, columns).map(({ what, sql }) => ({ gold, what, sql })));
    const plain = plainResults(schema);
    const rows = await score(
      pairs.map(({ sql }) => sql),
      pairs.map(({ gold }) => gold),
    );
    const counts: { [what: string]: { different: number; failed: number; equivalent: number } } = {};
    const off: unknown[] = [];
    pairs.forEach(({ gold, what, sql }, i) => {
      const [wanted, got] = [plain(gold), plain(sql)];
      const of = (counts[what] ??= { different: 0, failed: 0, equivalent: 0 });
      const kind = got === undefined ? "failed" : got === wanted ? "equivalent" : "different";
      of[kind]++;
      if (rows[i]?.[0] !== (kind === "equivalent" ? 1 : 0)) off.push([gold, sql, kind, rows[i]]);
    });
    expect(off).toEqual([]);
    expect(counts).toMatchInlineSnapshot(`
      {
        "aggregate": {
          "different": 205,
          "equivalent": 16,
          "failed": 0,
        },
        "column": {
          "different": 2092,
          "equivalent": 206,
          "failed": 1333,
        },
        "comparison": {
          "different": 534,
          "equivalent": 32,
          "failed": 0,
        },
        "condition": {
          "different": 559,
          "equivalent": 103,
          "failed": 0,
        },
        "constant": {
          "different": 370,
          "equivalent": 65,
          "failed": 0,
        },
        "distinct": {
          "different": 14,
          "equivalent": 7,
          "failed": 0,
        },
        "limit": {
          "different": 134,
          "equivalent": 289,
          "failed": 0,
        },
      }
    `);
    expect([golds.length, pairs.length]).toMatchInlineSnapshot(`
      [
        423,
        5959,
      ]
    `);
  });
});

/** Results as a plain reader of the library sees them: sorted lines, in order where the text ends in an order. */
function plainResults(schema: string): (sql: string) => string | undefined {
  const database = new Database(":memory:");
  database.exec(schema);
  const known = new Map<string, string | undefined>();
  const run = (sql: string): string | undefined => {
    try {
      const lines = database
        .prepare(sql.replace(/"([^"]*)"/g, "'$1'"))
        .raw()
        .all()
        .map((row) => JSON.stringify(row));
      return lines.sort().join("\n");
    } catch {
      return undefined;
    }
  };
  return (sql) => {
    if (!known.has(sql)) known.set(sql, run(sql));
    return known.get(sql);
  };
}
