import type { CallNode, Expression } from "./expression.ts";
import { functionSpec } from "./function/functions.ts";

/** The operands of a call with the constants that stand for those not given. */
export function operandsOf({ fn, args, end }: CallNode): readonly Expression[] {
  const { defaults = [], arity } = functionSpec(fn);
  const rest = defaults.slice(args.length - arity[0]);
  return rest.length === 0
    ? args
    : [...args, ...rest.map((value) => ({ kind: "number" as const, value, at: end, end }))];
}
