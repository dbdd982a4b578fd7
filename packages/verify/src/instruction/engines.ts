import type { Engine } from "../catalogue/engine.ts";
import { packageEngine } from "../catalogue/package-engine.ts";

export const engines: readonly Engine[] = [packageEngine("langdetect", "0.2.1", ["instructions"])];
