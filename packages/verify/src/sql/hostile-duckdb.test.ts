import { expect, it } from "vitest";
import { engines } from "./engines.ts";
import { type Attack, besiege, COMMON, ENDLESS } from "./hostile.test-support.ts";

const ATTACKS: readonly Attack[] = [
  ["read_csv", "SELECT * FROM read_csv('$DIR/secret')"],
  ["read_text", "SELECT content FROM read_text('$DIR/secret')"],
  ["a file as a table", "SELECT * FROM '$DIR/secret.csv'"],
  ["a list of files", "SELECT * FROM glob('$DIR/*')"],
  ["a file of the network", "SELECT * FROM read_csv('http://127.0.0.1:$PORT/x.csv')"],
  ["an extension of the network", "INSTALL httpfs FROM 'http://127.0.0.1:$PORT'"],
  ["LOAD", "LOAD '$DIR/secret'"],
  ["EXPORT", "EXPORT DATABASE '$DIR/made'"],
  ["a query that copies", "COPY (SELECT 4711) TO '$DIR/made.csv'"],
  ["a table from a file", "CREATE TABLE t AS FROM read_text('$DIR/secret')", "change"],
  ["a setting", "SET enable_external_access = true"],
  ["a setting as a change", "DELETE FROM city; SET memory_limit = '10GB'", "change"],
  ["a pragma", "PRAGMA enable_profiling"],
  ["a secret", "CREATE SECRET s (TYPE s3)", "change"],
  ["the environment", "SELECT getenv('HOME')"],
  ["the statements of others", "SELECT statement FROM duckdb_prepared_statements()"],
  ["SQL in a text", "FROM query('SELECT content FROM read_text(''$DIR/secret'')')"],
  ["a list of millions", "SELECT list(range) FROM range(50000000)"],
  ["a join of billions", "SELECT count(*) FROM range(1000000) a, range(1000000) b WHERE hash(a.range + b.range) = 7"],
];

const why = await engines[2]?.absent();

it.skipIf(why !== undefined)(
  `DuckDB: ${ATTACKS.length + COMMON.length + 1} attacks, none gets out${why === undefined ? "" : ` (skipped: ${why})`}`,
  async () => {
    const { outcomes, escapes, after } = await besiege("duckdb", [...COMMON, ...ATTACKS, ...ENDLESS.slice(-1)], 500);
    expect(escapes).toEqual([]);
    expect(after.map(([value]) => value)).toEqual([1, 1, 1]);
    expect(outcomes).toMatchInlineSnapshot(`
      {
        "ATTACH": "0 refused",
        "BEGIN": "0 refused",
        "COMMIT": "0 refused",
        "COPY in": "0 refused",
        "COPY out": "0 refused",
        "EXPORT": "0 refused",
        "LOAD": "0 refused",
        "NUL": "0 refused",
        "ROLLBACK": "0 refused",
        "SQL in a text": "0 refused",
        "a comment that never ends": "0 duckdb",
        "a file as a table": "0 refused",
        "a file of the network": "0 refused",
        "a join of billions": "0 stopped",
        "a list of files": "0 refused",
        "a list of millions": "0 stopped",
        "a lone surrogate": "0 duckdb",
        "a long sum": "0 syntax",
        "a pragma": "0 refused",
        "a query that copies": "0 refused",
        "a second statement": "0 refused",
        "a second statement after a comment": "0 refused",
        "a secret": "0 refused",
        "a setting": "0 refused",
        "a setting as a change": "0 refused",
        "a shell command of a client": "0 syntax",
        "a shell of a client": "0 syntax",
        "a statement behind a carriage return": "0 refused",
        "a statement behind a comment": "0 refused",
        "a table from a file": "0 refused",
        "a table kept": "0 duckdb",
        "a text that never ends": "0 syntax",
        "a transaction closed": "0 refused",
        "a trigger": "0 refused",
        "all tables dropped": "0 duckdb",
        "an endless count": "0 stopped",
        "an extension of the network": "0 refused",
        "comments alone": "0 syntax",
        "deep parentheses": "0 syntax",
        "endless rows": "0 stopped",
        "nothing": "0 syntax",
        "read_csv": "0 refused",
        "read_text": "0 refused",
        "rows kept": "0 duckdb",
        "the environment": "0 runtime",
        "the gold changed": "0 duckdb",
        "the statements of others": "0 duckdb",
        "too long": "0 stopped",
      }
    `);
  },
  60_000,
);
