import type { Engine } from "../catalogue/engine.ts";
import { packageEngine } from "../catalogue/package-engine.ts";

export const engines: readonly Engine[] = [packageEngine("@cortex-js/compute-engine", "0.140.0", ["math"])];
