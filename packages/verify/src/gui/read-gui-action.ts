import type { Json } from "@guerdon/core/signal";
import { parseStrict } from "../json/parse-strict.ts";
import {
  type ActionFields,
  actionOfFields,
  type GuiActionRead,
  isFields,
  type ReadActionOptions,
} from "./action-of-fields.ts";
import { actionTypeOf, type GuiAction, type ScreenPoint } from "./gui-action.ts";
import { type ActionCall, readActionCalls } from "./read-action-calls.ts";

const LIMIT_CHARACTERS = 100_000;
/**
 * Reads the one action a text commits to, or one given as an object.
 *
 * `{"action": "click", "x": 10, "y": 20}` and its relatives, `click(x=10, y=20)`, `tap(10, 20)`,
 * `click(start_box='(10,20)')`, `pyautogui.moveTo(10, 20); pyautogui.click()`; in tags, in a fence, or after
 * `Action:`. A text with two actions commits to neither.
 *
 * ```ts doctest
 * import { readGuiAction } from "@guerdon/verify/gui";
 * readGuiAction("Action: click(x=500, y=250)", { coordinates: "thousand" }) // => { action: { type: "tap", point: [0.5, 0.25] } }
 * ```
 */
export function readGuiAction(source: Json | undefined, options: ReadActionOptions): GuiActionRead {
  if (isFields(source)) return actionOfFields(source, options);
  if (typeof source !== "string") return { why: "there is no action" };
  if (source.length > LIMIT_CHARACTERS) return { why: `the text is longer than ${LIMIT_CHARACTERS} characters` };
  const text = committed(source);
  const first = text.search(/[{[]|[A-Za-z_][\w.]*\s{0,4}\(/u);
  if (first >= 0 && (text[first] === "{" || text[first] === "[")) {
    const end = Math.max(text.lastIndexOf("}"), text.lastIndexOf("]"));
    const parsed = parseStrict(text.slice(first, end + 1));
    const value = Array.isArray(parsed?.value) && parsed.value.length === 1 ? parsed.value[0] : parsed?.value;
    if (isFields(value)) return actionOfFields(value, options);
    if (text[first] === "{") return { why: "the JSON is not one action" };
  }
  const calls = readActionCalls(text, (name) => actionTypeOf(name) !== undefined);
  if (calls.length === 0) return { why: "no action is stated" };
  const broken = calls.find((call) => typeof call === "string");
  if (broken !== undefined) return { why: broken };
  return single(calls as readonly ActionCall[], options);
}

/** What stands in the last tags, the last fence or after the last `Action:`; else the whole text. */
function committed(text: string): string {
  for (const tag of ["tool_call", "action", "answer"]) {
    const open = text.lastIndexOf(`<${tag}>`);
    if (open < 0) continue;
    const close = text.indexOf(`</${tag}>`, open);
    return text.slice(open + tag.length + 2, close < 0 ? undefined : close);
  }
  const fences = text.split("```");
  if (fences.length > 2) return (fences.at(fences.length % 2 === 1 ? -2 : -1) as string).replace(/^\w*\s/u, "");
  const label = text.lastIndexOf("Action:");
  return label < 0 ? text : text.slice(label + "Action:".length);
}

/** A pointer that is moved before it acts is one action. */
function single(calls: readonly ActionCall[], options: ReadActionOptions): GuiActionRead {
  const [first, second] = calls as readonly [ActionCall, ActionCall?];
  const moves = actionTypeOf(first.name) === "hover";
  if (calls.length > (moves ? 2 : 1)) return { why: `${calls.length} actions are stated` };
  const start = actionOfFields(withPlaces(first), options);
  if (second === undefined || "why" in start) return start;
  const act = actionOfFields(withPlaces(second), options, true);
  if ("why" in act) return act;
  const { point } = start.action;
  if (act.action.type === "drag") return { action: { ...act.action, ...at(point), ...endOf(act.action) } };
  return { action: { ...act.action, ...at(act.action.point ?? point) } };
}

function endOf({ end, point }: GuiAction): { end?: ScreenPoint } {
  const last = end ?? point;
  return last === undefined ? {} : { end: last };
}

function at(point: ScreenPoint | undefined): { point?: ScreenPoint } {
  return point === undefined ? {} : { point };
}

/** Gives arguments without a name the one they have by place. */
function withPlaces({ name, fields, places }: ActionCall): ActionFields {
  const type = actionTypeOf(name);
  const numbers = places.filter((place) => typeof place === "number");
  if (name.endsWith("scroll") && numbers.length === 1 && places.length === 1)
    return { direction: (numbers[0] as number) > 0 ? "up" : "down", ...fields, type: name };
  const [a, b] = places;
  const named: { [field: string]: Json } = {};
  if (numbers.length >= 2)
    Object.assign(
      named,
      numbers.length >= 4 ? { point: numbers.slice(0, 2), end: numbers.slice(2, 4) } : { point: numbers.slice(0, 2) },
    );
  else if (Array.isArray(a)) Object.assign(named, { point: a }, Array.isArray(b) ? { end: b } : {});
  const words = places.filter((place): place is string => typeof place === "string");
  if (words.length > 0) {
    if (type === "key") named.keys = words;
    else if (type === "text") named.text = words.at(-1) as string;
    else if (type === "scroll") named.direction = words[0] as string;
    else if (type === "app")
      Object.assign(named, { app: words[0], ...(words[1] === undefined ? {} : { operation: words[1] }) });
    else named.point = words[0] as string;
  }
  return { ...named, ...fields, type: name };
}
