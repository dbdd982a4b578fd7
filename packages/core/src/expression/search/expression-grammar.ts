import { RewardError } from "../../error/index.ts";
import { FUNCTIONS } from "../function/functions.ts";

/** What expressions of a search are made of. */
export interface ExpressionGrammar {
  /** Names of the signals, at least one. */
  readonly signals: readonly string[];
  /** Numbers that may stand in an expression. */
  readonly constants: readonly number[];
  /** Functions and operators, by the names of `FUNCTIONS`. */
  readonly functions: readonly string[];
  /** Levels of calls and leaves; 1 allows leaves alone. */
  readonly maxDepth: number;
}

/**
 * Completes a grammar with what is not given: constants 1, the four operations, three levels of calls.
 *
 * @throws RewardError GUERDON_OPTION when there is no signal, a depth below 1, or a function that cannot be searched over
 * @paper 112 §Mechanism (formulas of + − × ÷, brackets, numbers and k primitives)
 * @kind combinator
 * @alias grammar
 *
 * ```ts doctest
 * import { expressionGrammar } from "@guerdon/core/expression/search";
 * expressionGrammar({ signals: ["exact", "boxed"] }).functions // => ["+", "-", "*", "/"]
 * ```
 */
export function expressionGrammar(
  given: Pick<ExpressionGrammar, "signals"> & Partial<ExpressionGrammar>,
): ExpressionGrammar {
  const grammar = { constants: [1], functions: ["+", "-", "*", "/"], maxDepth: 4, ...given };
  if (grammar.signals.length === 0) throw wrong("signals", "name at least one signal", "none");
  if (!(grammar.maxDepth >= 1)) throw wrong("maxDepth", "be at least 1", String(grammar.maxDepth));
  for (const constant of grammar.constants) {
    if (!Number.isFinite(constant)) throw wrong("constants", "be finite", String(constant));
  }
  for (const fn of grammar.functions) {
    if (!SEARCHABLE.has(fn)) throw wrong("functions", "name functions of numbers", `\`${fn}\``);
  }
  return grammar;
}

/** Of how many operands a call in a search has: all that a function can take, two of a list. */
const SEARCHABLE: ReadonlyMap<string, number> = new Map(
  FUNCTIONS.filter(({ tolerates }) => tolerates === undefined).map(({ name, arity: [, most] }) => [
    name,
    Number.isFinite(most) ? most : 2,
  ]),
);

/** How many operands a call of this function has in a search. */
export function operandCount(fn: string): number {
  return SEARCHABLE.get(fn) as number;
}

function wrong(option: string, expected: string, got: string): RewardError {
  return new RewardError("GUERDON_OPTION", `Expected \`${option}\` of the grammar to ${expected}, got ${got}.`, {
    details: { option, got },
  });
}
