import type { Json } from "../signal/json.ts";

/** What the adaptive pieces of a program remember between training steps, as JSON. */
export interface ProgramState {
  /** Hash of the program it belongs to. */
  readonly program: string;
  /** The last training step it has seen; −1 before the first. */
  readonly step: number;
  /** State of each adaptive term and credit, by name. */
  readonly terms: { readonly [name: string]: Json };
  /** State of each advantage of the chain; null where it is not adaptive. */
  readonly advantages: readonly Json[];
}
