import type { RunState } from "../experiment/run.ts";
import { type HostTree, hostLeaves, mapHost } from "../tensor/index.ts";

type Arrays = RunState["arrays"];

/** The arrays of a tree by name, for the state of a run. */
export function saveArrays(name: string, tree: HostTree): Arrays {
  return Object.fromEntries(hostLeaves(tree).map(([path, { data }]) => [`${name}.${path}`, data]));
}

/** The tree again, in the form of another. */
export function restoreArrays(name: string, like: HostTree, arrays: Arrays): HostTree {
  return mapHost(like, ({ shape }, path) => ({ data: (arrays[`${name}.${path}`] as Float32Array).slice(), shape }));
}
