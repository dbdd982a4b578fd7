import { RewardError } from "@guerdon/core/error";
import type { Missing } from "@guerdon/core/signal";
import type { SingleGrader } from "../../grader/index.ts";
import { publicMissing } from "../../protocol/index.ts";
import type { RunErrors } from "./run-reply.ts";

/** The flags of a grader whose score is missing. */
export function errorsOfMissing(grader: SingleGrader, full: Missing): Partial<RunErrors> {
  const missing = publicMissing(full);
  if (missing.kind === "abstained") return { other_error: true };
  const { blame, reason } = missing;
  if (blame === "candidate") return readsJson(grader) ? { sample_parse_error: true } : {};
  if (blame === "judge") return judgeErrors(reason);
  if (grader.type !== "python") return blame === "task" ? { invalid_variable_error: true } : { other_error: true };
  if (blame === "task") return { python_grader_runtime_error: true, python_grader_runtime_error_details: reason };
  return { python_grader_server_error: true, python_grader_server_error_type: blame };
}

/** The flags of a grader that is no program: a formula, a variable, a model that nobody configured. */
export function errorsOfGrader(error: unknown): Partial<RunErrors> {
  if (!RewardError.is(error)) return { other_error: true };
  const { code, message } = error;
  if (code === "GUERDON_EXPRESSION" || code === "GUERDON_EXPRESSION_LIMIT") return { formula_parse_error: true };
  if (code === "GUERDON_NAME_UNKNOWN" || code === "GUERDON_TEMPLATE") return { invalid_variable_error: true };
  if (code !== "GUERDON_MODEL") return { other_error: true };
  return { model_grader_server_error: true, model_grader_server_error_details: message };
}

function judgeErrors(reason: string): Partial<RunErrors> {
  if (reason.startsWith("refusal")) return { model_grader_refusal_error: true };
  if (reason.startsWith("parse")) return { model_grader_parse_error: true };
  return { model_grader_server_error: true, model_grader_server_error_details: reason.replace(/^server: /, "") };
}

function readsJson(grader: SingleGrader): boolean {
  return JSON.stringify(grader).includes("sample.output_json");
}
