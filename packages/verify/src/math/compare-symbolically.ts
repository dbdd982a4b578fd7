import { symbolicVerdict } from "./symbolic-verdict.ts";
import "@cortex-js/compute-engine";

/**
 * The symbolic comparison as a task for a killable process. The engine is loaded with the module, so that its
 * load time counts for no row; where it is not installed, every row says so.
 */
export const compareSymbolically: typeof symbolicVerdict = symbolicVerdict;
