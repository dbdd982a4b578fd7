export type { BilevelProblem } from "./bilevel-problem.ts";
export { type BlendRun, type BlendSettings, startBlendRun } from "./blend-run.ts";
export { type ExplorationShapingSettings, startExplorationShaping } from "./exploration-shaping.ts";
export { implicitGradient, type MetaGradient } from "./implicit-gradient.ts";
export { softmaxPolicy, softmaxReturn } from "./softmax-return.ts";
export { type LinearSolution, type LinearSolver, solveLinear } from "./solve-linear.ts";
export { type UnrolledGradient, unrolledGradient } from "./unrolled-gradient.ts";
