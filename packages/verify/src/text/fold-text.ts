import { z } from "zod";

/** How two texts are made comparable; the same names in every text source. */
export const foldOptions = {
  /** Whether `Paris` and `paris` differ. */
  caseSensitive: z.boolean().default(true),
  /** Whether white space around the text is dropped. */
  trim: z.boolean().default(true),
  /** Unicode form both sides are brought to; NFKC also joins look-alikes such as `Ａ` and `A`. */
  normalise: z.enum(["none", "NFC", "NFKC"]).default("none"),
} as const;

export interface FoldOptions {
  readonly caseSensitive: boolean;
  readonly trim: boolean;
  readonly normalise: "none" | "NFC" | "NFKC";
}

/**
 * The function that brings a text into the form in which it is compared.
 *
 * ```ts doctest
 * import { foldText } from "@guerdon/verify/text";
 * foldText({ caseSensitive: false, trim: true, normalise: "NFKC" })(" Ａb ") // => "ab"
 * ```
 */
export function foldText({ caseSensitive, trim, normalise }: FoldOptions): (text: string) => string {
  return (text) => {
    let folded = normalise === "none" ? text : text.normalize(normalise);
    if (!caseSensitive) folded = folded.toLowerCase();
    return trim ? folded.trim() : folded;
  };
}
