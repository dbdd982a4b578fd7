import type { InputSpec, Transform } from "../piece/piece.ts";

/** What a piece says of its input at a place of the list it is applied to. */
export function inputSpecAt(
  { inputs }: Pick<Transform, "inputs">,
  index: number,
  count: number,
): InputSpec | undefined {
  return inputs[placeOf(inputs, index, count)];
}

/** Where in a term one of a piece's inputs is written: `of`, or `of` and its index in a list of several. */
export function inputPath({ inputs }: Pick<Transform, "inputs">, index: number, count: number): readonly string[] {
  const at = placeOf(inputs, index, count);
  const spec = inputs[at];
  if (spec === undefined) return [];
  return spec.many === true && count > inputs.length ? [spec.name, String(index - at)] : [spec.name];
}

function placeOf(inputs: readonly InputSpec[], index: number, count: number): number {
  const list = inputs.findIndex(({ many }) => many === true);
  if (list < 0 || index < list) return index;
  return Math.max(list, index - (count - inputs.length));
}
