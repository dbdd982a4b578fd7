import type { Json } from "@guerdon/core/signal";
import { jsonText } from "../json/json-text.ts";
import { parseStrict } from "../json/parse-strict.ts";
import type { Box } from "./box-overlap.ts";

export interface LabelledBox {
  readonly box: Box;
  readonly label?: string;
  /** How much the box matters; 1 unless it says otherwise. */
  readonly weight: number;
}

const LIMIT_CHARACTERS = 100_000;
const LIMIT_COORDINATE = 1e9;

/** The boxes of a JSON text; a box without area is left out, as are those beyond the limit. */
export function readBoxes(text: string, limit = 200): readonly LabelledBox[] | { readonly why: string } {
  if (text.length > LIMIT_CHARACTERS) return { why: `the text is longer than ${LIMIT_CHARACTERS} characters` };
  const parsed = parseStrict(jsonText(text));
  if (parsed === undefined) return { why: "the text is not JSON" };
  const boxes = boxesOf(parsed.value);
  if (boxes === undefined) return { why: "the JSON is no list of boxes" };
  return boxes.length > limit ? { why: `more than ${limit} boxes are stated` } : boxes;
}

/** Boxes of a list: `[x1, y1, x2, y2]`, or an object with `bbox_2d` or `box` and perhaps `label` and `weight`. */
export function boxesOf(value: Json | undefined): readonly LabelledBox[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const boxes: LabelledBox[] = [];
  for (const one of value as readonly Json[]) {
    const fields = typeof one === "object" && one !== null && !Array.isArray(one) ? one : { box: one };
    const { bbox_2d, box = bbox_2d, label, weight = 1 } = fields as { readonly [key: string]: Json };
    if (!isFour(box) || typeof weight !== "number" || !(weight >= 0)) return undefined;
    if (box[0] >= box[2] || box[1] >= box[3]) continue;
    boxes.push({ box, weight, ...(typeof label === "string" ? { label } : {}) });
  }
  return boxes;
}

function isFour(value: Json | undefined): value is [number, number, number, number] {
  return (
    Array.isArray(value) &&
    value.length === 4 &&
    value.every((one) => typeof one === "number" && Math.abs(one) <= LIMIT_COORDINATE)
  );
}
