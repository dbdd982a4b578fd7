import type { InvalidBody, WireReply } from "../adapter.ts";

/** The answer of a FastAPI server to a body that is not of its shape: 422 with the places under `detail`. */
export function validationDetail({ status, message, issues }: InvalidBody): WireReply {
  if (status === 413) return { status, body: { detail: message } };
  const places = issues.length === 0 ? [{ path: [], message }] : issues;
  return {
    status: 422,
    body: { detail: places.map((at) => ({ loc: ["body", ...at.path], msg: at.message, type: "value_error" })) },
  };
}
