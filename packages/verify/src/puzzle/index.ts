import type { AnyFactory } from "@guerdon/core/piece";
import { arithmeticTarget } from "./arithmetic-target.ts";
import { graphColouring } from "./graph-colouring.ts";
import { gridMatch } from "./grid-match.ts";
import { queens } from "./queens.ts";
import { sudoku } from "./sudoku.ts";

export { type ArithmeticTargetOptions, statedExpression, targetMissed } from "./arithmetic-target.ts";
export { type Arithmetic, evaluateArithmetic } from "./evaluate-arithmetic.ts";
export { type ColouringTask, colouringFault } from "./graph-colouring.ts";
export { type GridMatchOptions, gridScore } from "./grid-match.ts";
export { queensFault } from "./queens.ts";
export { type Grid, gridOf, readGrid, sameShape } from "./read-grid.ts";
export { sudokuFault } from "./sudoku.ts";
export { arithmeticTarget, graphColouring, gridMatch, queens, sudoku };

/** Sources that check answers of puzzles. */
export const puzzleSources: readonly AnyFactory[] = [arithmeticTarget, graphColouring, gridMatch, queens, sudoku];
