import type { Json } from "@guerdon/core/signal";
import { runProgram, type SandboxLimits, type SandboxResult } from "../sandbox/index.ts";

/** What became of one call of a grader: its number, or whose fault it is that there is none. */
export type Grade =
  | { readonly value: number }
  | { readonly blame: "task" | "sandbox" | "engine"; readonly reason: string };

/**
 * Python that reads `{ source, sample, item }` from its input, runs the source, calls `grade(sample, item)` and prints
 * one line of JSON. What the grader itself prints is dropped.
 */
const HARNESS = `
import io, json, sys
def main():
    out, request = sys.stdout, json.loads(sys.stdin.read())
    sys.stdout = io.StringIO()
    def end(reply):
        out.write(json.dumps(reply) + "\\n")
        out.flush()
    space = {"__name__": "__grader__"}
    try:
        exec(compile(request["source"], "<grader>", "exec"), space)
        grade = space.get("grade")
        if not callable(grade):
            return end({"error": "the source defines no function \`grade\`"})
        value = grade(request["sample"], request["item"])
    except BaseException as e:
        return end({"error": type(e).__name__ + ": " + str(e)[:300]})
    if not hasattr(type(value), "__float__"):
        return end({"error": "\`grade\` returned " + type(value).__name__ + ", not a number"})
    try:
        value = float(value)
    except BaseException as e:
        return end({"error": type(e).__name__ + ": " + str(e)[:300]})
    if value != value or value in (float("inf"), float("-inf")):
        return end({"error": "\`grade\` returned " + str(value)})
    end({"value": value})
main()
`;

/** Calls a Python grader in a sandbox. The grader is trusted by who wrote it; what it does wrong is the task's fault. */
export async function gradeByPython(
  source: string,
  sample: Json,
  item: Json,
  limits: Partial<SandboxLimits>,
): Promise<Grade> {
  const input = JSON.stringify({ source, sample, item });
  return gradeOf(await runProgram({ language: "python", source: HARNESS, cases: [{ input, output: "" }] }, limits));
}

function gradeOf(result: SandboxResult): Grade {
  if ("fault" in result) return result.fault;
  const [output] = result.verdict.outputs ?? [];
  const ended = output?.end ?? result.verdict.status;
  const reply = output === undefined ? undefined : replyIn(output.stdout);
  if (reply === undefined) return { blame: "task", reason: `the grader ${WORDS[ended] ?? "gave no number"}` };
  return "value" in reply ? reply : { blame: "task", reason: reply.error };
}

const WORDS: { readonly [end: string]: string } = {
  "timed-out": "was too slow",
  "out-of-memory": "needed too much memory",
  crashed: "ended its process",
};

function replyIn(text: string): { readonly value: number } | { readonly error: string } | undefined {
  try {
    const reply = JSON.parse(text.trim().split("\n").at(-1) ?? "") as { value?: unknown; error?: unknown };
    if (typeof reply.value === "number") return { value: reply.value };
    return typeof reply.error === "string" ? { error: reply.error } : undefined;
  } catch {
    return undefined;
  }
}
