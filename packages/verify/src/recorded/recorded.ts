import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, rolloutOffsets, type SignalBuilder, UNBOUNDED } from "@guerdon/core/signal";
import { z } from "zod";

export interface RecordedOptions {
  /** Whether a rollout carries one number, one for each of its steps, or one for each of its tokens. */
  readonly level: "rollout" | "step" | "token";
  /** Where an entry is an object: the path of the number in it, keys joined by dots. */
  readonly key: string;
}

type RecordedInput = { readonly [K in keyof RecordedOptions]?: RecordedOptions[K] | undefined };

const options: z.ZodType<RecordedOptions, RecordedInput> = z.strictObject({
  level: z.enum(["rollout", "step", "token"]).default("step"),
  key: z.string().min(1).default("reward"),
});

const VALUES = { step: "{{ sample.steps }}", token: "{{ sample.logprobs }}" } as const;

/**
 * Reads numbers that the rollouts carry: scores of steps, log-probabilities or entropies of tokens, a stored score.
 *
 * At level `step` it reads `steps[].reward` of the rollout unless told otherwise, at level `token` the
 * log-probabilities of the trace. A `null` in the list abstains; a list of another length than the
 * rollout has steps or tokens, and an entry that is no number, fail (blame: task).
 *
 * @shape → [R], [S] or [T]
 * @unit whatever was recorded
 * @kind source
 *
 * ```ts doctest
 * import { recorded } from "@guerdon/verify/recorded";
 * recorded({ level: "token" }).fields.values // => { type: "json", default: "{{ sample.logprobs }}" }
 * ```
 */
export const recorded: SourceFactory<typeof options> = defineSource({
  name: "recorded",
  version: 1,
  summary: "Reads numbers that the rollouts carry: one a rollout, step or token.",
  options,
  build: ({ level, key }) => ({
    level,
    fields: { values: level === "rollout" ? { type: "json" } : { type: "json", default: VALUES[level] } },
    range: UNBOUNDED,
    needs: level === "token" ? ["tokens"] : [],
    score: ({ values }, out, _, layout) => {
      const rows = values as readonly Json[];
      if (level === "rollout") for (const [r, entry] of rows.entries()) setAt(out, r, entry, key);
      else readLists(rows, rolloutOffsets(layout, level), { level, key }, out);
    },
  }),
});

function readLists(
  rows: readonly Json[],
  offsets: ReturnType<typeof rolloutOffsets>,
  { level, key }: RecordedOptions,
  out: SignalBuilder,
): void {
  rows.forEach((list, r) => {
    const [from, to] = [offsets[r] as number, offsets[r + 1] as number];
    const fits = Array.isArray(list) && list.length === to - from;
    const got = Array.isArray(list) ? `${list.length}` : "no list";
    for (let i = from; i < to; i++) {
      if (fits) setAt(out, i, (list as readonly Json[])[i - from] as Json, key);
      else
        out.fail(i, "task", `Expected \`values\` to hold a number for each of the ${to - from} ${level}s, got ${got}.`);
    }
  });
}

function setAt(out: SignalBuilder, index: number, entry: Json, key: string): void {
  const value = typeof entry === "object" && entry !== null ? at(entry, key) : entry;
  if (typeof value === "number" && Number.isFinite(value)) out.set(index, value);
  else if (value === null || value === undefined) out.abstain(index, "nothing was recorded");
  else out.fail(index, "task", `Expected \`values\` to hold numbers, got ${JSON.stringify(value).slice(0, 40)}.`);
}

function at(entry: Json, key: string): Json | undefined {
  let value: Json | undefined = entry;
  for (const part of key.split(".")) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, part)) return undefined;
    value = (value as { readonly [key: string]: Json })[part];
  }
  return value;
}
