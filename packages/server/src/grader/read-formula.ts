import { RewardError } from "@guerdon/core/error";
import { type Expression, formatExpression, namesOf, parseExpression } from "@guerdon/core/expression";

/** What a formula may call: operators and functions of OpenAI's graders. */
const FUNCTIONS = new Set([
  "+",
  "-",
  "*",
  "/",
  "^",
  "negate",
  "min",
  "max",
  "abs",
  "floor",
  "ceil",
  "exp",
  "sqrt",
  "log",
]);

/**
 * A grader's formula as an expression over terms.
 *
 * One closing parenthesis too many at the end is left out: the published example of the API has one.
 *
 * @param variables - the expression each variable stands for
 * @throws RewardError GUERDON_EXPRESSION for a formula that cannot be read or calls what graders have not;
 *   GUERDON_NAME_UNKNOWN for a variable that no grader has
 */
export function readFormula(formula: string, variables: ReadonlyMap<string, string>): string {
  const expression = parsed(formula);
  rejectForeign(expression);
  for (const name of namesOf(expression)) {
    if (variables.has(name)) continue;
    throw new RewardError("GUERDON_NAME_UNKNOWN", `Expected \`calculate_output\` to name graders, got \`${name}\`.`, {
      hint: `The variables are ${[...variables.keys()].join(", ")}.`,
    });
  }
  return formatExpression(replaced(expression, variables));
}

function parsed(formula: string): Expression {
  try {
    return parseExpression(formula);
  } catch (error) {
    const count = (bracket: string): number => formula.split(bracket).length - 1;
    const surplus = count(")") - count("(") === 1 && formula.trimEnd().endsWith(")");
    if (!surplus) throw error;
    return parseExpression(formula.trimEnd().slice(0, -1));
  }
}

function rejectForeign(expression: Expression): void {
  if (expression.kind !== "call") return;
  if (!FUNCTIONS.has(expression.fn)) {
    throw new RewardError("GUERDON_EXPRESSION", `Expected a function of graders, got \`${expression.fn}\`.`, {
      hint: "Graders have + - * / ^ min max abs floor ceil exp sqrt log.",
    });
  }
  expression.args.forEach(rejectForeign);
}

function replaced(expression: Expression, variables: ReadonlyMap<string, string>): Expression {
  if (expression.kind === "name") return parseExpression(variables.get(expression.name) as string);
  if (expression.kind === "number") return expression;
  return { ...expression, args: expression.args.map((each) => replaced(each, variables)) };
}
