import type { Engine } from "../catalogue/engine.ts";
import { packageEngine } from "../catalogue/package-engine.ts";

export const engines: readonly Engine[] = [
  packageEngine("ajv", "8.20.0", ["json-schema"]),
  packageEngine("ajv-formats", "3.0.1", ["json-schema"]),
];
