import type { Json } from "@guerdon/core/signal";
import typescript from "typescript";
import { type JavascriptRequest, runQuickjs } from "./run-quickjs.ts";

const { ModuleKind, ScriptTarget, transpileModule } = typescript;

/** As `runQuickjs`, for TypeScript: types are taken out, not checked. What cannot be parsed fails as `syntax`. */
export async function runTypescript(input: Json): Promise<Json> {
  const request = input as unknown as JavascriptRequest;
  const [setup, ...tests] = [request.setup, ...request.tests].map(withoutTypes);
  const wrong = [setup, ...tests].find((each) => each?.error !== undefined);
  if (wrong !== undefined) return { task: `the tests cannot be parsed: ${wrong.error}` };
  const source = withoutTypes(request.source);
  if (source.error !== undefined) {
    return { status: "failed", tests: tests.map(() => ({ passed: false, error: "syntax" })), error: "syntax" };
  }
  const code = { source: source.code, setup: setup?.code ?? "", tests: tests.map(({ code }) => code) };
  return runQuickjs({ ...code, limits: { ...request.limits } });
}

function withoutTypes(code: string): { readonly code: string; readonly error?: string } {
  try {
    const { outputText, diagnostics } = transpileModule(code, {
      reportDiagnostics: true,
      compilerOptions: { target: ScriptTarget.ES2022, module: ModuleKind.ESNext },
    });
    const error = diagnostics?.[0]?.messageText;
    if (error !== undefined) return { code: "", error: typeof error === "string" ? error : error.messageText };
    // A file with imports of types alone stays a module by this line; its code is a script's.
    return { code: outputText.replace(/^export \{\};\n?$/m, "") };
  } catch (error) {
    // Nesting too deep for the stack.
    return { code: "", error: String(error).slice(0, 200) };
  }
}
