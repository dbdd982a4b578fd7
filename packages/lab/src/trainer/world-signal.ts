import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { UNBOUNDED } from "@guerdon/core/signal";
import { z } from "zod";

export interface WorldSignalOptions {
  /** What there is one value for. */
  readonly level: "rollout" | "step" | "token";
}
type WorldSignalInput = { readonly [K in keyof WorldSignalOptions]?: WorldSignalOptions[K] | undefined };

const options: z.ZodType<WorldSignalOptions, WorldSignalInput> = z.strictObject({
  level: z.enum(["rollout", "step", "token"]).default("step"),
});

/**
 * A quantity that the world of a run offers under the name of the term: `reward`, `values`, `correct`.
 *
 * Without a world there is nothing to read, and every value abstains.
 *
 * @shape → [R], [S] or [T]
 * @unit that of the world
 * @kind source
 *
 * ```ts doctest
 * import { worldSignal } from "@guerdon/lab/trainer";
 * worldSignal({}).level // => "step"
 * ```
 */
export const worldSignal: SourceFactory<typeof options> = defineSource({
  name: "world-signal",
  version: 1,
  summary: "A quantity that the world of a run offers under the name of the term.",
  options,
  build: ({ level }) => ({
    level,
    fields: {},
    range: UNBOUNDED,
    score: (_columns, out) => {
      for (let i = 0; i < out.length; i++) out.abstain(i, "no world offers it");
    },
  }),
});
