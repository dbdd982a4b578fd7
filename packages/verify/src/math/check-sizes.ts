import { complex } from "./complex.ts";
import { evaluateExact } from "./evaluate-exact.ts";
import { evaluateNumeric } from "./evaluate-numeric.ts";
import type { MathNode } from "./math-node.ts";
import type { MathLimits } from "./math-options.ts";
import { childrenOf } from "./point-value.ts";

/**
 * Evaluates every exact part of an answer once under one budget, so that a huge number is blamed on its own side.
 *
 * @throws LimitError when a part is too large
 */
export function checkSizes(node: MathNode, limits: MathLimits): void {
  const budget = { spent: 0 };
  const spent = { terms: 0 };
  const visit = (part: MathNode): void => {
    if (part.k === "number" || part.k === "symbol") return;
    if (part.k === "series") {
      evaluateNumeric(part, { valueOf: () => complex.of(1), limits, spent });
      return;
    }
    if (part.k === "power" || part.k === "call") {
      if (evaluateExact(part, limits, budget) !== undefined) return;
    }
    for (const child of childrenOf(part)) visit(child);
  };
  visit(node);
}
