import type { Piece } from "@guerdon/core/piece";
import type { IndexEntry } from "../../packages/cli/src/where/index-entry.ts";
import type { PublicExport } from "./read-exports.ts";

/** A file that a generator writes, by its path from the root of the repository. */
export interface Output {
  readonly path: string;
  readonly text: string;
}

/** What is read of a piece factory, of whatever package. */
export interface Factory {
  (options?: { readonly [option: string]: unknown }): Piece;
  readonly id: string;
  readonly kind: string;
  readonly pieceName: string;
  readonly summary: string;
  readonly options: { toJSONSchema(settings: object): object };
}

/** An index entry with the export it was read from, and its value when it is a piece. */
export interface Described {
  readonly entry: IndexEntry;
  readonly source: PublicExport;
  readonly factory?: Factory;
}

/** What all generators read. */
export interface Sources {
  /** Pieces first, then presets, then the other public exports. */
  readonly described: readonly Described[];
  readonly entries: readonly IndexEntry[];
}

/** Makes files out of the sources. To add one, write it in this folder and name it in `scripts/gen.ts`. */
export type Generator = (sources: Sources) => readonly Output[] | Promise<readonly Output[]>;

/** Folders whose every file is generated: a file there that no generator makes is stale. */
export const GENERATED_FOLDERS: readonly string[] = ["docs/pieces"];
