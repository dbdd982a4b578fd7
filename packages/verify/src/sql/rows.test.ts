import { describe, expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { engines } from "./engines.ts";
import { sqlSources } from "./index.ts";
import { rows } from "./rows.ts";

describe("rows", () => {
  it.each(sqlSources.map((source) => [source.pieceName, source] as const))(
    "%s: gold and near misses",
    async (name, source) => {
      const { gold = [], nearMisses = [] } = rows[name] ?? {};
      for (const { title, fields, options, value } of [...gold, ...nearMisses]) {
        const columns = Object.fromEntries(Object.entries(fields).map(([field, given]) => [field, [given]]));
        const [row] = await scoreRows(source(options), columns, AWAITING);
        expect([title, row?.[0]]).toEqual([title, expect.closeTo(value as number, 9)]);
      }
      expect(gold.length).toBeGreaterThan(1);
      expect(nearMisses.length).toBeGreaterThan(2);
    },
  );
});

describe("engines", () => {
  it("are named with what installs them, for both sources", async () => {
    expect(engines.map(({ name, install }) => `${name}: ${install}`)).toEqual([
      "better-sqlite3: npm install better-sqlite3@12.11.1",
      "sql.js: npm install sql.js@1.16.0",
      "duckdb: npm install @duckdb/node-api@1.5.6-r.1",
      "pglite: npm install @electric-sql/pglite@0.5.16",
    ]);
    for (const { verifiers } of engines) expect(verifiers).toEqual(sqlSources.map(({ pieceName }) => pieceName));
    expect(await engines[1]?.absent()).toBeUndefined();
  });
});
