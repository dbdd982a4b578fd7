import type { Json, TokenTrace } from "@guerdon/core/signal";
import { wrongField } from "./wrong-field.ts";

/**
 * Reads the `tokens` of a row: a list of ids, or `{ids, logprobs?, stepOf?}` with lists of one length.
 *
 * @param steps - number of steps of the row, which `stepOf` may point at
 * @throws RewardError GUERDON_ROLLOUT when a list is missing, has another length or wrong members
 */
export function toTokens(value: Json, steps: number, row: number): TokenTrace {
  if (Array.isArray(value)) return { ids: members(value, "tokens", "token id", isIndex, row) };
  if (typeof value !== "object" || value === null) {
    throw wrongField(row, "tokens", "a list of token ids or an object with `ids`", value);
  }
  const { ids, logprobs, stepOf } = value as { ids?: Json; logprobs?: Json; stepOf?: Json };
  const trace: TokenTrace = { ids: members(ids, "tokens.ids", "token id", isIndex, row) };
  const { length } = trace.ids;
  return {
    ...trace,
    ...(logprobs === undefined || logprobs === null
      ? {}
      : { logprobs: members(logprobs, "tokens.logprobs", "finite number", Number.isFinite, row, length) }),
    ...(stepOf === undefined || stepOf === null
      ? {}
      : {
          stepOf: members(stepOf, "tokens.stepOf", "step", (n) => isIndex(n) && (n as number) < steps, row, length),
        }),
  };
}

function members(
  value: Json | undefined,
  field: string,
  noun: string,
  accepts: (member: unknown) => boolean,
  row: number,
  length?: number,
): readonly number[] {
  if (!Array.isArray(value)) throw wrongField(row, field, `a list of ${noun}s`, value);
  if (length !== undefined && value.length !== length) {
    throw wrongField(row, field, `a list of ${length}, one ${noun} for each token`, value);
  }
  const bad = value.findIndex((member) => !accepts(member));
  if (bad >= 0) throw wrongField(row, `${field}[${bad}]`, `a ${noun}`, value[bad]);
  return value as readonly number[];
}

function isIndex(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
