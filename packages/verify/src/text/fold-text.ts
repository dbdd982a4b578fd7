import { z } from "zod";

/** How two texts are made comparable. */
export interface FoldOptions {
  /** Whether `Paris` and `paris` differ. */
  readonly caseSensitive: boolean;
  /** Whether white space around the text is dropped. */
  readonly trim: boolean;
  /** Unicode form both sides are brought to; NFKC also joins look-alikes such as `Ａ` and `A`. */
  readonly normalise: "none" | "NFC" | "NFKC";
}

/** The same option names in every text source. */
export const foldOptions: { readonly [K in keyof FoldOptions]: z.ZodType<FoldOptions[K], FoldOptions[K] | undefined> } =
  {
    caseSensitive: z.boolean().default(true),
    trim: z.boolean().default(true),
    normalise: z.enum(["none", "NFC", "NFKC"]).default("none"),
  };

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
