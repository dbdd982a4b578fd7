import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import { evaluateArithmetic } from "./evaluate-arithmetic.ts";

export interface ArithmeticTargetOptions {
  /** Whether each number must be used, or may be left out. */
  readonly usage: "all" | "some";
}

type TargetInput = { readonly [K in keyof ArithmeticTargetOptions]?: ArithmeticTargetOptions[K] | undefined };

const options: z.ZodType<ArithmeticTargetOptions, TargetInput> = z.strictObject({
  usage: z.enum(["all", "some"]).default("all"),
});

/** The target of a row that names none. */
const TARGET = 24;

/**
 * Scores 1 when the expression a text ends with makes the target of the given numbers, each used once, else 0.
 *
 * Read is the last line that is not blank, without `Answer:` before and `= 24` after the expression. The value is exact.
 * `usage: some` is the rule of Countdown: a number may be left out, none may be used twice.
 * `target` is 24 where none is given.
 *
 * @kind source
 * @unit expression, numbers → 0 or 1
 *
 * ```ts doctest
 * import { arithmeticTarget } from "@guerdon/verify/puzzle";
 * arithmeticTarget().options.usage // => "all"
 * ```
 */
export const arithmeticTarget: SourceFactory<typeof options> = defineSource({
  name: "arithmetic-target",
  version: 1,
  summary: "1 when the stated expression makes the target of the given numbers, each used once, else 0.",
  options,
  build: ({ usage }: ArithmeticTargetOptions) => ({
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      numbers: { type: "json" },
      target: { type: "json", optional: true },
    },
    range: UNIT,
    score: (columns, out) => {
      for (let i = 0; i < out.length; i++) {
        const numbers = wholeNumbers(columns.numbers?.[i]);
        const target = columns.target?.[i] ?? TARGET;
        if (numbers === undefined || typeof target !== "number" || !Number.isSafeInteger(target)) {
          out.fail(i, "task", "Expected `numbers` to list whole numbers and `target` to be one, got something else.");
          continue;
        }
        const why = targetMissed(statedExpression(columns.text?.[i] as string), numbers, target, usage);
        if (why === undefined) out.set(i, 1);
        else out.set(i, 0, why);
      }
    },
  }),
});

/**
 * Why an expression does not make the target of the numbers, or undefined when it does.
 *
 * ```ts doctest
 * import { targetMissed } from "@guerdon/verify/puzzle";
 * targetMissed("(4 + 8) * (6 - 4)", [4, 4, 6, 8], 24) // => undefined
 * ```
 */
export function targetMissed(
  expression: string,
  numbers: readonly number[],
  target: number,
  usage: ArithmeticTargetOptions["usage"] = "all",
): string | undefined {
  const value = evaluateArithmetic(expression);
  if ("why" in value) return value.why;
  const left = new Map<string, number>();
  for (const number of numbers) left.set(String(number), (left.get(String(number)) ?? 0) + 1);
  for (const number of value.numbers) {
    const count = left.get(number) ?? 0;
    if (count === 0) return `${number} is used too often`;
    left.set(number, count - 1);
  }
  if (usage === "all" && value.numbers.length < numbers.length) return "a number is not used";
  if (value.denominator === 1n && value.numerator === BigInt(target)) return undefined;
  return "the expression makes another number";
}

/** The expression of the last line that is not blank: what stands after `Answer:` and before `=`. */
export function statedExpression(text: string): string {
  const whole = text.trimEnd();
  const line = whole.slice(whole.lastIndexOf("\n") + 1).trim();
  const from = /^answer\s*:/iu.exec(line)?.[0].length ?? 0;
  const to = line.indexOf("=", from);
  return line.slice(from, to === -1 ? undefined : to).trim();
}

function wholeNumbers(value: Json | undefined): readonly number[] | undefined {
  if (!Array.isArray(value) || value.length === 0 || value.length > 100) return undefined;
  const whole = value.every((one) => typeof one === "number" && Number.isSafeInteger(one) && one >= 0);
  return whole ? (value as readonly number[]) : undefined;
}
