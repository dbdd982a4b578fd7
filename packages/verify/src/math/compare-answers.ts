import { checkSizes } from "./check-sizes.ts";
import { bareWords, cleanAnswer, sameLooks } from "./clean-answer.ts";
import { type Match, match } from "./compare-context.ts";
import { compareNodes } from "./compare-nodes.ts";
import { LimitError } from "./limit-error.ts";
import type { MathNode } from "./math-node.ts";
import { type MathOptions, mathOptions, type ResolvedMathOptions } from "./math-options.ts";
import type { MathSide, MathVerdict } from "./math-verdict.ts";
import { type ParsedMath, parseMath } from "./parse-math.ts";
import { comparePlainNumbers } from "./plain-number.ts";
import { sameUnits } from "./same-units.ts";
import { screenText } from "./screen-text.ts";
import { SyntaxFailure } from "./syntax-failure.ts";

/**
 * Decides whether a candidate's answer equals the gold answer, in bounded time and memory.
 *
 * The order is: plain numbers, same text, then both are parsed and compared by the rules of their kind:
 * exact fractions, complex doubles, fixed pseudo-random points for variables, sets, intervals, tuples, matrices, relations.
 * The comparison is not symmetric: the gold is trusted, the candidate is hostile.
 *
 * @param gold - the reference answer, without the text around it
 * @param candidate - the answer taken out of a model's output by `extractAnswer`
 *
 * ```ts doctest
 * import { compareAnswers } from "@guerdon/verify/math";
 * compareAnswers("\\frac{1}{2}", "0.5").kind // => "equal"
 * ```
 */
export function compareAnswers(gold: string, candidate: string, options?: MathOptions): MathVerdict {
  const plain = comparePlainNumbers(gold, candidate);
  if (plain === 1) return SAME_NUMBER;
  if (plain === 0 && options === undefined) return DIFFERENT_NUMBER;
  return compareTexts(gold, candidate, mathOptions(options));
}

const SAME_NUMBER: MathVerdict = { kind: "equal", reason: "same number" };
const DIFFERENT_NUMBER: MathVerdict = { kind: "different", reason: "different numbers" };

const refused = (side: MathSide, reason: string): MathVerdict => ({
  kind: "refused",
  side,
  reason: `${side}: ${reason}`,
});

function compareTexts(goldRaw: string, candidateRaw: string, options: ResolvedMathOptions): MathVerdict {
  const goldText = screenText(goldRaw, options.limits.characters);
  if ("refused" in goldText) return refused("gold", goldText.refused);
  const candidateText = screenText(candidateRaw, options.limits.characters);
  if ("refused" in candidateText) return refused("candidate", candidateText.refused);
  const gold = cleanAnswer(goldText.text);
  const candidate = cleanAnswer(candidateText.text);
  if (gold === "") return refused("gold", "empty answer");
  const looks = sameLooks(candidate);
  if (looks === "") return match.different("empty answer");
  if (looks === sameLooks(gold) && options.units === "ignored") return match.equal("same text");
  if (isProse(gold) && isProse(candidate) && bareWords(gold) === bareWords(candidate)) return match.equal("same words");
  return compareReadings(gold, candidate, options);
}

/** Words only, long enough not to be a product of letters. */
const isProse = (text: string): boolean =>
  /^[a-z\s.'-]{4,}$/i.test(text.replace(/\\(?:text\w*|mbox)\s*\{([^{}]*)\}/g, "$1"));

/** What one side reads as: a tree, or why not. */
type Reading = { readonly parsed: ParsedMath } | { readonly words: string } | { readonly verdict: MathVerdict };

function read(
  text: string,
  side: MathSide,
  thousands: boolean,
  decimalComma: boolean,
  options: ResolvedMathOptions,
): Reading {
  try {
    const parsed = parseMath(text, { thousands, decimalComma, limits: options.limits });
    checkSizes(parsed.node, options.limits);
    return { parsed };
  } catch (error) {
    if (error instanceof LimitError) return { verdict: refused(side, error.message) };
    if (error instanceof SyntaxFailure) return { words: text };
    throw error;
  }
}

function compareReadings(gold: string, candidate: string, options: ResolvedMathOptions): MathVerdict {
  const a = read(gold, "gold", true, options.decimalComma, options);
  if ("verdict" in a) return a.verdict;
  const b = read(candidate, "candidate", true, false, options);
  if ("verdict" in b) return b.verdict;
  const first = compareTwo(a, b, options);
  if (first.kind === "equal" || first.kind === "refused") return first;
  return otherCommas(gold, candidate, a, b, options) ?? first;
}

/** Tries the other meanings of a comma between digits: a separator of values, or a decimal comma. */
function otherCommas(
  gold: string,
  candidate: string,
  a: Reading,
  b: Reading,
  options: ResolvedMathOptions,
): MathVerdict | undefined {
  const tries: [Reading, Reading][] = [];
  if (/\d,\d{3}/.test(gold)) tries.push([read(gold, "gold", false, false, options), b]);
  if (/\d,\d{3}/.test(candidate)) tries.push([a, read(candidate, "candidate", false, false, options)]);
  const isDecimal = "parsed" in a && a.parsed.node.k === "number" && a.parsed.node.decimal;
  if (isDecimal && /\d,\d/.test(candidate) && !/(?<!\d)[1-9]\d{0,2}(?:,\d{3})+(?!\d)/.test(candidate))
    tries.push([a, read(candidate, "candidate", false, true, options)]);
  if (options.decimalComma && /\d,\d/.test(gold)) tries.push([read(gold, "gold", false, true, options), b]);
  for (const [x, y] of tries) {
    const verdict = compareTwo(x, y, options);
    if (verdict.kind === "equal") return verdict;
  }
  return undefined;
}

function compareTwo(a: Reading, b: Reading, options: ResolvedMathOptions): MathVerdict {
  if ("verdict" in a || "verdict" in b) return match.different("another reading was refused");
  if ("words" in a || "words" in b) return compareUnread(a, b);
  if (options.units === "required" && !sameUnits(a.parsed.units, b.parsed.units))
    return match.different("different units");
  try {
    return compareNodes(a.parsed.node, b.parsed.node, options);
  } catch (error) {
    if (error instanceof LimitError) return refused("candidate", error.message);
    throw error;
  }
}

/** At least one side is not mathematics this reader knows: equal as words, or left to the symbolic engine. */
function compareUnread(
  a: Exclude<Reading, { verdict: MathVerdict }>,
  b: Exclude<Reading, { verdict: MathVerdict }>,
): Match {
  const text = (r: typeof a): string => ("words" in r ? r.words : wordsOf(r.parsed.node));
  const goldWords = bareWords(text(a));
  const hasNames =
    "words" in a &&
    "words" in b &&
    /[a-z]/i.test(goldWords) &&
    !/\\[a-z]/i.test(`${a.words}${b.words}`) &&
    !/[-+*/^_0-9<>=]/.test(a.words);
  if (hasNames && goldWords === bareWords(b.words)) return match.equal("same words");
  const formal = (r: typeof a): boolean =>
    "words" in r && /\\[a-zA-Z]{2,}/.test(r.words) && !/[a-z]{3,} [a-z]{3,}/i.test(r.words.replace(/\\[a-zA-Z]+/g, ""));
  if (formal(a) && ("parsed" in b || formal(b)))
    return match.undecided("the gold uses notation this reader does not know");
  return match.different("words" in b ? "the answer is not mathematics" : "the gold is words");
}

const wordsOf = (node: MathNode): string => (node.k === "words" ? node.text : "");
