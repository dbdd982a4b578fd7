import type { Engine } from "../catalogue/engine.ts";
import { chromiumEngine } from "../web/engines.ts";

/** What slides are rendered with. */
export const engines: readonly Engine[] = [chromiumEngine(["slide-deck"])];
