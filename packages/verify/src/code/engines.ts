import type { Engine } from "../catalogue/engine.ts";
import { packageEngine } from "../catalogue/package-engine.ts";

const READERS = ["code-quality", "code-similarity", "progress-markers", "test-smells"];

export const engines: readonly Engine[] = [
  packageEngine("web-tree-sitter", "0.27.1", READERS),
  packageEngine("@vscode/tree-sitter-wasm", "0.3.1", READERS),
];
