import { RewardError } from "@guerdon/core/error";
import { type AnyFactory, defineSource, type FieldColumns, type SourceFactory } from "@guerdon/core/piece";
import { type SignalBuilder, UNIT } from "@guerdon/core/signal";
import { z } from "zod";
import type { Arguments, Detect } from "./checker.ts";
import { needsLanguage } from "./find-checker.ts";
import { followsInstruction } from "./follows-instruction.ts";
import { loadDetector } from "./load-detector.ts";

export interface InstructionsOptions {
  /** `loose` also accepts the text without its first line, its last line, or its stars. */
  readonly mode: "strict" | "loose";
  /** `all`: 1 when every instruction is followed. `mean`: the share that is. */
  readonly aggregate: "all" | "mean";
  /** Longer texts are failures of the candidate. */
  readonly limitCharacters: number;
}

type InstructionsInput = { readonly [K in keyof InstructionsOptions]?: InstructionsOptions[K] | undefined };

const options: z.ZodType<InstructionsOptions, InstructionsInput> = z.strictObject({
  mode: z.enum(["strict", "loose"]).default("strict"),
  aggregate: z.enum(["all", "mean"]).default("all"),
  limitCharacters: z.int().positive().default(1_048_576),
});

/**
 * Scores how many of a row's verifiable instructions the text follows: those of IFEval, M-IFEval and IFBench.
 *
 * The evidence tells each instruction apart. An instruction that is not known, or has not the arguments it needs, is a
 * failure of the task. Languages are told with the profiles of the optional package `langdetect`.
 *
 * @kind source
 * @unit text, instructions → 0 … 1
 * @throws RewardError GUERDON_OPTION
 * @alias ifConstraints
 *
 * ```ts doctest
 * import { instructions } from "@guerdon/verify/instruction";
 * instructions({ mode: "loose" }).options.aggregate // => "all"
 * ```
 */
export const instructions: SourceFactory<typeof options> = defineSource({
  name: "instructions",
  version: 1,
  summary: "How many verifiable instructions the text follows: IFEval, M-IFEval, IFBench; strict or loose.",
  options,
  build: (set: InstructionsOptions) => ({
    fields: {
      text: { type: "text", default: "{{ sample.output_text }}" },
      instructions: { type: "json", default: "{{ item.instruction_id_list }}" },
      arguments: { type: "json", optional: true },
      prompt: { type: "text", optional: true },
    },
    range: UNIT,
    score: async (columns, out) => {
      const detector = await detectorFor(columns, out.length);
      for (let i = 0; i < out.length; i++) scoreRow(i, columns, set, detector, out);
    },
  }),
});

/** The sources of this folder, for a library. */
export const instructionSources: readonly AnyFactory[] = [instructions];

async function detectorFor(columns: FieldColumns, length: number): Promise<Detect | RewardError> {
  const rows = (columns.instructions ?? []).slice(0, length);
  if (!rows.some((ids) => Array.isArray(ids) && ids.some((id) => needsLanguage(String(id))))) return () => undefined;
  try {
    return await loadDetector();
  } catch (error) {
    if (RewardError.is(error)) return error;
    throw error;
  }
}

function scoreRow(
  i: number,
  columns: FieldColumns,
  { mode, aggregate, limitCharacters }: InstructionsOptions,
  detector: Detect | RewardError,
  out: SignalBuilder,
): void {
  const text = columns.text?.[i] as string;
  const ids = columns.instructions?.[i];
  if (!Array.isArray(ids) || ids.length === 0 || !ids.every((id) => typeof id === "string")) {
    out.fail(i, "task", "Expected `instructions` to be a list of instructions, got none.");
    return;
  }
  if (text.length > limitCharacters) {
    out.fail(i, "candidate", `Expected a text of at most ${limitCharacters} characters, got ${text.length}.`);
    return;
  }
  if (typeof detector !== "function" && ids.some(needsLanguage)) {
    out.fail(i, "engine", `${detector.message} ${detector.hint ?? ""}`.trim());
    return;
  }
  const prompt = columns.prompt?.[i];
  const repeat: Arguments = typeof prompt === "string" ? { prompt_to_repeat: prompt } : {};
  const detect: Detect = typeof detector === "function" ? detector : () => undefined;
  try {
    const followed = ids.map((id, k) => {
      const args = { ...repeat, ...argumentsAt(columns.arguments?.[i], k) };
      return followsInstruction(text, id, args, { loose: mode === "loose", detect });
    });
    const count = followed.filter(Boolean).length;
    const value = aggregate === "mean" ? count / ids.length : Number(count === ids.length);
    out.set(i, value, ids.map((id, k) => `${id} ${followed[k] ? "yes" : "no"}`).join(", "));
  } catch (error) {
    if (!RewardError.is(error)) throw error;
    out.fail(i, "task", error.message);
  }
}

/** The arguments of the k-th instruction; what is null counts as not given. */
function argumentsAt(all: unknown, k: number): Arguments {
  const own: unknown = Array.isArray(all) ? all[k] : undefined;
  if (own === null || typeof own !== "object" || Array.isArray(own)) return {};
  return Object.fromEntries(Object.entries(own as Arguments).filter(([, value]) => value !== null));
}
