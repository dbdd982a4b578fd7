import type { Json } from "@guerdon/core/signal";
import { missingEngine } from "../instruction/missing-engine.ts";

/** One finding of the grammar checker. */
export interface GrammarFinding {
  readonly kind: string;
  readonly problem: string;
  readonly message: string;
}

export type GrammarReport =
  | { readonly kind: "read"; readonly findings: readonly GrammarFinding[] }
  | { readonly kind: "engine"; readonly why: string };

interface Linter {
  lint(text: string, options: { readonly language: "plaintext" }): Promise<readonly Lint[]>;
  setup(): Promise<void>;
}
interface Lint {
  lint_kind(): string;
  message(): string;
  get_problem_text(): string;
  free(): void;
}

const LIMIT_FINDINGS = 1000;

/**
 * Checks English grammar with harper: a task for a killable process, for a text can take the checker long or break it.
 * A process that it broke ends, so that the next row has a sound one.
 */
export async function lintGrammar(request: Json): Promise<Json> {
  if (typeof linter === "string") return { kind: "engine", why: linter };
  try {
    const found = await linter.lint((request as { readonly text: string }).text, { language: "plaintext" });
    const findings = found.slice(0, LIMIT_FINDINGS).map((lint) => ({
      kind: lint.lint_kind(),
      problem: lint.get_problem_text().slice(0, 80),
      message: lint.message().slice(0, 120),
    }));
    for (const lint of found) lint.free();
    return { kind: "read", findings };
  } catch {
    process.exit(1);
  }
}

/** The checker, warm, or why there is none. Its start counts for no row. */
const linter: Linter | string = await load();

async function load(): Promise<Linter | string> {
  try {
    const [{ LocalLinter }, { binary }] = await Promise.all([import("harper.js"), import("harper.js/binary")]);
    const made = new LocalLinter({ binary }) as unknown as Linter;
    await made.setup();
    await made.lint("It is warm.", { language: "plaintext" });
    return made;
  } catch (cause) {
    const error = missingEngine("harper.js", cause);
    return `${error.message} ${error.hint ?? ""}`;
  }
}
