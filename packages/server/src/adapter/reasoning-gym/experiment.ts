import { RewardError } from "@guerdon/core/error";
import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Json } from "@guerdon/core/signal";
import type { EpisodeRow } from "../environment/rewarded-episode.ts";

/** Rows that experiments may ask, with the program that pays. */
export interface RowSet {
  readonly name: string;
  /** Default: the adapter's. */
  readonly program?: string;
  readonly rows: readonly EpisodeRow[];
}

/** How much of an experiment a row set is, and which of its rows: those whose fields have the values named. */
export interface Part {
  readonly weight: number;
  readonly config: { readonly [field: string]: Json };
}

/** A row that is asked, and what is known of where it comes from. */
export interface Entry {
  readonly row: EpisodeRow;
  readonly set: RowSet;
  readonly sourceIndex: number;
}

interface Version {
  readonly parts: ReadonlyMap<string, Part>;
  readonly pools: readonly { readonly set: RowSet; readonly weight: number; readonly indices: readonly number[] }[];
}

/**
 * A mix of row sets that can be changed while it is asked.
 *
 * Entry i of a version is drawn by seed and i alone: the set by its weight, then one of the rows its config admits.
 * A change makes a new version; entries of older ones stay what they were.
 */
export class Experiment {
  readonly name: string;
  readonly size: number;
  readonly seed: number | null;
  readonly #sets: ReadonlyMap<string, RowSet>;
  readonly #versions: Version[] = [];

  constructor(
    about: { readonly name: string; readonly size: number; readonly seed: number | null },
    parts: ReadonlyMap<string, Part>,
    sets: ReadonlyMap<string, RowSet>,
  ) {
    this.name = about.name;
    this.size = about.size;
    this.seed = about.seed;
    this.#sets = sets;
    this.#versions.push(this.#versionOf(parts));
  }

  get version(): number {
    return this.#versions.length - 1;
  }

  get parts(): ReadonlyMap<string, Part> {
    return (this.#versions.at(-1) as Version).parts;
  }

  /** Changes which rows of a set are asked from now on. */
  update(name: string, config: Part["config"]): void {
    const part = this.parts.get(name);
    if (part === undefined) throw wrong(`Dataset '${name}' not found in experiment`);
    this.#versions.push(
      this.#versionOf(new Map([...this.parts, [name, { ...part, config: { ...part.config, ...config } }]])),
    );
  }

  /** Entry `index` of a version; undefined where there is none. */
  entry(version: number, index: number): Entry | undefined {
    const pools = this.#versions[version]?.pools;
    if (pools === undefined || !Number.isSafeInteger(index) || index < 0 || index >= this.size) return undefined;
    const key = streamKey(this.seed ?? 0, "experiment");
    const total = pools.reduce((sum, { weight }) => sum + weight, 0);
    const at = uniformAt(key, 2 * index) * total;
    let passed = 0;
    const pool = pools.find(({ weight }) => {
      passed += weight;
      return at < passed;
    });
    if (pool === undefined) return undefined;
    const sourceIndex = pool.indices[Math.floor(uniformAt(key, 2 * index + 1) * pool.indices.length)] as number;
    return { row: pool.set.rows[sourceIndex] as EpisodeRow, set: pool.set, sourceIndex };
  }

  #versionOf(parts: ReadonlyMap<string, Part>): Version {
    const pools = [...parts].map(([name, { weight, config }]) => {
      const set = this.#sets.get(name);
      if (set === undefined)
        throw wrong(`Dataset '${name}' is not served: there are ${[...this.#sets.keys()].join(", ") || "none"}`);
      const indices = set.rows.flatMap(({ item }, i) => (admits(config, item) ? [i] : []));
      if (indices.length === 0) throw wrong(`No row of '${name}' has the values of its config`);
      return { set, weight, indices };
    });
    return { parts, pools };
  }
}

function admits(config: Part["config"], item: Json): boolean {
  const fields = (typeof item === "object" && item !== null ? item : {}) as { readonly [field: string]: Json };
  return Object.entries(config).every(([field, wanted]) =>
    (Array.isArray(wanted) ? (wanted as readonly Json[]) : [wanted]).some((each) => each === fields[field]),
  );
}

function wrong(message: string): RewardError {
  return new RewardError("GUERDON_REQUEST", message);
}
