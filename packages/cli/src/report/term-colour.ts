const COLOURS = 10;

/** The colour of the term at this place in the program, the same everywhere in the report. */
export function termColour(index: number): string {
  return `var(--t${index % COLOURS})`;
}
