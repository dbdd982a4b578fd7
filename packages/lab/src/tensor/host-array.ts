import { numpy as np, Array as Tensors } from "@jax-js/jax";
import type { HostFloats, HostInput, HostTree, Tensor, Tree } from "./model.ts";

/** An array on the host; zeros without data. */
export function hostArray(shape: readonly number[], data?: ArrayLike<number>): HostFloats {
  const size = sizeOf(shape);
  const values =
    data === undefined ? new Float32Array(size) : data instanceof Float32Array ? data : Float32Array.from(data);
  return { data: values, shape };
}

/** Numbers an array of a shape holds. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** A copy of an array on the host as a tensor of 32-bit floats or integers. */
export function toTensor({ data, shape }: HostInput): Tensor {
  // The engine keeps the buffer it is given: without a copy, later writes of the caller would change the tensor.
  return np.array(data.slice()).reshape([...shape]);
}

/** A 0-dimensional tensor: a number of JavaScript would be traced as a weak type of its own. */
export function scalar(value: number): Tensor {
  return np.array(Float32Array.of(value)).reshape([]);
}

export function isHostArray(tree: HostTree): tree is HostInput {
  return "data" in tree && ArrayBuffer.isView(tree.data);
}

/** Every array of a tree in order, with the path of keys that leads to it. */
export function hostLeaves(tree: HostTree, path = ""): [path: string, leaf: HostInput][] {
  if (isHostArray(tree)) return [[path, tree]];
  return Object.entries(tree).flatMap(([key, branch]) =>
    hostLeaves(branch as HostTree, path === "" ? key : `${path}.${key}`),
  );
}

/** A tree of the same form with each array replaced. */
export function mapHost(tree: HostTree, make: (leaf: HostInput, path: string) => HostInput, path = ""): HostTree {
  return mapBranches(tree, isHostArray, make, path) as HostTree;
}

/** A tree on the host as tensors: each array is copied. */
export function toTensors(tree: HostTree): Tree {
  return mapBranches(tree, isHostArray, toTensor, "") as Tree;
}

/** A tree of tensors on the host; consumes nothing. */
export function toHost(tree: Tree): HostTree {
  return mapBranches(tree, (branch: unknown) => branch instanceof Tensors, readTensor, "") as HostTree;
}

function readTensor(tensor: Tensor): HostInput {
  return { data: tensor.ref.dataSync().slice() as Float32Array | Int32Array, shape: tensor.shape };
}

function mapBranches<L>(
  tree: unknown,
  isLeaf: (branch: never) => boolean,
  make: (leaf: L, path: string) => unknown,
  path: string,
): unknown {
  if (isLeaf(tree as never)) return make(tree as L, path);
  const below = (branch: unknown, key: string | number): unknown =>
    mapBranches(branch, isLeaf, make, path === "" ? `${key}` : `${path}.${key}`);
  if (Array.isArray(tree)) return tree.map(below);
  return Object.fromEntries(Object.entries(tree as object).map(([key, branch]) => [key, below(branch, key)]));
}
