import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { type Row, scoreRows } from "../text/score-rows.test-support.ts";
import { sqlResult } from "./index.ts";
import { nativeQuoting } from "./native-quoting.ts";
import { perturbations } from "./perturb-sql.test-support.ts";
import { loadSqlite, type SqliteDriver } from "./sqlite-driver.ts";

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

const count = (rows: readonly Row[], value: number | string) => rows.filter(([got]) => got === value).length;
const text = (name: string): string => gunzipSync(readFileSync(new URL(name, DATA))).toString();

describe.skipIf(why !== undefined)(`GeoQuery, 656 questions${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
  const questions = load<Question>("geography_questions.jsonl.gz");
  const runs = questions.filter(({ error }) => error === null);
  const schema = why === undefined ? text("geography.sql.gz") : "";
  const score = (query: readonly string[], expected: readonly (Question["result"] | string)[], options = {}) =>
    scoreRows(sqlResult(options), { query, expected: expected as never, schema: query.map(() => schema) }, AWAITING);

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

  it("scores no perturbed query against the recorded rows unlike against its gold", async () => {
    const first = new Map(runs.map((question) => [question.sql, question]));
    const whole = [...first.values()].filter(
      ({ n_rows: rows, result, sql }) => rows === result?.length && !sql.includes("ORDER BY"),
    );
    const pairs = whole.flatMap(({ sql: gold, result }) =>
      perturbations(gold, ["country_name"]).map(({ sql }) => ({ gold, sql, result })),
    );
    const queries = pairs.map(({ sql }) => sql);
    const recorded = await score(
      queries,
      pairs.map(({ result }) => result),
    );
    const golds = await score(
      queries,
      pairs.map(({ gold }) => gold),
    );
    // The one result of no rows is recorded without its columns.
    const off = pairs.filter(({ result }, i) => recorded[i]?.[0] !== golds[i]?.[0] && result?.length !== 0);
    expect(off).toEqual([]);
    expect([count(recorded, 0), count(recorded, 1)]).toMatchInlineSnapshot(`
      [
        2935,
        578,
      ]
    `);
  });

  it("scores a perturbed query 1 when another library and comparison find its result the same, else 0", async () => {
    const golds = [...new Set(runs.map(({ sql }) => sql))];
    const columns = ["state_name", "population", "country_name"];
    const pairs = golds.flatMap((gold) => perturbations(gold, columns).map(({ what, sql }) => ({ gold, what, sql })));
    const plain = plainResults((await loadSqlite("sql.js")) as SqliteDriver, schema);
    const rows = await score(
      pairs.map(({ sql }) => sql),
      pairs.map(({ gold }) => gold),
    );
    const counts: { [what: string]: { different: number; failed: number; equivalent: number } } = {};
    const off: unknown[] = [];
    pairs.forEach(({ gold, what, sql }, i) => {
      const [wanted, got] = [plain(gold), plain(sql)];
      const of = counts[what] ?? { different: 0, failed: 0, equivalent: 0 };
      counts[what] = of;
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

interface Task {
  readonly id: number;
  readonly type: string;
  readonly label: readonly string[];
  readonly sql: { readonly query: string } | null;
  readonly table: {
    readonly table_name: string;
    readonly table_info: {
      readonly columns: readonly { readonly name: string; readonly type: string }[];
      readonly rows: readonly (readonly (string | number | null)[])[];
    };
  };
}

/** The table of a task as SQL, all columns text, as the benchmark's MySQL has them. */
function tableOf({ table: { table_name: name, table_info: info } }: Task): string {
  const quote = (text: string): string => `\`${text.replaceAll("`", "``")}\``;
  const value = (cell: string | number | null): string =>
    cell === null ? "NULL" : `'${String(cell).replaceAll("'", "''")}'`;
  const columns = info.columns.map((column) => `${quote(column.name)} TEXT`).join(", ");
  const rows = info.rows.map((row) => `(${row.map(value).join(", ")})`).join(",\n");
  return `CREATE TABLE ${quote(name)} (${columns});\n${rows === "" ? "" : `INSERT INTO ${quote(name)} VALUES ${rows};`}`;
}

