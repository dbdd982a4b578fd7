import type { AnyFactory } from "@guerdon/core/piece";
import { codeQuality } from "./code-quality.ts";
import { codeSimilarity } from "./code-similarity.ts";
import { stdinStdout } from "./stdin-stdout.ts";
import { testSmells } from "./test-smells.ts";
import { unitTests } from "./unit-tests.ts";

/** The sources of this folder, for a library. */
export const codeSources: readonly AnyFactory[] = [stdinStdout, unitTests, codeQuality, codeSimilarity, testSmells];

export { type CodeQualityOptions, codeQuality } from "./code-quality.ts";
export { type CodeSimilarityOptions, codeSimilarity } from "./code-similarity.ts";
export { programText } from "./program-text.ts";
export { stdinStdout } from "./stdin-stdout.ts";
export { type TestSmellsOptions, testSmells } from "./test-smells.ts";
export { unitTests } from "./unit-tests.ts";
