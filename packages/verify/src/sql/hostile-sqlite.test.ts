import { expect, it } from "vitest";
import { engines } from "./engines.ts";
import { type Attack, besiege, COMMON, ENDLESS } from "./hostile.test-support.ts";

const ATTACKS: readonly Attack[] = [
  ["ATTACH behind a comment", "/* SELECT */ATTACH '$DIR/made.db' AS made"],
  ["ATTACH behind a semicolon", ";ATTACH '$DIR/made.db' AS made"],
  ["ATTACH behind a byte order mark", "\ufeffATTACH '$DIR/made.db' AS made"],
  ["ATTACH behind a no-break space", "\u00a0ATTACH '$DIR/made.db' AS made"],
  ["ATTACH as a change", "ATTACH '$DIR/made.db' AS made", "change"],
  ["ATTACH among changes", "DELETE FROM city; ATTACH '$DIR/made.db' AS made", "change"],
  ["VACUUM INTO", "VACUUM INTO '$DIR/made.db'", "change"],
  ["load_extension", "SELECT load_extension('$DIR/secret')"],
  ["readfile", "SELECT readfile('$DIR/secret')"],
  ["writefile", "SELECT writefile('$DIR/made', 'x')"],
  ["edit", "SELECT edit('x', 'touch $DIR/made')"],
  ["a virtual table of a file", "CREATE VIRTUAL TABLE v USING csv(filename='$DIR/secret')", "change"],
  ["fts3_tokenizer", "SELECT fts3_tokenizer('simple', x'4141414141414141')"],
  ["writable_schema", "PRAGMA writable_schema = 1"],
  ["writable_schema as a change", "PRAGMA writable_schema = 1; DELETE FROM sqlite_schema", "change"],
  ["the schema itself", "DELETE FROM sqlite_schema", "change"],
  ["the statements of others", "SELECT * FROM sqlite_stmt"],
  ["a change that returns rows", "INSERT INTO city VALUES ('x', 1) RETURNING 4711"],
  ["a change in a WITH", "WITH x AS (SELECT 1) DELETE FROM city RETURNING 4711"],
  ["a row of a gigabyte", "SELECT printf('%.*c', 900000000, 'x')"],
  ["a blob of a gigabyte", "SELECT length(hex(randomblob(400000000)))"],
  ["a join of billions", `SELECT count(*) FROM ${Array.from({ length: 40 }, (_, i) => `city c${i}`).join(", ")}`],
];

const why = await engines[0]?.absent();

it.skipIf(why !== undefined)(
  `SQLite: ${ATTACKS.length + COMMON.length + ENDLESS.length} attacks, none gets out${why === undefined ? "" : ` (skipped: ${why})`}`,
  async () => {
    const { outcomes, escapes, after } = await besiege("sqlite", [...COMMON, ...ATTACKS, ...ENDLESS], 500);
    expect(escapes).toEqual([]);
    expect(after.map(([value]) => value)).toEqual([1, 1, 1]);
    expect(outcomes).toMatchInlineSnapshot(`
      {
        "ATTACH": "0 refused",
        "ATTACH among changes": "0 refused",
        "ATTACH as a change": "0 refused",
        "ATTACH behind a byte order mark": "0 syntax",
        "ATTACH behind a comment": "0 refused",
        "ATTACH behind a no-break space": "0 syntax",
        "ATTACH behind a semicolon": "0 refused",
        "BEGIN": "0 refused",
        "COMMIT": "0 refused",
        "COPY in": "0 refused",
        "COPY out": "0 refused",
        "NUL": "0 refused",
        "ROLLBACK": "0 refused",
        "VACUUM INTO": "0 refused",
        "a blob of a gigabyte": "0 stopped",
        "a change in a WITH": "0 refused",
        "a change that returns rows": "0 refused",
        "a comment that never ends": "0 better-sqlite3",
        "a join of billions": "0 stopped",
        "a lone surrogate": "0 better-sqlite3",
        "a long sum": "0 runtime",
        "a row of a gigabyte": "0 stopped",
        "a second statement": "0 refused",
        "a second statement after a comment": "0 refused",
        "a shell command of a client": "0 syntax",
        "a shell of a client": "0 syntax",
        "a statement behind a carriage return": "0 syntax",
        "a statement behind a comment": "0 refused",
        "a table kept": "0 better-sqlite3",
        "a text that never ends": "0 syntax",
        "a transaction closed": "0 refused",
        "a trigger": "0 refused",
        "a virtual table of a file": "0 refused",
        "all tables dropped": "0 better-sqlite3",
        "an endless count": "0 stopped",
        "comments alone": "0 syntax",
        "deep parentheses": "0 runtime",
        "edit": "0 runtime",
        "endless inserts": "0 stopped",
        "endless rows": "0 stopped",
        "fts3_tokenizer": "0 runtime",
        "load_extension": "0 runtime",
        "nothing": "0 syntax",
        "readfile": "0 runtime",
        "rows kept": "0 better-sqlite3",
        "the gold changed": "0 better-sqlite3",
        "the schema itself": "0 runtime",
        "the statements of others": "0 no-such-table",
        "too long": "0 stopped",
        "writable_schema": "0 refused",
        "writable_schema as a change": "0 refused",
        "writefile": "0 runtime",
      }
    `);
  },
  60_000,
);
