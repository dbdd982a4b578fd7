import { RewardError } from "@guerdon/core/error";

/** Says what the store could not do and why, as an error of ours. */
export function storeError(expected: string, cause: unknown, hint?: string): RewardError {
  if (RewardError.is(cause)) return cause;
  const { message = String(cause), code } = (cause ?? {}) as { message?: string; code?: unknown };
  return new RewardError("GUERDON_STORE", `Expected ${expected}, got: ${message || String(code)}.`, {
    hint: hint ?? "See that the database runs and has room; nothing was kept, and the same call may be made again.",
    details: { retryable: isTransient(cause), ...(typeof code === "string" ? { sqlState: code } : {}) },
    cause,
  });
}

/** SQLSTATE classes and codes, and codes of the network, after which the same transaction may succeed. */
const TRANSIENT =
  /^(08...|57P0[123]|40001|40P01|53300|55P03|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
const LOST = /connection terminated|connection ended|timeout exceeded when trying to connect|not queryable/i;

/** Tells whether a failure is the connection's, the server's restart or a conflict, so that trying again makes sense. */
export function isTransient(error: unknown): boolean {
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  if (typeof code === "string" && TRANSIENT.test(code)) return true;
  return typeof message === "string" && LOST.test(message);
}

/** Says that a run is not in the store. */
export function noRun(run: string): RewardError {
  return new RewardError("GUERDON_STORE", `Expected run \`${run}\` to be in the store, got no such run.`, {
    hint: "Open it with `openRun`; `guerdon runs list` names those that are there.",
    details: { run, retryable: false },
  });
}
