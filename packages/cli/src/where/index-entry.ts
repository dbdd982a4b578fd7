/** One thing a user can find: a piece, a preset of one, or another export. */
export interface IndexEntry {
  /** `length-step`, or the name of the export. */
  readonly name: string;
  /** Kind of the piece, `preset`, or what the export is: `function`, `type`, `class`, `constant`. */
  readonly kind: string;
  /** Id of a piece: `shaper/length-step@1`. */
  readonly id?: string;
  /** What stands behind `use:` in a program. */
  readonly use?: string;
  /** First sentence of its documentation. */
  readonly summary: string;
  readonly import: string;
  /** File that defines it. */
  readonly path: string;
  readonly options: readonly IndexOption[];
  /** Papers it comes from, as cited. */
  readonly papers: readonly string[];
  readonly aliases: readonly string[];
}

export interface IndexOption {
  readonly name: string;
  /** As JSON; absent when the option must be given or has no default. */
  readonly default?: string;
  readonly required: boolean;
}
