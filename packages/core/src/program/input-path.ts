import type { Transform } from "../piece/piece.ts";

/** Where in a term one of a piece's inputs is written: `of`, or `of` and its index in a list of several. */
export function inputPath({ inputs }: Transform, index: number, count: number): readonly string[] {
  const list = inputs.findIndex(({ many }) => many === true);
  const listed = list < 0 ? 1 : count - inputs.length + 1;
  const at = list < 0 || index < list ? index : Math.max(list, index - listed + 1);
  const name = inputs[at]?.name;
  if (name === undefined) return [];
  return at === list && listed > 1 ? [name, String(index - list)] : [name];
}
