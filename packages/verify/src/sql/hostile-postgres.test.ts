import { expect, it } from "vitest";
import { engines } from "./engines.ts";
import { type Attack, besiege, COMMON, ENDLESS } from "./hostile.test-support.ts";

const ATTACKS: readonly Attack[] = [
  ["pg_read_file", "SELECT pg_read_file('$DIR/secret')"],
  ["pg_ls_dir", "SELECT * FROM pg_ls_dir('/')"],
  ["lo_import", "SELECT lo_import('$DIR/secret')"],
  ["lo_export", "SELECT lo_export(1, '$DIR/made')"],
  ["COPY to a program", "COPY city TO PROGRAM 'touch $DIR/made'"],
  ["another role", "SET ROLE postgres"],
  ["another role by a function", "SELECT set_config('role', 'postgres', false)"],
  ["another role by a view", "UPDATE pg_settings SET setting = 'postgres' WHERE name = 'role'", "change"],
  ["another role in XML", "SELECT query_to_xml('SET ROLE postgres', true, true, '')"],
  ["a block of code", "DO $$ BEGIN COMMIT; END $$"],
  ["a function", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 4711'", "change"],
  ["a cursor that stays", "DECLARE kept CURSOR WITH HOLD FOR SELECT 4711"],
  ["a lock that stays", "SELECT 4711 FROM pg_advisory_lock(1)"],
  ["a notification", "SELECT pg_notify('x', 'y')"],
  ["the server ended", "SELECT pg_terminate_backend(pg_backend_pid())"],
  ["passwords", "SELECT * FROM pg_authid"],
  [
    "the statements of others",
    "SELECT query FROM pg_stat_activity WHERE query LIKE '%4711%' AND query NOT LIKE '%LIKE%'",
  ],
  ["a change in a WITH", "WITH x AS (DELETE FROM city RETURNING 1) SELECT 4711"],
  ["a table by SELECT INTO", "SELECT 4711 AS x INTO kept"],
  ["a catalogue", "DELETE FROM pg_class", "change"],
];

const why = await engines[3]?.absent();

it.skipIf(why !== undefined)(
  `PGlite: ${ATTACKS.length + COMMON.length + 1} attacks, none gets out${why === undefined ? "" : ` (skipped: ${why})`}`,
  async () => {
    const { outcomes, escapes, after } = await besiege("postgres", [...COMMON, ...ATTACKS, ...ENDLESS.slice(-1)], 1000);
    expect(escapes).toEqual([]);
    expect(after.map(([value]) => value)).toEqual([1, 1, 1]);
    expect(outcomes).toMatchInlineSnapshot(`
      {
        "ATTACH": "0 refused",
        "BEGIN": "0 refused",
        "COMMIT": "0 refused",
        "COPY in": "0 refused",
        "COPY out": "0 refused",
        "COPY to a program": "0 refused",
        "NUL": "0 refused",
        "ROLLBACK": "0 refused",
        "a block of code": "0 refused",
        "a catalogue": "0 refused",
        "a change in a WITH": "0 refused",
        "a comment that never ends": "0 pglite",
        "a cursor that stays": "0 refused",
        "a function": "0 refused",
        "a lock that stays": "1 pglite",
        "a lone surrogate": "0 pglite",
        "a long sum": "0 runtime",
        "a notification": "0 pglite",
        "a second statement": "0 refused",
        "a second statement after a comment": "0 refused",
        "a shell command of a client": "0 syntax",
        "a shell of a client": "0 syntax",
        "a statement behind a carriage return": "0 refused",
        "a statement behind a comment": "0 refused",
        "a table by SELECT INTO": "0 refused",
        "a table kept": "0 pglite",
        "a text that never ends": "0 syntax",
        "a transaction closed": "0 refused",
        "a trigger": "0 refused",
        "all tables dropped": "0 pglite",
        "an endless count": "0 stopped",
        "another role": "0 refused",
        "another role by a function": "0 refused",
        "another role by a view": "0 refused",
        "another role in XML": "0 refused",
        "comments alone": "0 syntax",
        "deep parentheses": "0 syntax",
        "endless rows": "0 stopped",
        "lo_export": "0 refused",
        "lo_import": "0 refused",
        "nothing": "0 syntax",
        "passwords": "0 refused",
        "pg_ls_dir": "0 refused",
        "pg_read_file": "0 refused",
        "rows kept": "0 pglite",
        "the gold changed": "0 pglite",
        "the server ended": "0 refused",
        "the statements of others": "0 pglite",
        "too long": "0 stopped",
      }
    `);
  },
  180_000,
);
