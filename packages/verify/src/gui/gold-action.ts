import type { Json } from "@guerdon/core/signal";
import { type Box, boxesOf } from "../geometry/index.ts";
import { actionOfFields, isFields, type ReadActionOptions, scaleOf } from "./action-of-fields.ts";
import type { GoldAction } from "./match-gui-action.ts";
import { readGuiAction } from "./read-gui-action.ts";

/**
 * Reads the right action of a row: an action in any of the formats, with `box` or `boxes` of the elements it may hit.
 *
 * Boxes are counted as the point is. An action on an element needs no point of its own.
 */
export function goldAction(value: Json | undefined, options: ReadActionOptions): GoldAction | string {
  const boxes = isFields(value) ? boxList(value.boxes ?? (value.box === undefined ? value.bbox : value.box)) : [];
  const scale = scaleOf(options);
  if (boxes === undefined) return "Expected `box` to be [x1, y1, x2, y2] with an area, got something else.";
  if (scale === undefined) return "Expected `screen` to be [width, height] for coordinates in pixels, got none.";
  const read = isFields(value) ? actionOfFields(value, options, boxes.length > 0) : readGuiAction(value, options);
  if ("why" in read) return `Expected \`expected\` to be an action: ${read.why}.`;
  const scaled = boxes.map(([x1, y1, x2, y2]): Box => [x1 / scale[0], y1 / scale[1], x2 / scale[0], y2 / scale[1]]);
  return { action: read.action, boxes: scaled };
}

function boxList(value: Json | undefined): readonly Box[] | undefined {
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) && typeof value[0] === "number" ? [value] : value;
  const boxes = boxesOf(list)?.map(({ box }) => box);
  return boxes === undefined || boxes.length === 0 ? undefined : boxes;
}
