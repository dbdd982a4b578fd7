import type { AnyFactory } from "@guerdon/core/piece";
import { sqlResult } from "./sql-result.ts";

export type { SqlDialect } from "./sql-dialect.ts";
export { type SqlResultOptions, sqlResult } from "./sql-result.ts";

/** Sources that run SQL. */
export const sqlSources: readonly AnyFactory[] = [sqlResult];
