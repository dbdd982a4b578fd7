import type { RewardError } from "@guerdon/core/error";

/** A line of the input: its text, or why it cannot be used. `row` is its line number, from 1. */
export type Row =
  | { readonly row: number; readonly text: string }
  | { readonly row: number; readonly error: RewardError };
