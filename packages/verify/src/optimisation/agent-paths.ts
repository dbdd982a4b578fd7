import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { jsonText } from "../json/json-text.ts";
import { parseStrict } from "../json/parse-strict.ts";
import { type AgentTasks, type Cell, checkAgentPaths } from "./check-agent-paths.ts";
import { QUALITY_SHAPE, type QualityOptions } from "./quality-options.ts";

export interface AgentPathsOptions extends QualityOptions {
  /** What is to be small: the steps of all agents, or the steps until the last arrives. */
  readonly cost: "sum-of-costs" | "makespan";
}

type AgentPathsInput = { readonly [K in keyof AgentPathsOptions]?: AgentPathsOptions[K] | undefined };

const options: z.ZodType<AgentPathsOptions, AgentPathsInput> = z.strictObject({
  ...QUALITY_SHAPE,
  cost: z.enum(["sum-of-costs", "makespan"]).default("sum-of-costs"),
});

/**
 * Scores paths of many agents on a grid: ones that collide, leave the free cells or miss a goal 0.
 *
 *   quality: best / cost, at most 1
 *
 * `instance` holds `map` (rows of the grid, `.` and `G` free), `starts` and `goals` as [x, y] from 0. The paths are a
 * JSON list with a list of [x, y] for each agent, one a time step. Without `best` the sum, or the largest, of the
 * Manhattan distances stands for it, which no plan can undercut.
 *
 * @kind source
 * @unit paths, map → 0 … 1
 *
 * ```ts doctest
 * import { agentPaths } from "@guerdon/verify/optimisation";
 * agentPaths({ cost: "makespan" }).options.measure // => "quality"
 * ```
 */
export const agentPaths: SourceFactory<typeof options> = defineSource({
  name: "agent-paths",
  version: 1,
  summary: "Feasibility of paths of many agents and how near their cost comes to the best known.",
  options,
  build: ({ measure, cost, limitCharacters }: AgentPathsOptions) => ({
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      instance: { type: "json" },
      best: { type: "json", optional: true },
    },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const tasks = tasksOf(columns.instance?.[i]);
        const text = columns.text?.[i] as string;
        if (tasks === undefined) {
          out.fail(
            i,
            "task",
            "Expected `instance` to hold a `map` of rows and as many `starts` as `goals`, got something else.",
          );
          continue;
        }
        if (text.length > limitCharacters) {
          out.fail(i, "candidate", `Expected at most ${limitCharacters} characters, got ${text.length}.`);
          continue;
        }
        const paths = pathsOf(parseStrict(jsonText(text))?.value);
        const verdict = paths === undefined ? { why: "no list of paths is stated" } : checkAgentPaths(paths, tasks);
        if ("why" in verdict) {
          out.set(i, 0, verdict.why);
          continue;
        }
        const spent = cost === "makespan" ? verdict.makespan : verdict.sumOfCosts;
        const stated = columns.best?.[i];
        const best = typeof stated === "number" ? stated : leastCost(tasks, cost);
        const value = measure === "feasible" || spent === 0 ? 1 : Math.min(1, best / spent);
        out.set(i, value, `makespan ${verdict.makespan}, sum of costs ${verdict.sumOfCosts}`);
      }
    },
  }),
});

/** Steps no plan can undercut. */
function leastCost({ starts, goals }: AgentTasks, cost: AgentPathsOptions["cost"]): number {
  const ways = starts.map(([x, y], agent) => {
    const [goalX, goalY] = goals[agent] as Cell;
    return Math.abs(x - goalX) + Math.abs(y - goalY);
  });
  return cost === "makespan" ? ways.reduce((a, b) => Math.max(a, b), 0) : ways.reduce((a, b) => a + b, 0);
}

function tasksOf(given: Json | undefined): AgentTasks | undefined {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return undefined;
  const { map, starts, goals } = given as { readonly [key: string]: Json };
  const rows = typeof map === "string" ? map.split("\n") : map;
  if (!Array.isArray(rows) || !rows.every((row) => typeof row === "string")) return undefined;
  const [from, to] = [cellsOf(starts), cellsOf(goals)];
  if (from === undefined || to === undefined || from.length !== to.length) return undefined;
  return { map: rows as string[], starts: from, goals: to };
}

function pathsOf(value: Json | undefined): readonly (readonly Cell[])[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const paths = value.map((path) => cellsOf(path));
  return paths.includes(undefined) ? undefined : (paths as (readonly Cell[])[]);
}

function cellsOf(value: Json | undefined): readonly Cell[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const isCell = (cell: Json): boolean =>
    Array.isArray(cell) && cell.length === 2 && cell.every((part) => Number.isSafeInteger(part));
  return value.every(isCell) ? (value as unknown as readonly Cell[]) : undefined;
}
