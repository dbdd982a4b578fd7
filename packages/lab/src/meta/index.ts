export type { BilevelProblem } from "./bilevel-problem.ts";
export { implicitGradient, type MetaGradient } from "./implicit-gradient.ts";
export { type LinearSolution, type LinearSolver, solveLinear } from "./solve-linear.ts";
export { type UnrolledGradient, unrolledGradient } from "./unrolled-gradient.ts";
