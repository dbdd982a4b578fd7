import type { AnyFactory } from "@guerdon/core/piece";
import { rtlEquivalence } from "./rtl-equivalence.ts";

/** The sources of this folder, for a library. */
export const rtlSources: readonly AnyFactory[] = [rtlEquivalence];

export { type EquivalenceOptions, type EquivalenceVerdict, proveEquivalence } from "./prove-equivalence.ts";
export { type RtlEquivalenceOptions, rtlEquivalence } from "./rtl-equivalence.ts";
