import type { CallNode, Expression } from "../expression.ts";
import { formatExpression } from "../format-expression.ts";
import type { FunctionSpec, Kernel } from "../function/function-spec.ts";
import { functionSpec } from "../function/functions.ts";
import { isReduction } from "../level-of.ts";
import { operandsOf } from "../operands-of.ts";
import { weightedTerms } from "../weighted-terms.ts";
import type { Column } from "./column.ts";
import { constantOf } from "./explain.ts";
import { constantRegister, type Load, makeRegister, type Register } from "./register.ts";
import { weightedSum } from "./weighted-sum.ts";

/** One operator applied to a block. */
export interface Step {
  readonly spec: FunctionSpec;
  readonly kernel: Kernel;
  readonly args: readonly Register[];
  readonly out: Register;
}

/** An expression without reductions as a list of steps over registers. */
export interface Program {
  readonly loads: readonly Load[];
  readonly steps: readonly Step[];
  /** Register of the result; its values are the result's column. */
  readonly result: Register;
}

export interface ProgramInput {
  readonly block: number;
  readonly result: Float64Array;
  /** The column of a name or of a reduction. */
  column(leaf: Expression): Column;
}

/** Compiles a call: operand k of a call at depth d goes to register d + k, the result to register d. */
export function compileProgram(root: CallNode, input: ProgramInput): Program {
  const loads = new Map<string, Load>();
  const steps: Step[] = [];
  const scratch: Register[] = [makeRegister(input.block, input.result)];

  const place = (node: Expression, depth: number): Register => {
    if (node.kind === "number") return constantRegister(input.block, node.value);
    if (node.kind === "name" || isReduction(node)) return leaf(node);
    const value = constantOf(node);
    return value === undefined ? call(node, depth) : constantRegister(input.block, value);
  };
  const leaf = (node: Expression): Register => {
    const text = formatExpression(node);
    const known = loads.get(text);
    if (known !== undefined) return known.register;
    const column = input.column(node);
    const register = makeRegister(input.block, column.index === undefined ? column.signal.values : undefined);
    loads.set(text, { column, register, nextMissing: -1 });
    return register;
  };
  const call = (node: CallNode, depth: number): Register => {
    const terms = weightedTerms(node);
    const operands = terms?.map(({ operand }) => operand) ?? operandsOf(node);
    const args = operands.map((operand, k) => place(operand, depth + k));
    scratch[depth] ??= makeRegister(input.block);
    const out = scratch[depth] as Register;
    const spec = functionSpec(node.fn);
    steps.push({ spec, args, out, kernel: terms ? weightedSum(terms.map(({ weight }) => weight)) : spec.kernel });
    return out;
  };
  return { result: call(root, 0), loads: [...loads.values()], steps };
}
