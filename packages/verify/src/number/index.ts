import type { AnyFactory } from "@guerdon/core/piece";
import { number } from "./number.ts";

export { type AnswerField, answerField } from "./answer-field.ts";
export { type ExtractOptions, extractNumber, type NumberFound } from "./extract-number.ts";
export type { NumberOptions } from "./number.ts";
export { type Quantity, sameNumber, type Tolerance } from "./same-number.ts";
export { scanNumbers, type WrittenNumber } from "./scan-numbers.ts";
export { number };

/** Sources that compare numbers. */
export const numberSources: readonly AnyFactory[] = [number];
