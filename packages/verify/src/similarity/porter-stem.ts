/** Forms the rules would get wrong; those NLTK keeps. */
const IRREGULAR: ReadonlyMap<string, string> = new Map([
  ["skies", "sky"],
  ["sky", "sky"],
  ["dying", "die"],
  ["lying", "lie"],
  ["tying", "tie"],
  ["news", "news"],
  ["innings", "inning"],
  ["inning", "inning"],
  ["outings", "outing"],
  ["outing", "outing"],
  ["cannings", "canning"],
  ["canning", "canning"],
  ["howe", "howe"],
  ["proceed", "proceed"],
  ["exceed", "exceed"],
  ["succeed", "succeed"],
]);

type Rule = readonly [suffix: string, replacement: string];

const STEP_2: readonly Rule[] = [
  ["ational", "ate"],
  ["tional", "tion"],
  ["enci", "ence"],
  ["anci", "ance"],
  ["izer", "ize"],
  ["bli", "ble"],
  ["alli", "al"],
  ["entli", "ent"],
  ["eli", "e"],
  ["ousli", "ous"],
  ["ization", "ize"],
  ["ation", "ate"],
  ["ator", "ate"],
  ["alism", "al"],
  ["iveness", "ive"],
  ["fulness", "ful"],
  ["ousness", "ous"],
  ["aliti", "al"],
  ["iviti", "ive"],
  ["biliti", "ble"],
  ["fulli", "ful"],
];

const STEP_3: readonly Rule[] = [
  ["icate", "ic"],
  ["ative", ""],
  ["alize", "al"],
  ["iciti", "ic"],
  ["ical", "ic"],
  ["ful", ""],
  ["ness", ""],
];

const STEP_4: readonly Rule[] = "al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize"
  .split(" ")
  .map((suffix) => [suffix, ""] as const);

const kept = new Map<string, string>();
const KEPT_WORDS = 20_000;
/** No English word is longer; a longer run of letters is left as it is. */
const LONGEST_WORD = 64;

/**
 * The stem of an English word in lower case: Porter's algorithm with the departures of NLTK, which ROUGE and METEOR use.
 *
 * ```ts doctest
 * import { porterStem } from "@guerdon/verify/similarity";
 * ["running", "relational", "happily", "skies"].map(porterStem) // => ["run", "relat", "happili", "sky"]
 * ```
 */
export function porterStem(word: string): string {
  if (word.length <= 2 || word.length > LONGEST_WORD) return word;
  const known = kept.get(word);
  if (known !== undefined) return known;
  const stem = IRREGULAR.get(word) ?? endings(derivations(yToI(pastAndGerund(plural(word)))));
  if (kept.size >= KEPT_WORDS) kept.clear();
  kept.set(word, stem);
  return stem;
}

/** Step 1a. */
function plural(word: string): string {
  if (word.length === 4 && word.endsWith("ies")) return `${word.slice(0, -3)}ie`;
  if (word.endsWith("sses") || word.endsWith("ies")) return word.slice(0, -2);
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** Step 1b. */
function pastAndGerund(word: string): string {
  if (word.endsWith("ied")) return word.slice(0, word.length === 4 ? -1 : -2);
  if (word.endsWith("eed")) return measure(word.slice(0, -3)) > 0 ? word.slice(0, -1) : word;
  const cut = word.endsWith("ed") ? 2 : word.endsWith("ing") ? 3 : 0;
  const stem = word.slice(0, word.length - cut);
  if (cut === 0 || !shape(stem).includes("v")) return word;
  if (/(?:at|bl|iz)$/.test(stem)) return `${stem}e`;
  if (endsDouble(stem)) return /[lsz]$/.test(stem) ? stem : stem.slice(0, -1);
  return measure(stem) === 1 && endsShort(stem) ? `${stem}e` : stem;
}

/** Step 1c. */
function yToI(word: string): string {
  return word.endsWith("y") && word.length > 2 && shape(word.slice(0, -1)).endsWith("c")
    ? `${word.slice(0, -1)}i`
    : word;
}

/** Steps 2 and 3. */
function derivations(word: string): string {
  let step = word;
  while (step.endsWith("alli") && measure(step.slice(0, -4)) > 0) step = step.slice(0, -2);
  if (step.endsWith("logi")) step = measure(step.slice(0, -3)) > 0 ? step.slice(0, -1) : step;
  else step = replaceFirst(step, STEP_2, (stem) => measure(stem) > 0);
  return replaceFirst(step, STEP_3, (stem) => measure(stem) > 0);
}

/** Steps 4 and 5. */
function endings(word: string): string {
  let step = replaceFirst(
    word,
    STEP_4,
    (stem, suffix) => measure(stem) > 1 && (suffix !== "ion" || /[st]$/.test(stem)),
  );
  if (step.endsWith("e")) {
    const stem = step.slice(0, -1);
    const size = measure(stem);
    if (size > 1 || (size === 1 && !endsShort(stem))) step = stem;
  }
  return step.endsWith("ll") && measure(step.slice(0, -1)) > 1 ? step.slice(0, -1) : step;
}

/** Replaces the first suffix of the list the word has, where the stem allows it; no later one is tried. */
function replaceFirst(word: string, rules: readonly Rule[], allows: (stem: string, suffix: string) => boolean): string {
  for (const [suffix, replacement] of rules) {
    if (!word.endsWith(suffix)) continue;
    const stem = word.slice(0, word.length - suffix.length);
    return allows(stem, suffix) ? stem + replacement : word;
  }
  return word;
}

/** A letter a character: c consonant, v vowel; `y` after a consonant is a vowel. */
function shape(word: string): string {
  let letters = "";
  for (let i = 0; i < word.length; i++) {
    const letter = word[i] as string;
    letters += "aeiou".includes(letter) || (letter === "y" && i > 0 && letters[i - 1] === "c") ? "v" : "c";
  }
  return letters;
}

/** The number of times a consonant follows a vowel. */
function measure(stem: string): number {
  return shape(stem).split("vc").length - 1;
}

function endsDouble(word: string): boolean {
  return word.length >= 2 && word.at(-1) === word.at(-2) && shape(word).endsWith("c");
}

/** Consonant, vowel, consonant that is no w, x or y; of two letters, vowel and consonant. */
function endsShort(word: string): boolean {
  const letters = shape(word);
  return (letters.endsWith("cvc") && !/[wxy]$/.test(word)) || (word.length === 2 && letters === "vc");
}
