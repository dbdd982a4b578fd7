export { broadcastIndex } from "./evaluate/broadcast-index.ts";
export { evaluateExpression } from "./evaluate-expression.ts";
export type { CallNode, Expression, NameNode, NumberNode, Place } from "./expression.ts";
export { formatExpression, formatName } from "./format-expression.ts";
export type { FunctionSpec, Hazard } from "./function/function-spec.ts";
export { FUNCTIONS } from "./function/functions.ts";
export { type LevelFinding, type LevelResult, levelOf } from "./level-of.ts";
export { namesOf } from "./names-of.ts";
export { type ExpressionLimits, parseExpression } from "./parse-expression.ts";
