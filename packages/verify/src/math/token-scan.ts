/** `n` number, `i` letter, `w` word, `c` command, `o` operator or bracket, `j` joiner (and, or), `t` text. */
export interface MathToken {
  readonly t: "n" | "i" | "w" | "c" | "o" | "j" | "t";
  readonly v: string;
  /** A space stood before it. */
  readonly spaced: boolean;
}

/** How commas are read, and how many tokens are allowed. */
export interface TokenizeOptions {
  /** `1,234` outside brackets is one number. */
  readonly thousands: boolean;
  /** `1,5` outside brackets is 1.5. */
  readonly decimalComma: boolean;
  readonly nodes: number;
}

/** The state of one pass over a text. */
export interface TokenScan {
  readonly text: string;
  readonly options: TokenizeOptions;
  readonly out: MathToken[];
  at: number;
  spaced: boolean;
  brackets: number;
  environments: number;
}

/** Adds a token. */
export function pushToken(scan: TokenScan, t: MathToken["t"], v: string): void {
  scan.out.push({ t, v, spaced: scan.spaced });
  scan.spaced = false;
}

/** Matches a sticky pattern here and moves behind it. */
export function matchHere(scan: TokenScan, pattern: RegExp): RegExpExecArray | null {
  pattern.lastIndex = scan.at;
  const found = pattern.exec(scan.text);
  if (found) scan.at = pattern.lastIndex;
  return found;
}
