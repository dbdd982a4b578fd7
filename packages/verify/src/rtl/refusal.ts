import type { Missing } from "@guerdon/core/signal";
import type { Preparation } from "./prepared-design.ts";

export type Refusal =
  | { readonly kind: "refuted"; readonly reason: string }
  | { readonly kind: "missing"; readonly missing: Missing };

/** What becomes of a row whose design or reference (blame `task`) is none that can be compared; nothing when it can. */
export function refusal(preparation: Preparation | undefined, blame: "candidate" | "task"): Refusal | undefined {
  if (preparation === undefined) return undefined;
  if ("missing" in preparation) {
    const { missing } = preparation;
    const moved = missing.kind === "failed" && missing.blame === "candidate" ? { ...missing, blame } : missing;
    return { kind: "missing", missing: moved };
  }
  const why = "wrong" in preparation ? preparation.wrong : preparation.design.faults[0];
  if (why === undefined) return undefined;
  if (blame === "candidate") return { kind: "refuted", reason: why };
  const reason = `Expected a reference without faults, got: ${why}`;
  return { kind: "missing", missing: { kind: "failed", blame, reason, retryable: false } };
}
