import type { Engine } from "../catalogue/engine.ts";
import { packageEngine } from "../catalogue/package-engine.ts";

export const engines: readonly Engine[] = [packageEngine("gpt-tokenizer", "4.0.0", ["length"])];
