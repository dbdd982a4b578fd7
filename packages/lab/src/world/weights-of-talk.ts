import { ATTRIBUTES, talkUtility } from "../environment/index.ts";

/** Attributes that count for a type of talk, the weightiest first. */
export function weightsOfTalk(type: number): readonly number[] {
  const weight = (k: number): number =>
    talkUtility(
      type,
      ATTRIBUTES.map((_, other) => Number(other === k)),
    );
  return ATTRIBUTES.map((_, k) => k)
    .filter((k) => weight(k) > 0)
    .sort((a, b) => weight(b) - weight(a) || a - b);
}
