import { sha256 } from "../../hash/index.ts";
import type { Layout, Signal } from "../../signal/index.ts";
import { evaluateExpression } from "../evaluate-expression.ts";
import type { Expression } from "../expression.ts";
import { measureExpression } from "./measure-expression.ts";

/** The batch expressions are compared on. */
export interface ProbeBatch {
  readonly signals: ReadonlyMap<string, Signal>;
  readonly layout: Layout;
}

/** Digits in which two values must agree to be the same. */
const DIGITS = 9;

/**
 * A short text that two expressions share when they have the same values on a batch.
 *
 * Values count to nine significant digits, and so does where they are missing; equal on one batch is not
 * equal on all, so a probe should vary every signal.
 *
 * @kind combinator
 * @alias fingerprint
 *
 * ```ts doctest
 * import { parseExpression } from "@guerdon/core/expression";
 * import { fingerprintOf } from "@guerdon/core/expression/search";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const probe = { signals: new Map([["a", fullSignal("rollout", [1, 2, 5])]]), layout: flatLayout([3]) };
 * fingerprintOf(parseExpression("a + a"), probe) === fingerprintOf(parseExpression("2 * a"), probe) // => true
 * ```
 */
export function fingerprintOf(expression: Expression, { signals, layout }: ProbeBatch): string {
  const { level, values, present } = evaluateExpression(expression, signals, layout);
  const shown = Array.from(values, (value, i) => {
    if (present[i] === 0) return "?";
    return value === 0 ? "0" : String(Number(value.toPrecision(DIGITS)));
  });
  return sha256(`${level} ${shown.join(" ")}`);
}

/**
 * The expressions that differ on a batch, of those that do not the least complex one, in the order they came.
 *
 * @kind combinator
 * @alias semantic de-duplication
 *
 * ```ts doctest
 * import { formatExpression, parseExpression } from "@guerdon/core/expression";
 * import { distinctExpressions } from "@guerdon/core/expression/search";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const probe = { signals: new Map([["a", fullSignal("rollout", [1, 2, 5])]]), layout: flatLayout([3]) };
 * distinctExpressions(["a + a - a", "2 * a", "a"].map((text) => parseExpression(text)), probe).map(formatExpression) // => ["a", "2 * a"]
 * ```
 */
export function distinctExpressions(expressions: Iterable<Expression>, probe: ProbeBatch): readonly Expression[] {
  const kept = new Map<string, Expression>();
  for (const expression of expressions) {
    const key = fingerprintOf(expression, probe);
    const known = kept.get(key);
    if (known === undefined || measureExpression(expression).complexity < measureExpression(known).complexity) {
      kept.set(key, expression);
    }
  }
  return [...kept.values()];
}
