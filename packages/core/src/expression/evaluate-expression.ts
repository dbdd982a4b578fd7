import { RewardError } from "../error/reward-error.ts";
import { type Layout, sizeAt } from "../signal/layout.ts";
import type { Level } from "../signal/level.ts";
import type { Missing } from "../signal/outcome.ts";
import { fullSignal, type Signal } from "../signal/signal.ts";
import { broadcastIndex } from "./evaluate/broadcast-index.ts";
import type { Column } from "./evaluate/column.ts";
import { explain } from "./evaluate/explain.ts";
import { compileProgram } from "./evaluate/program.ts";
import { reduceMembers } from "./evaluate/reduce-members.ts";
import { runProgram } from "./evaluate/run-program.ts";
import type { CallNode, Expression } from "./expression.ts";
import { formatExpression } from "./format-expression.ts";
import { PRESENT } from "./function/function-spec.ts";
import { functionSpec } from "./function/functions.ts";
import { isReduction, levelOf } from "./level-of.ts";
import { namesOf } from "./names-of.ts";

/** Values worked on at once: what a few registers of them need stays in the cache. */
const BLOCK = 2048;

/**
 * Evaluates an expression over signals, by columns.
 *
 * The result has the finest level that is read; coarser operands are broadcast to it. An operator
 * is missing where an operand is, for the reason of the gravest one; `gate`, `where`, `default` and
 * `present` say for themselves. A value that is not finite is missing: a failure of the engine.
 * A lone name gives its signal itself.
 *
 * @kind combinator
 * @paper 112 §Pieces (a reward as an expression that can be searched over, without code that can run)
 * @alias symbolic reward
 * @throws RewardError GUERDON_NAME_UNKNOWN when a name has no signal
 * @throws RewardError GUERDON_LEVEL when a reduction has nothing to reduce
 * @throws RewardError GUERDON_SHAPE when a signal does not fit the layout
 *
 * ```ts doctest
 * import { evaluateExpression, parseExpression } from "@guerdon/core/expression";
 * import { flatLayout, fullSignal } from "@guerdon/core/signal";
 * const signals = new Map([["format", fullSignal("rollout", [1, 0])], ["calls", fullSignal("rollout", [2, 3])]]);
 * [...evaluateExpression(parseExpression("format + gate(format > 0, 0.5 * calls)"), signals, flatLayout([2])).values] // => [2, 0]
 * ```
 */
export function evaluateExpression(
  expression: Expression,
  signals: ReadonlyMap<string, Signal>,
  layout: Layout,
): Signal {
  for (const name of namesOf(expression)) {
    const signal = signals.get(name);
    if (signal !== undefined) checkFit(name, signal, layout);
  }
  const levels = new Map([...signals].map(([name, { level }]) => [name, level]));
  const result = levelOf(expression, levels);
  if ("finding" in result) {
    const { code, reason, fix, at, end } = result.finding;
    throw new RewardError(code, reason, { hint: fix, details: { at, end } });
  }
  return evaluate(expression, { signals, levels, layout });
}

function checkFit(name: string, signal: Signal, layout: Layout): void {
  const size = sizeAt(layout, signal.level);
  if (signal.values.length === size && signal.present.length === size) return;
  throw new RewardError(
    "GUERDON_SHAPE",
    `Expected the signal \`${name}\` to have ${size} values at level ${signal.level}, got ${signal.values.length}.`,
    { details: { name, level: signal.level, expected: size, got: signal.values.length } },
  );
}

interface Scene {
  readonly signals: ReadonlyMap<string, Signal>;
  readonly levels: ReadonlyMap<string, Level>;
  readonly layout: Layout;
}

function evaluate(expression: Expression, scene: Scene): Signal {
  if (expression.kind === "number") return fullSignal("batch", [expression.value]);
  if (expression.kind === "name") return scene.signals.get(expression.name) as Signal;
  if (!isReduction(expression)) return runBlocks(expression, scene);
  const members = evaluate(expression.args[0] as Expression, scene);
  return reduceMembers(members, scene.layout, functionSpec(expression.fn), formatExpression(expression));
}

function runBlocks(call: CallNode, scene: Scene): Signal {
  const level = levelIn(call, scene);
  const size = sizeAt(scene.layout, level);
  const values = new Float64Array(size);
  const present = new Uint8Array(size).fill(1);
  const missing = new Map<number, Missing>();
  const column = columnsAt(level, scene);
  const block = Math.min(BLOCK, size);
  const program = compileProgram(call, { block, result: values, column });
  for (let start = 0; start < size; start += block) {
    const n = Math.min(block, size - start);
    runProgram(program, start, n);
    if (program.result.full) continue;
    for (let t = 0; t < n; t++) {
      if (program.result.states[t] === PRESENT) continue;
      values[start + t] = 0;
      present[start + t] = 0;
      missing.set(start + t, explain(call, column, start + t) as Missing);
    }
  }
  const signal = { level, values, present };
  return missing.size === 0 ? signal : { ...signal, notes: { missing, evidence: new Map(), costUsd: new Map() } };
}

function levelIn(expression: Expression, { levels }: Scene): Level {
  return (levelOf(expression, levels) as { readonly level: Level }).level;
}

/** The columns of names and reductions at one level, each made once. */
function columnsAt(level: Level, scene: Scene): (leaf: Expression) => Column {
  const columns = new Map<Expression, Column>();
  return (leaf) => {
    const known = columns.get(leaf);
    if (known !== undefined) return known;
    const text = formatExpression(leaf);
    const signal = evaluate(leaf, scene);
    const index = signal.level === level ? undefined : broadcastIndex(scene.layout, signal.level, level);
    const column = { signal, text, ...(index === undefined ? {} : { index }) };
    columns.set(leaf, column);
    return column;
  };
}
