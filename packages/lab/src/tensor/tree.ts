import { tree as trees } from "@jax-js/jax";
import type { Tensor, Tree } from "./model.ts";

/** The engine's own view of a tree. */
type EngineTree = Parameters<typeof trees.flatten>[0];

/** Applies a function to the arrays that stand at the same place of trees of one form; consumes them. */
export function mapTree(make: (...leaves: Tensor[]) => Tensor, first: Tree, ...others: readonly Tree[]): Tree {
  return trees.map(make as never, first as EngineTree, ...(others as EngineTree[])) as Tree;
}

/** The arrays of a tree, in order. */
export function treeLeaves(tree: Tree): Tensor[] {
  return trees.leaves(tree as EngineTree) as Tensor[];
}

/** The same tree for one more use. */
export function refTree(tree: Tree): Tree {
  return trees.ref(tree as EngineTree) as Tree;
}

export function disposeTree(tree: Tree): void {
  trees.dispose(tree as EngineTree);
}
