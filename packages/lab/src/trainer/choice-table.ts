import type { ChoiceHeads } from "../world/index.ts";

export interface ChoiceTableOptions extends ChoiceHeads {
  /** Tables whose logits add up: each says for every prompt which of its rows counts. Default: a row of its own. */
  readonly rows?: readonly (readonly number[])[];
  /** Logit at the start of choice k of a head, for a prompt. Default 0. */
  initial?(head: number, choice: number, prompt: number): number;
}

/** Softmax policies over heads of choices, in one vector of parameters. */
export interface ChoiceTable {
  /** [D] what is learnt; 0 at the start. */
  readonly parameters: Float64Array;
  /** Chances of the choices of a head for a prompt, in a row that the next call overwrites. */
  chances(prompt: number, head: number): Float64Array;
  /** gradient += weight · ∇ log π(choice | prompt) of one head. */
  addScore(gradient: Float64Array, prompt: number, head: number, choice: number, weight: number): void;
}

/**
 * A table of logits, the sum of what is learnt for each group of prompts.
 *
 *   logit[p, h, k] = initial + Σ_t θ_t[row_t(p), h, k],   ∂ log π(k) / ∂ logit_j = 1[j = k] − π(j)
 *
 * One table with a row for each prompt is a policy for each; one with a single row is shared by all.
 */
export function createChoiceTable({ prompts = 16, heads, rows, initial = () => 0 }: ChoiceTableOptions): ChoiceTable {
  const tables = rows ?? [Array.from({ length: prompts }, (_, p) => p)];
  const width = heads.reduce((sum, size) => sum + size, 0);
  const headAt = heads.map((_, h) => heads.slice(0, h).reduce((sum, size) => sum + size, 0));
  let size = 0;
  const starts = tables.map((table) => {
    const start = size;
    size += (Math.max(...table) + 1) * width;
    return start;
  });
  const parameters = new Float64Array(size);
  const buffers = heads.map((choices) => new Float64Array(choices));
  const placesOf = (prompt: number, head: number): readonly number[] =>
    tables.map((table, t) => (starts[t] as number) + (table[prompt] as number) * width + (headAt[head] as number));
  const chances = (prompt: number, head: number): Float64Array => {
    const row = buffers[head] as Float64Array;
    const places = placesOf(prompt, head);
    let most = Number.NEGATIVE_INFINITY;
    for (let k = 0; k < row.length; k++) {
      let logit = initial(head, k, prompt);
      for (const place of places) logit += parameters[place + k] as number;
      row[k] = logit;
      most = Math.max(most, logit);
    }
    let total = 0;
    for (let k = 0; k < row.length; k++) {
      row[k] = Math.exp((row[k] as number) - most);
      total += row[k] as number;
    }
    for (let k = 0; k < row.length; k++) row[k] = (row[k] as number) / total;
    return row;
  };
  return {
    parameters,
    chances,
    addScore: (gradient, prompt, head, choice, weight) => {
      const row = chances(prompt, head);
      for (const place of placesOf(prompt, head)) {
        for (let k = 0; k < row.length; k++) {
          const slope = (k === choice ? 1 : 0) - (row[k] as number);
          gradient[place + k] = (gradient[place + k] as number) + weight * slope;
        }
      }
    },
  };
}
