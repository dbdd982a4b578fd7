import { describe, expect, it } from "vitest";
import { orderKeys } from "./order-keys.ts";
import { readStatements, type SqlStatement } from "./read-statements.ts";
import { sqlTokens } from "./sql-tokens.ts";

const order = (sql: string) => orderKeys(sql, readStatements(sqlTokens(sql, "postgres"))[0] as SqlStatement);
const keyed = (sql: string): string | undefined => {
  const found = order(sql);
  return found.kind === "keys" ? found.keyed?.replace(/\s+/g, " ") : found.kind;
};

describe("orderKeys", () => {
  it.each([
    "SELECT a FROM t",
    "SELECT a FROM (SELECT a FROM t ORDER BY a) u",
    "SELECT array_agg(a ORDER BY a) FROM t",
    "SELECT rank() OVER (PARTITION BY b ORDER BY a) FROM t",
    "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY a) FROM t",
    "SELECT $$ ORDER BY a $$ FROM t",
  ])("finds none in %s", (sql) => {
    expect(order(sql)).toEqual({ kind: "none" });
  });

  it.each<[string, readonly number[]]>([
    ["SELECT a, b FROM t ORDER BY 2, 1 DESC", [1, 0]],
    ["SELECT a, b AS c FROM t ORDER BY c NULLS LAST", [1]],
    ["SELECT a, b FROM t ORDER BY b ASC LIMIT 3 OFFSET 1", [1]],
    ["SELECT b AS a, a AS b FROM t ORDER BY a", [0]],
    ["SELECT a, sum(b) FROM t GROUP BY a ORDER BY sum(b) DESC", [1]],
    ["SELECT *, a + 1 AS n, 5 FROM t ORDER BY n", [-2]],
    ["SELECT DISTINCT lower(a), b FROM t ORDER BY lower( a )", [0]],
    ["SELECT a FROM t UNION SELECT b FROM u ORDER BY a", [0]],
    ["WITH u AS (SELECT a FROM t ORDER BY b) SELECT a FROM u ORDER BY a", [0]],
  ])("%s: columns %j", (sql, columns) => {
    expect(order(sql)).toEqual({ kind: "keys", keys: columns.map((column) => ({ column })) });
  });

  it.each([
    ["SELECT a FROM t ORDER BY b, a", "SELECT a , (b) AS order_key_0 FROM t ORDER BY b, a"],
    ["SELECT a -- x\nFROM t ORDER BY t.a", "SELECT a -- x , (t.a) AS order_key_0 FROM t ORDER BY t.a"],
    [
      "SELECT a FROM t GROUP BY a ORDER BY count(*) DESC, max(b) LIMIT 1",
      "SELECT a , (count(*)) AS order_key_0, (max(b)) AS order_key_1 FROM t GROUP BY a ORDER BY count(*) DESC, max(b) LIMIT 1",
    ],
    [
      "SELECT a FROM t ORDER BY (SELECT max(b) FROM u)",
      "SELECT a , ((SELECT max(b) FROM u)) AS order_key_0 FROM t ORDER BY (SELECT max(b) FROM u)",
    ],
  ])("asks for the hidden keys of %s", (sql, expected) => {
    expect(keyed(sql)).toBe(expected);
  });

  it.each([
    "SELECT DISTINCT a FROM t ORDER BY b",
    "SELECT a FROM t UNION SELECT b FROM u ORDER BY a + 1",
    "SELECT a FROM t ORDER BY a COLLATE nocase",
    "SELECT a FROM t ORDER BY ALL",
    "FROM t ORDER BY a",
    "VALUES (1), (2) ORDER BY 1",
  ])("has one order for %s", (sql) => {
    expect(order(sql)).toEqual({ kind: "strict" });
  });
});
