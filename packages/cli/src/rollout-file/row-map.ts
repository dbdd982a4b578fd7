import type { Json } from "@guerdon/core/signal";

/** Where one field of a rollout comes from. */
export interface MapEntry {
  /** Path in the rollout: `["item", "answer"]`. */
  readonly target: readonly string[];
  /** Dotted path in the foreign row, or a value that is the same for all rows. */
  readonly from: { readonly path: string } | { readonly const: Json };
}

/** How foreign rows become rollouts; shorter targets come first. */
export type RowMap = readonly MapEntry[];

/** The fields of a row that is a rollout already. */
export const ROLLOUT_FIELDS = [
  "id",
  "group",
  "item",
  "prompt",
  "completion",
  "messages",
  "sample",
  "steps",
  "tokens",
  "meta",
] as const;

export type RolloutField = (typeof ROLLOUT_FIELDS)[number];

/** The fields of a rollout row, unchecked. */
export type RolloutFields = { [field in RolloutField]?: Json };
