import { numpy as np } from "@jax-js/jax";
import { hostArray, hostLeaves, mapHost, sizeOf } from "./host-array.ts";
import type { HostFloats, HostInput, HostTree, Tensor, Tree } from "./model.ts";
import { treeLeaves } from "./tree.ts";

/** All arrays of a tree end to end, in order. */
export function flatHost(tree: HostTree): HostFloats {
  const leaves = hostLeaves(tree).map(([, leaf]) => leaf);
  const out = hostArray([leaves.reduce((size, { data }) => size + data.length, 0)]);
  let at = 0;
  for (const { data } of leaves) {
    out.data.set(data, at);
    at += data.length;
  }
  return out;
}

/** The inverse of `flatHost`: copies of the parts in the form of `like`. */
export function unflatHost(flat: HostInput, like: HostTree): HostTree {
  let at = 0;
  return mapHost(like, ({ shape }) => {
    const start = at;
    at += sizeOf(shape);
    return { data: flat.data.slice(start, at), shape };
  });
}

/** The inverse of `flatTree`, traceable; consumes the vector. */
export function unflatTree(flat: Tensor, like: HostTree): Tree {
  let at = 0;
  const parts = new Map<string, Tensor>();
  for (const [path, { shape }] of hostLeaves(like)) {
    const start = at;
    at += sizeOf(shape);
    parts.set(path, flat.ref.slice([start, at]).reshape([...shape]));
  }
  flat.dispose();
  return fill(like, parts, "");
}

/** All arrays of a tree end to end, in order, traceable; consumes the tree. */
export function flatTree(tree: Tree): Tensor {
  return np.concatenate(treeLeaves(tree).map((leaf) => leaf.reshape([-1])));
}

function fill(like: HostTree, parts: ReadonlyMap<string, Tensor>, path: string): Tree {
  const part = parts.get(path);
  if (part !== undefined) return part;
  const below = ([key, branch]: [string, unknown]): [string, Tree] => [
    key,
    fill(branch as HostTree, parts, path === "" ? key : `${path}.${key}`),
  ];
  const entries = Object.entries(like).map(below);
  return Array.isArray(like) ? entries.map(([, branch]) => branch) : Object.fromEntries(entries);
}
