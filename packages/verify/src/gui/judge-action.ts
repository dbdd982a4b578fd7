import type { Json } from "@guerdon/core/signal";
import { z } from "zod";
import type { Coordinates, ReadActionOptions } from "./action-of-fields.ts";
import { goldAction } from "./gold-action.ts";
import { type ActionRules, matchGuiAction } from "./match-gui-action.ts";
import { readGuiAction } from "./read-gui-action.ts";

export interface ActionOptions extends ActionRules {
  /** What the policy counts coordinates in: fractions, thousandths, or pixels of `screen`. */
  readonly coordinates: Coordinates;
  /** What the gold counts in. */
  readonly goldCoordinates: Coordinates | "same";
}

const unit = z.number().min(0).max(2);
const coordinates = z.enum(["unit", "thousand", "pixels"]);

/** The options of comparing actions, for a strict object, with their defaults. */
export const actionOptionsShape: {
  readonly [K in keyof ActionOptions]: z.ZodType<ActionOptions[K], ActionOptions[K] | undefined>;
} = {
  coordinates: coordinates.default("unit"),
  goldCoordinates: z.enum(["same", "unit", "thousand", "pixels"]).default("same"),
  pointRule: z.enum(["centre", "box", "either"]).default("box"), // 046 §Pitfalls: the box where there is one
  radius: unit.default(0.14), // 046 §Mechanism
  dragRadius: unit.default(0.075), // 046 §Mechanism
  boxScale: z.number().positive().max(10).default(1.2), // 046 §Mechanism
  textRule: z.enum(["f1", "exact", "fuzzy"]).default("f1"),
  textLimit: z.number().min(0).max(1).default(0.5), // 046 §Mechanism
  textAbove: z.boolean().default(true), // 046 §Mechanism: F1 > 0.5
  scrollNeedsPoint: z.boolean().default(true), // 046 §Pieces
  textNeedsPoint: z.boolean().default(false), // 176 §Mechanism
  lenient: z.boolean().default(false),
};

/** How far an action is right, or why the row cannot be judged. */
export type ActionVerdict =
  | { readonly readable: boolean; readonly typeRight: boolean; readonly right: boolean; readonly evidence: string }
  | { readonly task: string };

/** Compares one action with the gold one of its row. */
export function judgeAction(
  given: Json | undefined,
  expected: Json | undefined,
  screen: Json | undefined,
  options: ActionOptions,
): ActionVerdict {
  const size = sizeOf(screen);
  if (size === "wrong") return { task: "Expected `screen` to be [width, height] above 0, got something else." };
  const read = (coordinates: Coordinates): ReadActionOptions => ({ coordinates, screen: size });
  const gold = goldAction(
    expected,
    read(options.goldCoordinates === "same" ? options.coordinates : options.goldCoordinates),
  );
  if (typeof gold === "string") return { task: gold };
  if (options.coordinates === "pixels" && size === undefined)
    return { task: "Expected `screen` to be [width, height] for coordinates in pixels, got none." };
  const action = readGuiAction(given, read(options.coordinates));
  if ("why" in action) return { readable: false, typeRight: false, right: false, evidence: action.why };
  const { typeRight, violated } = matchGuiAction(action.action, gold, options);
  const right = typeRight && violated.length === 0;
  const evidence = right ? `${action.action.type} is right` : `${gold.action.type}: ${violated.join(", ")}`;
  return { readable: true, typeRight, right, evidence };
}

function sizeOf(screen: Json | undefined): readonly [number, number] | undefined | "wrong" {
  if (screen === undefined || screen === null) return undefined;
  if (!Array.isArray(screen) || screen.length !== 2) return "wrong";
  const [width, height] = screen;
  return typeof width === "number" && typeof height === "number" && width > 0 && height > 0 ? [width, height] : "wrong";
}
