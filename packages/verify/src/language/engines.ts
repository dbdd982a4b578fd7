import type { Engine } from "../catalogue/engine.ts";
import { packageEngine } from "../catalogue/package-engine.ts";

export const engines: readonly Engine[] = [
  packageEngine("eld", "2.1.0", ["language"]),
  packageEngine("harper.js", "2.10.0", ["grammar"]),
];
