import type { AnyFactory } from "@guerdon/core/piece";
import { codeCoverage } from "./code-coverage.ts";
import { codeQuality } from "./code-quality.ts";
import { codeSimilarity } from "./code-similarity.ts";
import { debugTrace } from "./debug-trace.ts";
import { progressMarkers } from "./progress-markers.ts";
import { pythonGrader } from "./python-grader.ts";
import { speedRatio } from "./speed-ratio.ts";
import { stdinStdout } from "./stdin-stdout.ts";
import { testSmells } from "./test-smells.ts";
import { unitTests } from "./unit-tests.ts";

/** The sources of this folder, for a library. */
export const codeSources: readonly AnyFactory[] = [
  stdinStdout,
  unitTests,
  codeCoverage,
  codeQuality,
  codeSimilarity,
  debugTrace,
  progressMarkers,
  pythonGrader,
  speedRatio,
  testSmells,
];

export { type CodeCoverageOptions, codeCoverage } from "./code-coverage.ts";
export { type CodeQualityOptions, codeQuality } from "./code-quality.ts";
export { type CodeSimilarityOptions, codeSimilarity } from "./code-similarity.ts";
export { type DebugTraceOptions, debugTrace } from "./debug-trace.ts";
export { programText } from "./program-text.ts";
export { type ProgressMarkersOptions, progressMarkers } from "./progress-markers.ts";
export { type PythonGraderOptions, pythonGrader } from "./python-grader.ts";
export { type SpeedRatioOptions, speedRatio } from "./speed-ratio.ts";
export { stdinStdout } from "./stdin-stdout.ts";
export { type TestSmellsOptions, testSmells } from "./test-smells.ts";
export { unitTests } from "./unit-tests.ts";
