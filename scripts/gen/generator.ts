import type { IndexEntry } from "../../packages/cli/src/where/index-entry.ts";

/** A file that a generator writes, by its path from the root of the repository. */
export interface Output {
  readonly path: string;
  readonly text: string;
}

/** What all generators read. */
export interface Sources {
  /** Pieces first, then presets, then the other public exports. */
  readonly entries: readonly IndexEntry[];
}

/** Makes files out of the sources. To add one, write it in this folder and name it in `scripts/gen.ts`. */
export type Generator = (sources: Sources) => readonly Output[] | Promise<readonly Output[]>;