describe.skipIf(why !== undefined)(`DBBench, 200 tasks${why === undefined ? "" : ` (skipped: ${why})`}`, () => {
  const tasks = load<Task>("dbbench_a.jsonl.gz");
  const isChange = ({ type }: Task): boolean => type === "INSERT" || type === "UPDATE";
  const score = (rows: readonly Task[], query: readonly string[], expected: readonly unknown[], options = {}) =>
    scoreRows(
      sqlResult({ quoting: "mysql", ...options }),
      { query, expected: expected as never, setup: rows.map(tableOf) },
      AWAITING,
    );

  it("scores all 133 INSERT and UPDATE golds 1 by the table they leave", async () => {
    const changes = tasks.filter(isChange);
    const golds = changes.map(({ label }) => label[0] as string);
    expect([changes.length, count(await score(changes, golds, golds), 1)]).toEqual([133, 133]);
    // No gold UPDATE leaves its table as it was, so that doing nothing never passes.
    const updates = changes.filter(({ type }) => type === "UPDATE");
    const idle = updates.map(({ label }) => `${(label[0] as string).replace(/;?\s*$/, "")} AND 1 = 0`);
    const rows = await score(
      updates,
      idle,
      updates.map(({ label }) => label[0]),
    );
    expect([updates.length, count(rows, 0)]).toEqual([66, 66]);
  });

  it("scores a perturbed change 1 when another library finds the table the same, else 0", async () => {
    const changes = tasks.filter(isChange);
    const library = (await loadSqlite("sql.js")) as SqliteDriver;
    const off: unknown[] = [];
    const counts = { different: 0, failed: 0, equivalent: 0 };
    for (const task of changes) {
      const gold = nativeQuoting(task.label[0] as string, "sqlite");
      const changed = perturbations(gold, []).filter(({ what }) => what !== "limit");
      const rows = await score(
        changed.map(() => task),
        changed.map(({ sql }) => sql),
        changed.map(() => gold),
        { quoting: "native" },
      );
      const wanted = tableAfter(library, task, gold);
      changed.forEach(({ sql }, i) => {
        const got = tableAfter(library, task, sql);
        const kind = got === undefined ? "failed" : got === wanted ? "equivalent" : "different";
        counts[kind]++;
        if (rows[i]?.[0] !== (kind === "equivalent" ? 1 : 0)) off.push([sql, kind, rows[i]]);
      });
    }
    expect(off).toEqual([]);
    expect(counts).toMatchInlineSnapshot(`
      {
        "different": 675,
        "equivalent": 3,
        "failed": 126,
      }
    `);
  });

  it("runs 40 of the 67 SELECTs and names what keeps the others", async () => {
    const queries = tasks.filter((task) => !isChange(task));
    const golds = queries.map(({ sql }) => sql?.query as string);
    const rows = await score(queries, golds, golds);
    expect([queries.length, count(rows, 1), count(rows, "task")]).toEqual([67, 40, 27]);
    const kinds: { [kind: string]: number } = {};
    for (const [value, reason] of rows) {
      const kind = /got ([\w-]+):/.exec(String(reason))?.[1] ?? "";
      if (value === "task") kinds[kind] = (kinds[kind] ?? 0) + 1;
    }
    // Their text lost blanks ("AttendanceFROM Hockey GamesWHERE") or quotes, or names what the table does not have.
    expect(kinds).toMatchInlineSnapshot(`
      {
        "no-such-column": 3,
        "no-such-table": 4,
        "syntax": 20,
      }
    `);
  });

  it("finds the label where it is the result of the SELECT", async () => {
    const queries = tasks.filter((task) => !isChange(task));
    const golds = queries.map(({ sql }) => sql?.query as string);
    const labels = queries.map(({ label }) => label);
    const rows = await score(queries, golds, labels, { text: "numeric" });
    // The labels of the others answer the question otherwise than the SELECT: "none" for no row, one of several rows, a
    // count of a table that has grown since, a sum or count that was not taken.
    expect(queries.filter((_, i) => rows[i]?.[0] === 1).map(({ id }) => id)).toMatchInlineSnapshot(`
      [
        0,
        4,
        12,
        16,
        18,
        27,
        30,
        34,
        48,
        60,
        73,
        76,
        78,
        81,
        82,
        97,
      ]
    `);
  });
});

/** The rows of the task's table after a change, sorted; undefined when it does not run. */
function tableAfter(library: SqliteDriver, task: Task, sql: string): string | undefined {
  const database = library.open();
  try {
    database.exec(tableOf(task));
    database.exec(sql);
    const name = task.table.table_name.replaceAll("`", "``");
    const rows = database.prepare(`SELECT * FROM \`${name}\``).rows();
    return Array.from(rows, (row) => JSON.stringify(row.map(String)))
      .sort()
      .join("\n");
  } catch {
    return undefined;
  } finally {
    database.close();
  }
}

/** Results as another library sees them, by sorted lines; undefined for what does not run. */
function plainResults(library: SqliteDriver, schema: string): (sql: string) => string | undefined {
  const database = library.open();
  database.exec(schema);
  const known = new Map<string, string | undefined>();
  const run = (sql: string): string | undefined => {
    try {
      return Array.from(database.prepare(sql).rows(), (row) => row.map(String).join("|"))
        .sort()
        .join("\n");
    } catch {
      return undefined;
    }
  };
  return (sql) => {
    if (!known.has(sql)) known.set(sql, run(sql));
    return known.get(sql);
  };
}
