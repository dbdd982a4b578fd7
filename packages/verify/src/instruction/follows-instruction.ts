import type { Arguments, Checker, Detect } from "./checker.ts";
import { findChecker } from "./find-checker.ts";
import { strip } from "./words.ts";

// The instructions of a row are about one text: its variants are made once.
let varied: string | undefined;
let variants: readonly string[] = [];

/** The text as it is, then without its first line, its last, both; then each without stars. */
export function looseVariants(text: string): readonly string[] {
  const lines = text.split("\n");
  const cut = [text, ...[[1], [0, -1], [1, -1]].map(([from, to]) => strip(lines.slice(from, to).join("\n")))];
  return [...new Set([...cut, ...cut.map((variant) => variant.replaceAll("*", ""))])];
}

/**
 * Says whether a text follows an instruction: as it is (strict), or in any of the loose variants. An empty text follows none.
 *
 * @throws RewardError GUERDON_OPTION for an unknown instruction or wrong arguments
 *
 * ```ts doctest
 * import { followsInstruction } from "@guerdon/verify/instruction";
 * const text = "Sure!\n\"no stops here\"";
 * [false, true].map((loose) => followsInstruction(text, "startend:quotation", {}, { loose })) // => [false, true]
 * ```
 */
export function followsInstruction(
  text: string,
  id: string,
  args: Arguments,
  { loose = false, detect = () => undefined }: { readonly loose?: boolean; readonly detect?: Detect } = {},
): boolean {
  const checker = findChecker(id);
  if (isFollowed(checker, text, args, detect)) return true;
  if (!loose) return false;
  if (text !== varied) {
    variants = looseVariants(text).slice(1);
    varied = text;
  }
  return variants.some((variant) => isFollowed(checker, variant, args, detect));
}

function isFollowed(checker: Checker, text: string, args: Arguments, detect: Detect): boolean {
  return strip(text) !== "" && checker(text, args, detect);
}
