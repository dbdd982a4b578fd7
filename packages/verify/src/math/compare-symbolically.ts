import { symbolicVerdict } from "./symbolic-verdict.ts";

/**
 * The symbolic comparison as a task for a killable process. The engine is loaded and warm before the first row, so
 * that its start counts for none; where it is not installed, every row says so.
 */
export const compareSymbolically: typeof symbolicVerdict = symbolicVerdict;

await symbolicVerdict({ gold: "\\int_0^2 x dx", candidate: "\\int_0^2 t dt", options: {} });
