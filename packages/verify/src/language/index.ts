import type { AnyFactory } from "@guerdon/core/piece";
import { grammar } from "./grammar.ts";
import { language } from "./language.ts";

export { type DetectLanguage, loadLanguageDetector } from "./detect-language.ts";
export type { GrammarOptions } from "./grammar.ts";
export type { LanguageOptions } from "./language.ts";
export { grammar, language };

/** Sources that judge the language of a text. */
export const languageSources: readonly AnyFactory[] = [language, grammar];
