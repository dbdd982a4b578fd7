import type { AnyFactory } from "@guerdon/core/piece";
import { choice } from "./choice.ts";
import { contains } from "./contains.ts";
import { length } from "./length.ts";
import { literal } from "./literal.ts";
import { regex } from "./regex.ts";
import { repetition } from "./repetition.ts";

export type { ChoiceOptions } from "./choice.ts";
export type { ContainsOptions } from "./contains.ts";
export { countCharacters } from "./count-characters.ts";
export { countWords } from "./count-words.ts";
export { declaredPart } from "./declared-part.ts";
export { type ChoiceExtractor, type ChoiceFound, type ChoicePosition, extractChoice } from "./extract-choice.ts";
export { type FoldOptions, foldText } from "./fold-text.ts";
export type { LengthOptions } from "./length.ts";
export { matchesFromEnd, type Spot } from "./matches-from-end.ts";
export type { RegexOptions } from "./regex.ts";
export { repeatedFraction } from "./repeated-fraction.ts";
export type { RepetitionOptions } from "./repetition.ts";
export { type Encoding, loadTokenCounter, type TokenCounter } from "./token-counter.ts";
export { choice, contains, length, literal, regex, repetition };

/** Sources that look at a text alone. */
export const textSources: readonly AnyFactory[] = [literal, contains, regex, choice, length, repetition];
