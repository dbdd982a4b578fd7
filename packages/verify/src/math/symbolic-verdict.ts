import { compareAnswers } from "./compare-answers.ts";
import type { MathOptions } from "./math-options.ts";
import type { MathVerdict } from "./math-verdict.ts";

/** What the child process is asked. */
export interface SymbolicRequest {
  readonly gold: string;
  readonly candidate: string;
  readonly options: MathOptions;
}

interface Boxed {
  readonly isValid: boolean;
  isEqual(other: Boxed): boolean | undefined;
  evaluate(): Boxed;
  N(): Boxed;
  readonly re: number;
  readonly im: number;
}

interface Engine {
  parse(latex: string): Boxed;
}

/**
 * Decides with the symbolic engine what `compareAnswers` left undecided.
 * The engine can be hung by its input: run this only in a child process that is killed after a time limit.
 *
 * @throws Error when the engine cannot read or compare the gold, and when the optional peer
 *   `@cortex-js/compute-engine` is not installed
 */
export async function symbolicVerdict(request: SymbolicRequest): Promise<MathVerdict> {
  const first = compareAnswers(request.gold, request.candidate, request.options);
  if (first.kind !== "undecided") return first;
  const { ComputeEngine } = await import("@cortex-js/compute-engine");
  const engine = new ComputeEngine() as unknown as Engine;
  return decide(engine, request);
}

/** What the engine cannot say about the gold is its own failure; what it cannot say about the candidate is a wrong answer. */
function decide(engine: Engine, { gold, candidate }: SymbolicRequest): MathVerdict {
  const a = engine.parse(gold);
  if (!a.isValid) throw new Error(`The symbolic engine cannot read the gold \`${gold}\`.`);
  const value = a.N();
  let equal: boolean | undefined;
  try {
    const b = engine.parse(candidate);
    if (!b.isValid) return { kind: "different", reason: "the symbolic engine cannot read the answer" };
    equal = a.isEqual(b);
    if (equal === true) return { kind: "equal", reason: "equal by the symbolic engine" };
    if (isClose(value, b.N())) return { kind: "equal", reason: "same value by the symbolic engine" };
  } catch (error) {
    return { kind: "different", reason: `the symbolic engine failed on the answer: ${nameOf(error)}` };
  }
  if (equal === undefined && !hasValue(value)) {
    throw new Error(`The symbolic engine cannot compare with the gold \`${gold}\`, which has no value.`);
  }
  return { kind: "different", reason: "different by the symbolic engine" };
}

function isClose(x: Boxed, y: Boxed): boolean {
  const gap = Math.hypot(x.re - y.re, x.im - y.im);
  return gap <= 1e-9 * Math.max(1, Math.hypot(x.re, x.im));
}

function hasValue(x: Boxed): boolean {
  return Number.isFinite(x.re) && Number.isFinite(x.im);
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "unknown";
}
