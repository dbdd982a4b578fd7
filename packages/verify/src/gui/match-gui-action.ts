import { type Box, pointInBox } from "../geometry/index.ts";
import { bagOverlap, fuzzyRatio } from "../similarity/index.ts";
import type { GuiAction, GuiActionType, ScreenPoint } from "./gui-action.ts";

export interface ActionRules {
  /** When a point is right: near the target, in the box of its element, or either; without a box near the target. */
  readonly pointRule: "centre" | "box" | "either";
  /** Largest distance from the target, in units of the screen. */
  readonly radius: number;
  /** Largest distance of the ends of a drag. */
  readonly dragRadius: number;
  /** How much the box of an element is enlarged. */
  readonly boxScale: number;
  /** How typed text is compared. */
  readonly textRule: "f1" | "exact" | "fuzzy";
  /** What the comparison of text must reach, or exceed with `textAbove`. */
  readonly textLimit: number;
  /** Whether a similarity equal to the limit is too little. */
  readonly textAbove: boolean;
  /** Whether the place of a scroll counts where both state one. */
  readonly scrollNeedsPoint: boolean;
  /** Whether typing must be into the right field where the gold has a point. */
  readonly textNeedsPoint: boolean;
  /** Accepts what the published evaluator of 046 accepts beside. */
  readonly lenient: boolean;
}

/** The right action and the elements it may hit. */
export interface GoldAction {
  readonly action: GuiAction;
  /** Boxes of elements in units of the screen. */
  readonly boxes: readonly Box[];
}

export interface ActionMatch {
  readonly typeRight: boolean;
  /** What is wrong; nothing when the action is right. */
  readonly violated: readonly string[];
}

/** Whether an action is the gold one: its type, then its arguments. */
export function matchGuiAction(given: GuiAction, gold: GoldAction, rules: ActionRules): ActionMatch {
  const { action } = gold;
  if (given.type !== action.type) {
    if (rules.lenient && isExcused(given, action)) return { typeRight: true, violated: [] };
    return { typeRight: false, violated: [`${given.type} for ${action.type}`] };
  }
  const faults = [...pointFaults(given, gold, rules), ...argumentFaults(given, action, rules)];
  return { typeRight: true, violated: faults };
}

// 046 §Mechanism: a tap in the corner where the arrow back is.
const CORNER = 0.15;
const PRESSES: readonly GuiActionType[] = ["back", "home", "enter", "key"];

function isExcused(given: GuiAction, gold: GuiAction): boolean {
  if (given.type === "tap" && PRESSES.includes(gold.type))
    return given.point !== undefined && given.point[0] <= CORNER && given.point[1] <= CORNER;
  return (given.type === "tap" && gold.type === "text") || (given.type === "text" && gold.type === "tap");
}

function pointFaults(given: GuiAction, gold: GoldAction, rules: ActionRules): readonly string[] {
  const { action, boxes } = gold;
  switch (action.type) {
    case "tap":
    case "long-press":
    case "double-tap":
    case "right-tap":
    case "hover":
      return placeFaults(given.point, gold, rules);
    case "scroll":
      if (!rules.scrollNeedsPoint || rules.lenient || given.point === undefined) return [];
      return action.point === undefined && boxes.length === 0 ? [] : placeFaults(given.point, gold, rules);
    case "text":
      if (!rules.textNeedsPoint || (action.point === undefined && boxes.length === 0)) return [];
      return placeFaults(given.point, gold, rules);
    case "drag":
      return [
        ...near("start", given.point, action.point, rules.dragRadius),
        ...near("end", given.end, action.end, rules.dragRadius),
      ];
    default:
      return [];
  }
}

function placeFaults(
  point: ScreenPoint | undefined,
  { action, boxes }: GoldAction,
  rules: ActionRules,
): readonly string[] {
  if (point === undefined) return ["no point"];
  const target = action.point;
  const around = target === undefined || boxes.length < 2 ? boxes : boxes.filter((box) => pointInBox(target, box));
  const inside = around.some((box) => pointInBox(point, box, rules.boxScale));
  if (inside && rules.pointRule !== "centre") return [];
  if (around.length > 0 && rules.pointRule === "box") return ["outside of the element"];
  const centres =
    target === undefined ? around.map(([x1, y1, x2, y2]): ScreenPoint => [(x1 + x2) / 2, (y1 + y2) / 2]) : [target];
  const faults = centres.map((centre) => near("point", point, centre, rules.radius));
  return faults.find((fault) => fault.length === 0) ?? faults[0] ?? [];
}

function near(
  what: string,
  point: ScreenPoint | undefined,
  target: ScreenPoint | undefined,
  radius: number,
): readonly string[] {
  if (target === undefined) return [];
  if (point === undefined) return [`no ${what}`];
  const distance = Math.hypot(point[0] - target[0], point[1] - target[1]);
  return distance <= radius ? [] : [`${what} ${distance.toFixed(3)} away`];
}

function argumentFaults(given: GuiAction, gold: GuiAction, rules: ActionRules): readonly string[] {
  switch (gold.type) {
    case "scroll":
      return given.direction === gold.direction ? [] : [`${given.direction} for ${gold.direction}`];
    case "text":
      return textFaults(given.text ?? "", gold.text ?? "", rules);
    case "key":
      return [...(given.keys ?? [])].sort().join("+") === [...(gold.keys ?? [])].sort().join("+")
        ? []
        : ["another key"];
    case "app": {
      const app = folded(given.app ?? "") === folded(gold.app ?? "") ? [] : ["another app"];
      return given.operation === gold.operation ? app : [...app, `${given.operation} for ${gold.operation}`];
    }
    default:
      return [];
  }
}

function textFaults(given: string, gold: string, rules: ActionRules): readonly string[] {
  const [a, b] = [folded(given), folded(gold)];
  if (a === b) return [];
  if (a === "" || b === "" || rules.textRule === "exact") return ["another text"];
  const value = rules.textRule === "fuzzy" ? fuzzyRatio(a, b) / 100 : wordF1(a, b, rules.lenient);
  const { textLimit, textAbove } = rules;
  return value > textLimit || (value === textLimit && !textAbove) ? [] : [`text ${value.toFixed(2)} alike`];
}

// Scripts without blanks between words count by character.
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[^\s\p{P}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+/gu;
const MOST_WORDS = 10_000;

function wordF1(a: string, b: string, lenient: boolean): number {
  const [left, right] = [a, b].map((text) => (text.match(WORD) ?? []).slice(0, MOST_WORDS)) as [string[], string[]];
  if (lenient && left.length === 1 && right.length === 1 && (a.includes(b) || b.includes(a))) return 1;
  return bagOverlap(left, right).f1;
}

function folded(text: string): string {
  return text.normalize("NFKC").trim().toLowerCase().replace(/\s+/gu, " ");
}
