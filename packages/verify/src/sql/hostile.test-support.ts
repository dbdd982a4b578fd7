import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Row, scoreRows } from "../text/score-rows.test-support.ts";
import { sqlResult } from "./index.ts";
import { pooledContext } from "./pooled-context.test-support.ts";
import type { SqlDialect } from "./sql-dialect.ts";

/** A name and SQL that is scored against `SELECT 4711`, or for a change against `DELETE FROM city`. */
export type Attack = readonly [name: string, sql: string, against?: "change"];

export interface Siege {
  /** What became of each attack: its value and the first words of why. */
  readonly outcomes: { readonly [name: string]: string };
  /** Files that appeared, connections that were made, and attacks whose evidence holds the host's secret. */
  readonly escapes: readonly string[];
  /** What the same database gives after all of it. */
  readonly after: readonly Row[];
}

const SCHEMA = `CREATE TABLE city (name VARCHAR(100), people INT);
INSERT INTO city VALUES ('Ash', 10), ('Birch', 20), ('Cedar', 30);`;
const GOLD = { query: "SELECT 4711", change: "DELETE FROM city" } as const;

/** Runs attacks against one child process; `$DIR` is a folder with the file `secret`, `$PORT` a port that listens. */
export async function besiege(dialect: SqlDialect, attacks: readonly Attack[], deadlineMs: number): Promise<Siege> {
  const folder = mkdtempSync(join(tmpdir(), "guerdon-siege-"));
  writeFileSync(join(folder, "secret"), "4711-of-the-host\n");
  const escapes: string[] = [];
  const server = createServer((socket) => {
    escapes.push("a connection");
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const { context, close } = pooledContext();
  const written = attacks.map(([, sql]) => sql.replaceAll("$DIR", folder).replaceAll("$PORT", String(port)));
  const score = (query: readonly string[], expected: readonly string[]): Promise<readonly Row[]> =>
    scoreRows(
      sqlResult({ dialect, deadlineMs, limitRows: 1000 }),
      { query, expected, schema: query.map(() => SCHEMA) },
      context,
    );
  const rows = await score(
    written,
    attacks.map(([, , against]) => GOLD[against ?? "query"]),
  );
  const outcomes: { [name: string]: string } = {};
  attacks.forEach(([name], i) => {
    const [value, reason = ""] = rows[i] as Row;
    if (reason.includes("of-the-host")) escapes.push(name);
    // How it is stopped depends on how fast the machine is.
    outcomes[name] = `${value} ${String(reason).split(":")[0]}`.replace(/timeout|memory|limit/, "stopped");
  });
  const after = await score(
    ["SELECT 4711", "SELECT sum(people) FROM city", "DELETE FROM city WHERE people > 0"],
    ["SELECT 4711", "SELECT 60", "DELETE FROM city"],
  );
  await close();
  server.close();
  for (const file of readdirSync(folder)) if (file !== "secret") escapes.push(`the file ${file}`);
  if (readFileSync(join(folder, "secret"), "utf8") !== "4711-of-the-host\n") escapes.push("the secret was changed");
  rmSync(folder, { recursive: true });
  return { outcomes, escapes, after };
}

/** Attacks that are the same in all dialects. */
export const COMMON: readonly Attack[] = [
  ["a second statement", "SELECT 4711; DROP TABLE city"],
  ["a second statement after a comment", "SELECT 4711 /* ; */ -- ;\n; DROP TABLE city"],
  ["a statement behind a comment", "-- SELECT 4711\nDROP TABLE city"],
  ["a statement behind a carriage return", "-- SELECT 4711\rDROP TABLE city\n"],
  ["a shell command of a client", ".read $DIR/secret"],
  ["a shell of a client", "\\! touch $DIR/made"],
  ["NUL", "SELECT 4711\0; DROP TABLE city"],
  ["a lone surrogate", "SELECT '\ud800'"],
  ["a text that never ends", "SELECT 'a"],
  ["a comment that never ends", "SELECT 1 /* "],
  ["nothing", ""],
  ["comments alone", "-- nothing\n/* at all */"],
  ["too long", `SELECT 1${" ".repeat(200_000)}`],
  ["deep parentheses", `SELECT ${"(".repeat(40_000)}1${")".repeat(40_000)}`],
  ["a long sum", `SELECT ${"1+".repeat(5_000)}1`],
  ["endless rows", "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c"],
  ["BEGIN", "BEGIN"],
  ["COMMIT", "COMMIT"],
  ["ROLLBACK", "ROLLBACK"],
  ["ATTACH", "ATTACH '$DIR/made.db' AS made"],
  ["COPY out", "COPY city TO '$DIR/made.csv'"],
  ["COPY in", "COPY city FROM '$DIR/secret'", "change"],
  ["a trigger", "CREATE TRIGGER t AFTER DELETE ON city BEGIN SELECT 1; END", "change"],
  ["a table kept", "CREATE TABLE kept (x INT)", "change"],
  ["all tables dropped", "DROP TABLE city", "change"],
  ["rows kept", "INSERT INTO city VALUES ('Zoo', 1)", "change"],
  ["the gold changed", "UPDATE city SET people = 4711", "change"],
  ["a transaction closed", "DELETE FROM city; COMMIT", "change"],
];

/** Attacks on time that end with the process. */
export const ENDLESS: readonly Attack[] = [
  [
    "endless inserts",
    "INSERT INTO city WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT 'x', 1 FROM c",
    "change",
  ],
  ["an endless count", "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x FROM c) SELECT count(*) FROM c"],
];
