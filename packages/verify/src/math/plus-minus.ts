import type { MathNode } from "./math-node.ts";
import { anyNode } from "./point-value.ts";

/** `a ± b` as the two values {a + b, a − b}; several ± in one answer move together, ∓ opposite. */
export function plusMinusValues(node: MathNode): MathNode | undefined {
  if (node.k === "list" || node.k === "set") {
    if (!node.items.some((item) => item.k !== "list" && anyNode(item, isPlusMinus))) return undefined;
    return {
      ...node,
      items: node.items.flatMap((item) => (anyNode(item, isPlusMinus) ? [choose(item, 1), choose(item, -1)] : [item])),
    };
  }
  if (node.k === "relation" || !anyNode(node, isPlusMinus)) return undefined;
  return { k: "list", items: [choose(node, 1), choose(node, -1)], join: "," };
}

const isPlusMinus = (node: MathNode): boolean => node.k === "plusMinus";

function choose(node: MathNode, sign: 1 | -1): MathNode {
  switch (node.k) {
    case "plusMinus": {
      const of = choose(node.of, sign);
      return node.sign * sign > 0 ? of : { k: "negative", of };
    }
    case "sum":
    case "product":
    case "list":
    case "set":
    case "bracket":
      return { ...node, items: node.items.map((item) => choose(item, sign)) };
    case "negative":
    case "percent":
    case "degrees":
      return { ...node, of: choose(node.of, sign) };
    case "quotient":
    case "power":
    case "ratio":
      return { ...node, a: choose(node.a, sign), b: choose(node.b, sign) };
    case "call":
      return { ...node, args: node.args.map((arg) => choose(arg, sign)) };
    case "relation":
      return { ...node, sides: node.sides.map((side) => choose(side, sign)) };
    default:
      return node;
  }
}
