import type { AnyFactory } from "@guerdon/core/piece";
import { sqlPlanCost } from "./sql-plan-cost.ts";
import { sqlResult } from "./sql-result.ts";

export type { SqlDialect } from "./sql-dialect.ts";
export type { SqlRunOptions } from "./sql-options.ts";
export { type SqlPlanCostOptions, sqlPlanCost } from "./sql-plan-cost.ts";
export { type SqlResultOptions, sqlResult } from "./sql-result.ts";

/** Sources that run SQL. */
export const sqlSources: readonly AnyFactory[] = [sqlResult, sqlPlanCost];
