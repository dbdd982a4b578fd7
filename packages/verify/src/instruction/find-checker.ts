import { RewardError } from "@guerdon/core/error";
import type { Checker, Checkers } from "./checker.ts";
import { countChecks, ratioChecks } from "./count-checks.ts";
import { customChecks } from "./custom-checks.ts";
import { formatChecks } from "./format-checks.ts";
import { frenchChecks } from "./french-checks.ts";
import { japaneseChecks } from "./japanese-checks.ts";
import { frameChecks, keywordChecks } from "./keyword-checks.ts";
import { layoutChecks } from "./layout-checks.ts";
import { caseChecks, lengthChecks } from "./length-checks.ts";
import { sentenceChecks } from "./sentence-checks.ts";
import { spanishChecks } from "./spanish-checks.ts";
import { wordChecks } from "./word-checks.ts";

const ENGLISH: Checkers = { ...keywordChecks, ...lengthChecks, ...caseChecks, ...formatChecks, ...frameChecks };
const BENCH: Checkers = {
  ...countChecks,
  ...ratioChecks,
  ...wordChecks,
  ...sentenceChecks,
  ...layoutChecks,
  ...customChecks,
};

/** Every checker by its instruction: IFEval and IFBench by their own names, M-IFEval's with `en:`, `es:`, `fr:` or `ja:`. */
export const CHECKERS: ReadonlyMap<string, Checker> = new Map(
  Object.entries({
    ...ENGLISH,
    ...BENCH,
    ...prefixed("en", ENGLISH),
    ...prefixed("es", { ...ENGLISH, ...spanishChecks }),
    ...prefixed("fr", { ...ENGLISH, ...frenchChecks }),
    ...prefixed("ja", { ...ENGLISH, ...japaneseChecks }),
  }),
);

function prefixed(language: string, checkers: Checkers): Checkers {
  return Object.fromEntries(Object.entries(checkers).map(([id, checker]) => [`${language}:${id}`, checker]));
}

/** Whether an instruction needs the language of the text. */
export function needsLanguage(id: string): boolean {
  return /response_language$|_capital$|_lowercase$/u.test(id);
}

/**
 * The checker of an instruction.
 *
 * @throws RewardError GUERDON_OPTION when there is none
 */
export function findChecker(id: string): Checker {
  const checker = CHECKERS.get(id);
  if (checker !== undefined) return checker;
  throw new RewardError("GUERDON_OPTION", `Expected an instruction of IFEval, M-IFEval or IFBench, got \`${id}\`.`, {
    hint: "Write it as the data set does, for example `keywords:existence` or `fr:punctuation:no_comma`.",
    details: { option: "instructions", got: id },
  });
}
