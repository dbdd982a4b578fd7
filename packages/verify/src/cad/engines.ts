import type { Engine } from "../catalogue/engine.ts";
import { packageEngine } from "../catalogue/package-engine.ts";

const VERIFIERS = ["solid-check", "solid-match", "solid-facts"];

/** What the sources of this folder execute with. */
export const engines: readonly Engine[] = [
  packageEngine("quickjs-emscripten", "0.32.0", VERIFIERS),
  packageEngine("@jscad/modeling", "2.13.0", VERIFIERS),
  packageEngine("manifold-3d", "3.5.4", VERIFIERS),
];
