import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Layout, Signal } from "@guerdon/core/signal";
import type { Generation } from "../policy/language-model.ts";
import type { HostInputs } from "../tensor/index.ts";
import type { Completions, Prompts } from "../world/token-world.ts";
import type { TokenColumns } from "./token-loss.ts";

/** Prompts with their completions. */
export interface Written {
  readonly prompts: Prompts;
  readonly generation: Generation;
}

/** Prompts and completions as models read them. */
export function tokenInputs(prompts: Prompts, { ids, maxTokens }: Completions): HostInputs<"prompts" | "completions"> {
  return {
    prompts: { data: prompts.ids, shape: [prompts.count, prompts.length] },
    completions: { data: ids, shape: [ids.length / maxTokens, maxTokens] },
  };
}

/** [R·M] 1 for the tokens that were written. */
export function maskOf({ maxTokens, lengths }: Completions): Uint8Array {
  const mask = new Uint8Array(lengths.length * maxTokens);
  lengths.forEach((length, r) => {
    mask.fill(1, r * maxTokens, r * maxTokens + length);
  });
  return mask;
}

/**
 * [R·M] advantages at the places of the tokens, from those of rollouts or tokens.
 *
 * @throws RewardError GUERDON_LEVEL for advantages of steps: completions have none
 */
export function spreadAdvantages(
  advantages: Signal,
  layout: Layout,
  { maxTokens, lengths }: Completions,
): Float64Array {
  if (advantages.level !== "rollout" && advantages.level !== "token") {
    throw new RewardError(
      "GUERDON_LEVEL",
      `Expected advantages of rollouts or tokens, got ${advantages.level} advantages.`,
      {
        hint: "Completions have no steps: use a credit and advantages at level token.",
        details: { got: advantages.level },
      },
    );
  }
  const out = new Float64Array(lengths.length * maxTokens);
  for (let r = 0; r < lengths.length; r++) {
    const start = layout.tokenOffsets[r] as number;
    for (let m = 0; m < (lengths[r] as number); m++) {
      out[r * maxTokens + m] = advantages.values[advantages.level === "token" ? start + m : r] as number;
    }
  }
  return out;
}

/** Puts chosen prompts of several batches together, with all their completions. */
export function gatherWritten(
  parts: readonly { readonly written: Written; readonly chosen: readonly number[] }[],
): Written {
  const picks = parts.flatMap(({ written, chosen }) => chosen.map((p) => ({ written, p })));
  const first = (parts[0] as { written: Written }).written;
  const { length } = first.prompts;
  const { maxTokens } = first.generation;
  const perPrompt = first.generation.lengths.length / first.prompts.count;
  const ids = new Int32Array(picks.length * length);
  const rows = picks.length * perPrompt;
  const generation = {
    ids: new Int32Array(rows * maxTokens),
    maxTokens,
    lengths: new Int32Array(rows),
    ended: new Uint8Array(rows),
    logProbs: new Float64Array(rows * maxTokens),
    entropies: new Float64Array(rows * maxTokens),
  };
  picks.forEach(({ written: { prompts, generation: from }, p }, i) => {
    ids.set(prompts.ids.subarray(p * length, (p + 1) * length), i * length);
    const [start, end] = [p * perPrompt, (p + 1) * perPrompt];
    generation.lengths.set(from.lengths.subarray(start, end), i * perPrompt);
    generation.ended.set(from.ended.subarray(start, end), i * perPrompt);
    for (const name of ["ids", "logProbs", "entropies"] as const) {
      generation[name].set(from[name].subarray(start * maxTokens, end * maxTokens), i * perPrompt * maxTokens);
    }
  });
  const items = picks.map(({ written, p }) => written.prompts.items[p] as Prompts["items"][number]);
  return { prompts: { ids, count: picks.length, length, items }, generation };
}

/** Chosen completions, the same number of each prompt, in the order of the prompts. */
export function gatherRollouts({ prompts, generation }: Written, rows: readonly number[]): Written {
  const { maxTokens } = generation;
  const take = <T extends Int32Array | Float64Array>(from: T, out: T): T => {
    rows.forEach((r, i) => {
      out.set(from.subarray(r * maxTokens, (r + 1) * maxTokens) as never, i * maxTokens);
    });
    return out;
  };
  const size = rows.length * maxTokens;
  return {
    prompts,
    generation: {
      ids: take(generation.ids, new Int32Array(size)),
      maxTokens,
      lengths: Int32Array.from(rows, (r) => generation.lengths[r] as number),
      ended: Uint8Array.from(rows, (r) => generation.ended[r] as number),
      logProbs: take(generation.logProbs, new Float64Array(size)),
      entropies: take(generation.entropies, new Float64Array(size)),
    },
  };
}

/** Rows of columns in another order. */
export function takeRows(columns: TokenColumns, rows: Int32Array): TokenColumns {
  const { maxTokens, refLogProbs } = columns;
  const take = <T extends Uint8Array | Float64Array>(from: T, out: T): T => {
    rows.forEach((r, i) => {
      out.set(from.subarray(r * maxTokens, (r + 1) * maxTokens) as never, i * maxTokens);
    });
    return out;
  };
  const floats = (from: Float64Array): Float64Array => take(from, new Float64Array(rows.length * maxTokens));
  return {
    maxTokens,
    mask: take(columns.mask, new Uint8Array(rows.length * maxTokens)),
    oldLogProbs: floats(columns.oldLogProbs),
    advantages: floats(columns.advantages),
    ...(refLogProbs === undefined ? {} : { refLogProbs: floats(refLogProbs) }),
  };
}

/** 0 … count − 1 in an order that a seed and a number decide (Fisher and Yates). */
export function shuffledRows(count: number, seed: number, at: number): Int32Array {
  const rows = Int32Array.from({ length: count }, (_, i) => i);
  const key = streamKey(seed, `shuffle ${at}`);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniformAt(key, i) * (i + 1));
    [rows[i], rows[j]] = [rows[j] as number, rows[i] as number];
  }
  return rows;
}
