import type { AnyFactory } from "../piece/index.ts";
import { decoupled } from "./decoupled.ts";
import { groupRelative } from "./group-relative.ts";

/** All advantages, for a library. */
export const advantages: readonly AnyFactory[] = [decoupled, groupRelative];

export type { BatchRule } from "./batch-rule.ts";
export { type DecoupledOptions, decoupled } from "./decoupled.ts";
export { type GroupRelativeOptions, groupRelative } from "./group-relative.ts";
export type { EpsPlace, GroupRule } from "./group-rule.ts";
export { advantagePresets } from "./presets.ts";
