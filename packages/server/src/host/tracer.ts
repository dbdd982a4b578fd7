import type { TermResult } from "@guerdon/core/engine";
import type { Program } from "@guerdon/core/program";
import type { Handled } from "./http-server.ts";

/** Writes spans of what is over. */
export interface Tracer {
  handled(handled: Handled): void;
  terms(program: Program, terms: ReadonlyMap<string, TermResult>, rollouts: number): void;
  /** Resolves when all spans are sent. */
  close(): Promise<void>;
}
