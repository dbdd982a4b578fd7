/** A program or package that a verifier executes with; loaded on first use. */
export interface Engine {
  /** What it is called in a verdict: `bubblewrap+cpython`, `better-sqlite3`. */
  readonly name: string;
  /** How a user gets it: `npm install better-sqlite3@12.11.1`, `apt-get install iverilog`. */
  readonly install: string;
  /** Sources that need it, by name. */
  readonly verifiers: readonly string[];
  /** Why it cannot be used here, or nothing. Looks without starting it where that is enough. */
  absent(): Promise<string | undefined>;
}
