import type { AnyFactory } from "@guerdon/core/piece";
import { agentPaths } from "./agent-paths.ts";
import { knapsackItems } from "./knapsack-items.ts";
import { routing } from "./routing.ts";
import { tour } from "./tour.ts";

export type { AgentPathsOptions } from "./agent-paths.ts";
export { type AgentPathsVerdict, type AgentTasks, type Cell, checkAgentPaths } from "./check-agent-paths.ts";
export { checkRoutes, type RoutesVerdict } from "./check-routes.ts";
export { knapsackBest } from "./knapsack-best.ts";
export { type KnapsackItems, knapsackValue } from "./knapsack-value.ts";
export { parseInstance, type Rounding, type RoutingInstance, type TimeWindows } from "./parse-instance.ts";
export type { QualityOptions } from "./quality-options.ts";
export { readRoutes, routesOf } from "./read-routes.ts";
export { gapTo, type RoutingOptions } from "./routing.ts";
export { type Places, tourLength } from "./tour-length.ts";
export { agentPaths, knapsackItems, routing, tour };

/** Sources that check solutions of optimisation problems. */
export const optimisationSources: readonly AnyFactory[] = [routing, tour, knapsackItems, agentPaths];
