import type { Engine } from "../catalogue/engine.ts";

const VERIFIERS: readonly string[] = ["sql-result", "sql-plan-cost"];

/** The databases that SQL is run in. */
export const engines: readonly Engine[] = [
  engine("better-sqlite3", "12.11.1", async () => {
    const { loadSqlite } = await import("./sqlite-driver.ts");
    return (await loadSqlite("better-sqlite3")) !== undefined;
  }),
  engine("sql.js", "1.16.0", async () => {
    const { loadSqlite } = await import("./sqlite-driver.ts");
    return (await loadSqlite("sql.js")) !== undefined;
  }),
  engine("duckdb", "1.5.6-r.1", async () => (await import("@duckdb/node-api")) !== undefined, "@duckdb/node-api"),
  engine("pglite", "0.5.16", async () => (await import("@electric-sql/pglite")) !== undefined, "@electric-sql/pglite"),
];

function engine(name: string, version: string, isThere: () => Promise<boolean>, pack: string = name): Engine {
  const install = `npm install ${pack}@${version}`;
  return {
    name,
    install,
    verifiers: VERIFIERS,
    absent: async () => {
      try {
        if (await isThere()) return undefined;
      } catch {
        // Not there, or not built for this machine.
      }
      return `Expected the package \`${pack}\` to be installed, got none that loads. Run \`${install}\`.`;
    },
  };
}
