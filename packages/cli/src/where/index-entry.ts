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
  /** How TypeScript gets it; absent for what only expressions have. */
  readonly import?: string;
  /** How a function of expressions is called. */
  readonly call?: string;
  /** File that defines it. */
  readonly path: string;
  readonly options: readonly IndexOption[];
  /** Papers it comes from, as cited. */
  readonly papers: readonly string[];
  readonly aliases: readonly IndexAlias[];
}

export interface IndexOption {
  readonly name: string;
  /** As JSON; absent when the option must be given or has no default. */
  readonly default?: string;
  readonly required: boolean;
}

/** Another name, mostly one that a paper gives it. */
export interface IndexAlias {
  readonly name: string;
  /** Number of the one paper that means this by the name; any paper when absent. */
  readonly card?: string;
  /** The settings, or the expression, that the name stands for. */
  readonly settings?: string;
}

/** A paper with the names of its pieces. */
export interface PaperEntry {
  /** Three digits. */
  readonly number: string;
  /** Short name of the method. */
  readonly name: string;
  readonly title: string;
  readonly family: string;
  readonly pieces: readonly PaperPiece[];
}

export interface PaperPiece {
  readonly kind: string;
  /** As the paper names it. */
  readonly name: string;
  /** Name of the entry that it is, or absent. */
  readonly here?: string;
  readonly settings?: string;
  /** Where it stands when it is not here: `missing`, or the package it is planned for. */
  readonly state?: string;
}

/** What `guerdon where` searches. */
export interface WhereIndex {
  readonly entries: readonly IndexEntry[];
  readonly papers: readonly PaperEntry[];
}
