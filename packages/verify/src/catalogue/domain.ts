import type { AnyFactory } from "@guerdon/core/piece";
import type { Engine } from "./engine.ts";
import type { DomainRows } from "./verifier-rows.ts";

/** A folder of verifiers: what it holds, loaded when it is asked for. */
export interface Domain {
  /** Name of the folder and of the subpath. */
  readonly name: string;
  sources?(): Promise<readonly AnyFactory[]>;
  rows?(): Promise<DomainRows>;
  engines?(): Promise<readonly Engine[]>;
}
