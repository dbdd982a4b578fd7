import type { MathNode } from "./math-node.ts";

/** Rows of entries. */
export type Matrix = readonly (readonly MathNode[])[];

const MAX_ENTRIES = 144;

/** Carries out sums, products and multiples of matrices; undefined when the node is no matrix. */
export function matrixOf(node: MathNode): Matrix | undefined {
  switch (node.k) {
    case "matrix":
      return node.rows.length * (node.rows[0]?.length ?? 0) <= MAX_ENTRIES ? node.rows : undefined;
    case "bracket":
      return node.items.length === 1 ? matrixOf(node.items[0] as MathNode) : undefined;
    case "negative": {
      const inner = matrixOf(node.of);
      return inner?.map((row) => row.map((of): MathNode => ({ k: "negative", of })));
    }
    case "quotient": {
      const inner = matrixOf(node.a);
      return inner?.map((row) => row.map((a): MathNode => ({ k: "quotient", a, b: node.b })));
    }
    case "sum":
      return node.items.map(matrixOf).reduce((a, b) => a && b && added(a, b));
    case "product":
      return multiplied(node.items);
    default:
      return undefined;
  }
}

function added(a: Matrix, b: Matrix): Matrix | undefined {
  if (a.length !== b.length || a[0]?.length !== b[0]?.length) return undefined;
  return a.map((row, r) => row.map((x, c): MathNode => ({ k: "sum", items: [x, b[r]?.[c] as MathNode] })));
}

function multiplied(items: readonly MathNode[]): Matrix | undefined {
  let total: Matrix | undefined;
  const scalars: MathNode[] = [];
  for (const item of items.slice(0, 8)) {
    const matrix = matrixOf(item);
    if (!matrix) scalars.push(item);
    else if (!total) total = matrix;
    else {
      total = rowByColumn(total, matrix);
      if (!total) return undefined;
    }
  }
  if (!total || items.length > 8) return undefined;
  return scalars.length === 0
    ? total
    : total.map((row) => row.map((x): MathNode => ({ k: "product", items: [...scalars, x] })));
}

function rowByColumn(a: Matrix, b: Matrix): Matrix | undefined {
  if (a[0]?.length !== b.length || a.length * b.length > MAX_ENTRIES) return undefined;
  return a.map((row) =>
    (b[0] ?? []).map(
      (_, c): MathNode => ({
        k: "sum",
        items: row.map((x, r): MathNode => ({ k: "product", items: [x, b[r]?.[c] as MathNode] })),
      }),
    ),
  );
}
