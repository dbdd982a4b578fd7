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
 * @throws Error when the optional peer `@cortex-js/compute-engine` is not installed
 */
export async function symbolicVerdict(request: SymbolicRequest): Promise<MathVerdict> {
  const first = compareAnswers(request.gold, request.candidate, request.options);
  if (first.kind !== "undecided") return first;
  const { ComputeEngine } = await import("@cortex-js/compute-engine");
  const engine = new ComputeEngine() as unknown as Engine;
  return decide(engine, request);
}

function decide(engine: Engine, { gold, candidate }: SymbolicRequest): MathVerdict {
  try {
    const a = engine.parse(gold);
    const b = engine.parse(candidate);
    if (!a.isValid || !b.isValid) return { kind: "different", reason: "the symbolic engine cannot read both" };
    if (a.isEqual(b) === true) return { kind: "equal", reason: "equal by the symbolic engine" };
    const x = a.N();
    const y = b.N();
    const gap = Math.hypot(x.re - y.re, x.im - y.im);
    if (gap <= 1e-9 * Math.max(1, Math.hypot(x.re, x.im)))
      return { kind: "equal", reason: "same value by the symbolic engine" };
    return { kind: "different", reason: "different by the symbolic engine" };
  } catch (error) {
    return {
      kind: "different",
      reason: `the symbolic engine failed: ${error instanceof Error ? error.name : "unknown"}`,
    };
  }
}
