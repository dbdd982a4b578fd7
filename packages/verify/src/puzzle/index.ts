import type { AnyFactory } from "@guerdon/core/piece";
import { arithmeticTarget } from "./arithmetic-target.ts";
import { gridMatch } from "./grid-match.ts";
import { sudoku } from "./sudoku.ts";

export { type ArithmeticTargetOptions, statedExpression, targetMissed } from "./arithmetic-target.ts";
export { type Arithmetic, evaluateArithmetic } from "./evaluate-arithmetic.ts";
export { type GridMatchOptions, gridScore } from "./grid-match.ts";
export { type Grid, gridOf, readGrid, sameShape } from "./read-grid.ts";
export { sudokuFault } from "./sudoku.ts";
export { arithmeticTarget, gridMatch, sudoku };

/** Sources that check answers of puzzles. */
export const puzzleSources: readonly AnyFactory[] = [arithmeticTarget, gridMatch, sudoku];
