import type { AnyFactory } from "@guerdon/core/piece";
import { routing } from "./routing.ts";

export { type AgentPathsVerdict, type AgentTasks, type Cell, checkAgentPaths } from "./check-agent-paths.ts";
export { checkRoutes, type RoutesVerdict } from "./check-routes.ts";
export { type KnapsackItems, knapsackValue } from "./knapsack-value.ts";
export { parseInstance, type Rounding, type RoutingInstance, type TimeWindows } from "./parse-instance.ts";
export { readRoutes, routesOf } from "./read-routes.ts";
export { gapTo, type RoutingOptions } from "./routing.ts";
export { routing };

/** Sources that check solutions of optimisation problems. */
export const optimisationSources: readonly AnyFactory[] = [routing];
