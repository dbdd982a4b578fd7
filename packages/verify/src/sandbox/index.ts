export { type BubblewrapOptions, bubblewrapPython } from "./bubblewrap-python.ts";
export { backends, chooseBackend, runProgram } from "./choose-backend.ts";
export { cpythonWasi } from "./cpython-wasi.ts";
export { justBash } from "./just-bash.ts";
export { outputsEqual } from "./outputs-equal.ts";
export {
  type Backend,
  DEFAULT_LIMITS,
  type InputOutput,
  type LineCoverage,
  type ProgramOutput,
  type SandboxFault,
  type SandboxLimits,
  type SandboxProgram,
  type SandboxResult,
  type TestOutcome,
  type Verdict,
  type VerdictStatus,
} from "./program.ts";
export { quickjs } from "./quickjs.ts";
