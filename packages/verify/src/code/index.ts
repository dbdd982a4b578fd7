import type { AnyFactory } from "@guerdon/core/piece";
import { stdinStdout } from "./stdin-stdout.ts";
import { unitTests } from "./unit-tests.ts";

/** The sources of this folder, for a library. */
export const codeSources: readonly AnyFactory[] = [stdinStdout, unitTests];

export { programText } from "./program-text.ts";
export { stdinStdout } from "./stdin-stdout.ts";
export { unitTests } from "./unit-tests.ts";
