import type { Json } from "@guerdon/core/signal";

/** Values of the declared fields, as the templates would give them. */
export type RowFields = { readonly [field: string]: Json };

/** What a row scores: one number, or one for each of its steps or tokens where the source scores those. */
export type RowValue = number | readonly number[];

/** One row of a verifier with what it must say. */
export interface VerifierRow {
  /** What the row shows, in a few words: "an answer in the other order". */
  readonly title: string;
  readonly fields: RowFields;
  /** The other members of its group, for a source that compares them. */
  readonly others?: readonly RowFields[];
  readonly options?: { readonly [option: string]: Json };
  /** The score, to 1e-9. */
  readonly value: RowValue;
}

/**
 * Rows that show a verifier at work: right ones and near misses, which look alike and must score lower.
 *
 * A near miss has the options of a gold row and a lower value than each gold row of the same options. Of values by step
 * or token the sum counts.
 */
export interface VerifierRows {
  /** A plain measurement, where neither end is right: a near miss has another value than the gold rows, not a lower one. */
  readonly measured?: true;
  readonly gold: readonly VerifierRow[];
  readonly nearMisses: readonly VerifierRow[];
}

/** The rows of a domain's sources, by the name of the source: `rows.ts` of its folder. */
export type DomainRows = { readonly [source: string]: VerifierRows };
