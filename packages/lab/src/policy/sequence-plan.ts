import type { HostInput } from "../tensor/index.ts";

/** Prompts [P, L] and their completions [P·G, M]. */
export interface TokenShape {
  /** P */
  readonly prompts: number;
  /** L */
  readonly promptTokens: number;
  /** P·G */
  readonly completions: number;
  /** M */
  readonly maxTokens: number;
}

/**
 * Rows of a batch without padding: first those of the prompts, then those that stand before each written token.
 *
 * The completions of a prompt share its rows: a sequence reads the rows of its prompt, then its own.
 */
export interface SequencePlan {
  readonly shape: TokenShape;
  /** Rows of prompts, filled up to a multiple of 4; where those of completions begin. */
  split: number;
  /** All rows, filled up to a multiple of 4. */
  rows: number;
  /** [rows] what each reads; −1 fills up. */
  readonly tokens: Int32Array;
  /** [rows] its place in the padded sequence. */
  readonly places: Int32Array;
  /** [rows] number r·M + m of the token that is written there; −1 in prompts. */
  readonly outputs: Int32Array;
  /** [P + P·G] first row and number of rows of each sequence, prompts first. */
  readonly firsts: Int32Array;
  readonly counts: Int32Array;
  /** [P + P·G] keys of a sequence that are not its own rows. */
  readonly before: Int32Array;
  /** [P + P·G, L − 1 + M] rows of the keys of each sequence. */
  readonly keys: Int32Array;
}

/** Rows there can be. */
export function mostRows({ prompts, promptTokens, completions, maxTokens }: TokenShape): number {
  return fourfold(prompts * (promptTokens - 1)) + fourfold(completions * maxTokens);
}

/** Keys a sequence can have: L − 1 + M. */
export function keyCount({ promptTokens, maxTokens }: TokenShape): number {
  return promptTokens - 1 + maxTokens;
}

export function createSequencePlan(shape: TokenShape): SequencePlan {
  const { prompts, completions } = shape;
  const rows = mostRows(shape);
  const sequences = prompts + completions;
  const column = (length: number): Int32Array => new Int32Array(length);
  return {
    shape,
    ...{ split: 0, rows: 0, tokens: column(rows), places: column(rows), outputs: column(rows) },
    ...{ firsts: column(sequences), counts: column(sequences), before: column(sequences) },
    keys: column(sequences * keyCount(shape)),
  };
}

/**
 * Lays a batch out.
 *
 * @param lengths - [P·G] tokens of each completion that matter; prompts without any are left out
 */
export function planSequences(
  plan: SequencePlan,
  { prompts, completions }: { readonly prompts: HostInput; readonly completions: HostInput },
  lengths: Int32Array,
  pad: number,
): void {
  const { shape } = plan;
  plan.rows = 0;
  for (let p = 0; p < shape.prompts; p++) planPrompt(plan, prompts.data, lengths, pad, p);
  fillUp(plan);
  plan.split = plan.rows;
  for (let r = 0; r < shape.completions; r++) {
    planCompletion(plan, prompts.data, completions.data, lengths[r] as number, r);
  }
  fillUp(plan);
}

function planPrompt(plan: SequencePlan, ids: HostInput["data"], lengths: Int32Array, pad: number, p: number): void {
  const { shape } = plan;
  const { prompts, promptTokens, completions } = shape;
  const perPrompt = completions / prompts;
  let longest = 0;
  for (let r = p * perPrompt; r < (p + 1) * perPrompt; r++) longest = Math.max(longest, lengths[r] as number);
  plan.firsts[p] = plan.rows;
  plan.before[p] = 0;
  if (longest > 0) {
    for (let t = 0; t < promptTokens - 1; t++) {
      const token = ids[p * promptTokens + t] as number;
      if (token !== pad) addRow(plan, token, t, -1);
    }
  }
  const count = plan.rows - (plan.firsts[p] as number);
  plan.counts[p] = count;
  const from = p * keyCount(shape);
  for (let i = 0; i < count; i++) plan.keys[from + i] = (plan.firsts[p] as number) + i;
}

function planCompletion(
  plan: SequencePlan,
  promptIds: HostInput["data"],
  ids: HostInput["data"],
  length: number,
  r: number,
): void {
  const { shape } = plan;
  const { prompts, promptTokens, completions, maxTokens } = shape;
  const p = Math.floor((r * prompts) / completions);
  const [s, stride] = [prompts + r, keyCount(shape)];
  const shared = plan.counts[p] as number;
  plan.firsts[s] = plan.rows;
  plan.counts[s] = length;
  plan.before[s] = shared;
  plan.keys.copyWithin(s * stride, p * stride, p * stride + shared);
  for (let m = 0; m < length; m++) {
    plan.keys[s * stride + shared + m] = plan.rows;
    const at = r * maxTokens + m;
    const token = m === 0 ? promptIds[(p + 1) * promptTokens - 1] : ids[at - 1];
    addRow(plan, token as number, promptTokens - 1 + m, at);
  }
}

function addRow(plan: SequencePlan, token: number, place: number, output: number): void {
  plan.tokens[plan.rows] = token;
  plan.places[plan.rows] = place;
  plan.outputs[plan.rows] = output;
  plan.rows += 1;
}

function fillUp(plan: SequencePlan): void {
  while (plan.rows % 4 !== 0) addRow(plan, -1, 0, -1);
}

function fourfold(count: number): number {
  return (count + 3) & ~3;
}
