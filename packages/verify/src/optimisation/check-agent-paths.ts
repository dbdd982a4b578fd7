export type Cell = readonly [x: number, y: number];

/** What paths cost that reach their goals without touching, or what is wrong with them. */
export type AgentPathsVerdict = { readonly makespan: number; readonly sumOfCosts: number } | { readonly why: string };

export interface AgentTasks {
  /** Rows of the map; `.` and `G` are free, anything else is not. */
  readonly map: readonly string[];
  readonly starts: readonly Cell[];
  readonly goals: readonly Cell[];
}

/**
 * Checks paths of many agents on a grid: each from its start to its goal by steps to a neighbour or none, on free cells,
 * no two in one cell, no two exchanging cells. An agent stays at its goal.
 *
 * ```ts doctest
 * import { checkAgentPaths } from "@guerdon/verify/optimisation";
 * checkAgentPaths([[[0, 0], [1, 0]]], { map: [".."], starts: [[0, 0]], goals: [[1, 0]] }) // => { makespan: 1, sumOfCosts: 1 }
 * ```
 */
export function checkAgentPaths(
  paths: readonly (readonly Cell[])[],
  { map, starts, goals }: AgentTasks,
): AgentPathsVerdict {
  if (paths.length !== starts.length) return { why: `${paths.length} paths for ${starts.length} agents` };
  let makespan = 0;
  let sumOfCosts = 0;
  for (let agent = 0; agent < paths.length; agent++) {
    const path = paths[agent] as readonly Cell[];
    const why = pathFault(path, map, starts[agent] as Cell, goals[agent] as Cell);
    if (why !== undefined) return { why: `agent ${agent} ${why}` };
    makespan = Math.max(makespan, path.length - 1);
    sumOfCosts += path.findLastIndex((cell) => !same(cell, goals[agent] as Cell)) + 1;
  }
  const collision = firstCollision(paths, makespan);
  return collision === undefined ? { makespan, sumOfCosts } : { why: collision };
}

function pathFault(path: readonly Cell[], map: readonly string[], start: Cell, goal: Cell): string | undefined {
  if (path.length === 0 || !same(path[0] as Cell, start)) return "does not begin at its start";
  if (!same(path.at(-1) as Cell, goal)) return "does not end at its goal";
  for (let t = 0; t < path.length; t++) {
    const [x, y] = path[t] as Cell;
    const ground = map[y]?.[x];
    if (ground !== "." && ground !== "G") return `is on no free cell at time ${t}`;
    const [fromX, fromY] = path[Math.max(0, t - 1)] as Cell;
    if (Math.abs(x - fromX) + Math.abs(y - fromY) > 1) return `jumps at time ${t}`;
  }
  return undefined;
}

function firstCollision(paths: readonly (readonly Cell[])[], makespan: number): string | undefined {
  const at = (agent: number, t: number): string => {
    const path = paths[agent] as readonly Cell[];
    return (path[Math.min(t, path.length - 1)] as Cell).join(",");
  };
  let before = new Map<string, number>();
  for (let t = 0; t <= makespan; t++) {
    const now = new Map<string, number>();
    for (let agent = 0; agent < paths.length; agent++) {
      const other = now.get(at(agent, t));
      if (other !== undefined) return `agents ${other} and ${agent} meet at time ${t}`;
      now.set(at(agent, t), agent);
    }
    for (let agent = 0; t > 0 && agent < paths.length; agent++) {
      const other = before.get(at(agent, t));
      if (other !== undefined && other !== agent && at(other, t) === at(agent, t - 1))
        return `agents ${Math.min(other, agent)} and ${Math.max(other, agent)} exchange cells at time ${t}`;
    }
    before = now;
  }
  return undefined;
}

function same(a: Cell, b: Cell): boolean {
  return a[0] === b[0] && a[1] === b[1];
}
