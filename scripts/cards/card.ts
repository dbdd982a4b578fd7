/** One thing a card asks for, by the name the card gives it. */
export interface NamedPiece {
  /** The card's word for what it is, in our vocabulary: `shaper`, `audit`, … */
  readonly kind: string;
  /** As the card writes it. */
  readonly name: string;
  /** Arithmetic on signals, arrays or tables of numbers: no text, model, environment or other I/O. */
  readonly pure: boolean;
  /** Why it is not pure. */
  readonly reason?: string;
  /** Package that holds or will hold it, where the kind alone does not say so. */
  readonly where?: string;
}

/** The facts of one card: numbers, names and titles. */
export interface Card {
  /** Three digits. */
  readonly number: string;
  readonly slug: string;
  /** Short name of the method. */
  readonly name: string;
  readonly title: string;
  readonly arxiv: string | null;
  readonly year: number | null;
  readonly family: string;
  /** How the mechanism was checked. */
  readonly confidence: string;
  readonly pieces: readonly NamedPiece[];
}
