/**
 * Which levels of a nested answer a text names; a finer one implies the coarser ones, a level without names is implied only.
 *
 * ```ts doctest
 * import { matchedLevels } from "@guerdon/verify/geo";
 * matchedLevels("It is Paris.", [["France"], [], ["Paris"]]) // => [true, true, true]
 * ```
 */
export function matchedLevels(text: string, levels: readonly (readonly string[])[]): readonly boolean[] {
  const words = ` ${plainWords(text)} `;
  let finest = -1;
  levels.forEach((names, level) => {
    const isNamed = names.some((name) => {
      const term = plainWords(name);
      return term !== "" && words.includes(` ${term} `);
    });
    if (isNamed) finest = level;
  });
  return levels.map((_, level) => level <= finest);
}

/** Words of letters and digits in lower case, without accents, one blank apart. */
export function plainWords(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}
