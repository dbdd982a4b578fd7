import { RewardError } from "@guerdon/core/error";
import type { HostInput, HostInputs } from "../tensor/index.ts";
import { createSequencePlan, type SequencePlan, type TokenShape } from "./sequence-plan.ts";

export type TokenInputs = HostInputs<"prompts" | "completions">;

/** Gradients at the outputs; those left out are 0. */
export interface TokenPulls {
  readonly logProbs?: ArrayLike<number>;
  readonly entropy?: ArrayLike<number>;
}

/** What belongs to batches of one shape: kept as long as the shape stays. */
export interface TokenBatch {
  readonly plan: SequencePlan;
  /** [P·G] tokens of each completion that are read. */
  readonly lengths: Int32Array;
  /** [P·G·M] each; 0 where nothing was read. */
  readonly outputs: { readonly logProbs: Float32Array; readonly entropy: Float32Array };
  /** Copies of what was read last: their owner may write over them. */
  readonly read: { readonly prompts: Int32Array; readonly completions: Int32Array };
}

export function createTokenBatch(shape: TokenShape): TokenBatch {
  const size = shape.completions * shape.maxTokens;
  return {
    plan: createSequencePlan(shape),
    lengths: new Int32Array(shape.completions),
    outputs: { logProbs: new Float32Array(size), entropy: new Float32Array(size) },
    read: { prompts: new Int32Array(shape.prompts * shape.promptTokens), completions: new Int32Array(size) },
  };
}

/** @throws RewardError GUERDON_SHAPE when prompts have no tokens, or not as many completions each */
export function tokenShape({ prompts, completions }: TokenInputs): TokenShape {
  const [count, promptTokens] = prompts.shape as readonly [number, number];
  const [rows, maxTokens] = completions.shape as readonly [number, number];
  if (!(promptTokens > 0 && maxTokens > 0 && rows > 0) || rows % count !== 0) {
    throw new RewardError(
      "GUERDON_SHAPE",
      `Expected prompts [P, L] and completions [P·G, M], got [${prompts.shape}] and [${completions.shape}].`,
      {
        hint: "Give as many completions of each prompt, neighbours of one another.",
        details: { prompts: [...prompts.shape], completions: [...completions.shape] },
      },
    );
  }
  return { prompts: count, promptTokens, completions: rows, maxTokens };
}

export function isShape(a: TokenShape, b: TokenShape): boolean {
  return (
    a.prompts === b.prompts &&
    a.promptTokens === b.promptTokens &&
    a.completions === b.completions &&
    a.maxTokens === b.maxTokens
  );
}

/** Lengths up to the first end, or to the last token. */
export function lengthsByEnd({ lengths, plan }: TokenBatch, { data }: HostInput, end: number): void {
  const { maxTokens } = plan.shape;
  for (let r = 0; r < lengths.length; r++) {
    let m = 0;
    while (m < maxTokens - 1 && data[r * maxTokens + m] !== end) m++;
    lengths[r] = m + 1;
  }
}

/**
 * Lengths up to the last token that has a gradient.
 *
 * @returns whether none is longer than it was
 * @throws RewardError GUERDON_SHAPE when there are not as many gradients as tokens
 */
export function lengthsByGradient({ lengths, plan, outputs }: TokenBatch, pulls: TokenPulls): boolean {
  const { maxTokens } = plan.shape;
  const { logProbs, entropy } = pulls;
  for (const pull of [logProbs, entropy]) checkLength(pull, outputs.logProbs.length);
  let fits = true;
  for (let r = 0; r < lengths.length; r++) {
    let m = maxTokens;
    while (m > 0 && !((logProbs?.[r * maxTokens + m - 1] ?? 0) !== 0 || (entropy?.[r * maxTokens + m - 1] ?? 0) !== 0))
      m--;
    fits &&= m <= (lengths[r] as number);
    lengths[r] = m;
  }
  return fits;
}

function checkLength(pull: ArrayLike<number> | undefined, wanted: number): void {
  if (pull === undefined || pull.length === wanted) return;
  throw new RewardError("GUERDON_SHAPE", `Expected ${wanted} gradients, got ${pull.length}.`, {
    hint: "Give one gradient for each place of the completions, 0 where none is wanted.",
    details: { expected: wanted, got: pull.length },
  });
}

/** Whether a batch holds these tokens. */
export function isRead({ read }: TokenBatch, { prompts, completions }: TokenInputs): boolean {
  return isSame(read.prompts, prompts.data) && isSame(read.completions, completions.data);
}

function isSame(a: Int32Array, b: HostInput["data"]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/**
 * Copies the tokens of a batch.
 *
 * @throws RewardError GUERDON_SHAPE for a token that is not of the vocabulary
 */
export function keepTokens({ read }: TokenBatch, { prompts, completions }: TokenInputs, vocabulary: number): void {
  for (const [own, { data }] of [
    [read.prompts, prompts],
    [read.completions, completions],
  ] as const) {
    for (let i = 0; i < own.length; i++) {
      const token = data[i] as number;
      if (!(token >= 0 && token < vocabulary)) throw foreignToken(token, vocabulary);
      own[i] = token;
    }
  }
}

function foreignToken(token: number, vocabulary: number): RewardError {
  return new RewardError("GUERDON_SHAPE", `Expected tokens of 0 … ${vocabulary - 1}, got ${token}.`, {
    hint: "Make the model for the vocabulary of the world.",
    details: { got: token, vocabulary },
  });
}
