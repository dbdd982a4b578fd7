import type { Json } from "@guerdon/core/signal";
import { actionTypeOf, type Direction, type GuiAction, type GuiActionType, type ScreenPoint } from "./gui-action.ts";

/** What coordinates are counted in. */
export type Coordinates = "unit" | "thousand" | "pixels";

export interface ReadActionOptions {
  readonly coordinates: Coordinates;
  /** Width and height in pixels, for `pixels`. */
  readonly screen?: readonly [number, number] | undefined;
}

export type GuiActionRead = { readonly action: GuiAction } | { readonly why: string };

export type ActionFields = { readonly [name: string]: Json };

export function isFields(value: Json | undefined): value is ActionFields & Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

// 046 §Mechanism: a gesture that moves less is a tap.
const TAP_MOVEMENT = 0.04;

const NAME_KEYS = ["action", "action_type", "actionType", "type", "name", "function", "operation_type"];
const POINT_KEYS = [
  "point",
  "coordinate",
  "coordinates",
  "position",
  "start_box",
  "start_point",
  "start",
  "box_point",
  "touch_point",
  "touch",
  "from",
];
const END_KEYS = ["end", "end_box", "end_point", "coordinate2", "lift_point", "lift", "to", "end_coordinate"];
const TEXT_KEYS = ["text", "content", "value", "message", "input_text"];
const KEY_KEYS = ["keys", "key", "button"];
const APP_KEYS = ["app", "app_name", "appName", "package", "name"];
const INNER_KEYS = ["arguments", "args", "params", "parameters", "action_input", "input"];

export function actionOfFields(given: ActionFields, options: ReadActionOptions, pointIsFree = false): GuiActionRead {
  const nested = NAME_KEYS.map((key) => given[key]).find((value) => isFields(value));
  if (nested !== undefined && isFields(nested)) return actionOfFields(nested, options);
  const inner = INNER_KEYS.map((key) => given[key]).find((value) => isFields(value));
  const fields: ActionFields = isFields(inner) ? { ...(inner as ActionFields), ...given } : given;
  const [key, name] = NAME_KEYS.map((one) => [one, fields[one]] as const).find(
    ([, value]) => typeof value === "string" && (actionTypeOf(value) !== undefined || isGesture(value)),
  ) ?? [undefined, undefined];
  if (typeof name !== "string") {
    const said = NAME_KEYS.map((one) => fields[one]).find((value) => typeof value === "string");
    return {
      why: said === undefined ? "the action has no type" : `the action ${String(said).slice(0, 40)} is unknown`,
    };
  }
  const rest: ActionFields = { ...fields, [key as string]: null };
  const points = pointsOf(rest, options);
  if ("why" in points) return points;
  return build(name, rest, points, pointIsFree);
}

function isGesture(name: string): boolean {
  return /^(?:dual_?point|gesture)$/iu.test(name);
}

interface Points {
  readonly point: ScreenPoint | undefined;
  readonly end: ScreenPoint | undefined;
}

function build(name: string, fields: ActionFields, { point, end }: Points, pointIsFree: boolean): GuiActionRead {
  let type = actionTypeOf(name) ?? "tap";
  let direction = directionOf(fields.direction);
  if (isGesture(name) || type === "scroll") {
    const moved = point !== undefined && end !== undefined ? Math.hypot(end[0] - point[0], end[1] - point[1]) : 0;
    if (isGesture(name) && moved > TAP_MOVEMENT) type = "scroll";
    if (type === "scroll" && point !== undefined && end !== undefined) direction ??= movement(point, end);
  }
  const text = wordOf(fields, TEXT_KEYS);
  const keys = keysOf(fields);
  if (type === "key" && keys?.length === 1) {
    const [key] = keys;
    if (key === "enter" || key === "return") type = "enter";
    else if (key === "back") type = "back";
  }
  const app = type === "app" ? (wordOf(fields, APP_KEYS) ?? text) : undefined;
  const why = lacking(type, { point, pointIsFree, end, direction, text, keys, app });
  if (why !== undefined) return { why };
  return {
    action: {
      type,
      ...(point === undefined ? {} : { point }),
      ...(type === "drag" && end !== undefined ? { end } : {}),
      ...(direction === undefined || type !== "scroll" ? {} : { direction }),
      ...(type === "text" ? { text: text as string } : {}),
      ...(type === "key" ? { keys: keys as readonly string[] } : {}),
      ...(type === "app" ? { app: app as string, operation: operationOf(name, fields) } : {}),
    },
  };
}

interface Given {
  /** The pointer was put somewhere before. */
  readonly pointIsFree: boolean;
  readonly point: ScreenPoint | undefined;
  readonly end: ScreenPoint | undefined;
  readonly direction: Direction | undefined;
  readonly text: string | undefined;
  readonly keys: readonly string[] | undefined;
  readonly app: string | undefined;
}

const POINTED: readonly GuiActionType[] = ["tap", "long-press", "double-tap", "right-tap", "hover"];

function lacking(
  type: GuiActionType,
  { point, pointIsFree, end, direction, text, keys, app }: Given,
): string | undefined {
  if (POINTED.includes(type) && point === undefined && !pointIsFree) return `${type} has no point`;
  if (type === "drag" && (point === undefined || (end === undefined && !pointIsFree)))
    return "drag has no start or no end";
  if (type === "scroll" && direction === undefined) return "scroll has no direction";
  if (type === "text" && text === undefined) return "text has no text";
  if (type === "key" && keys === undefined) return "key has no key";
  if (type === "app" && app === undefined) return "app has no name";
  return undefined;
}

function movement([x1, y1]: ScreenPoint, [x2, y2]: ScreenPoint): Direction {
  if (Math.abs(x2 - x1) > Math.abs(y2 - y1)) return x2 > x1 ? "right" : "left";
  return y2 > y1 ? "down" : "up";
}

function directionOf(value: Json | undefined): Direction | undefined {
  const word = typeof value === "string" ? value.trim().toLowerCase() : "";
  return word === "up" || word === "down" || word === "left" || word === "right" ? word : undefined;
}

function operationOf(name: string, fields: ActionFields): "open" | "close" {
  const said = `${name} ${[fields.operation, fields.op, fields.method].filter((one) => typeof one === "string").join(" ")}`;
  return /kill|close|quit|stop/iu.test(said) ? "close" : "open";
}

function wordOf(fields: ActionFields, keys: readonly string[]): string | undefined {
  const value = keys.map((key) => fields[key]).find((one) => typeof one === "string" || typeof one === "number");
  return value === undefined ? undefined : String(value);
}

function keysOf(fields: ActionFields): readonly string[] | undefined {
  const value =
    KEY_KEYS.map((key) => fields[key]).find((one) => typeof one === "string" || Array.isArray(one)) ?? fields.text;
  const words = Array.isArray(value) ? value : typeof value === "string" ? value.split(/[+\s]+/u) : [];
  const keys = words.filter((word): word is string => typeof word === "string" && word !== "");
  return keys.length === 0 ? undefined : keys.map((key) => key.toLowerCase());
}

function pointsOf(fields: ActionFields, options: ReadActionOptions): Points | { readonly why: string } {
  const raw = (keys: readonly string[]): readonly number[] | undefined =>
    keys.map((key) => numbersOf(fields[key])).find((numbers) => numbers !== undefined);
  const own = [fields.x ?? fields.x1, fields.y ?? fields.y1];
  const far = [fields.x2 ?? fields.end_x, fields.y2 ?? fields.end_y];
  const point = own.every((one) => typeof one === "number") ? (own as number[]) : raw(POINT_KEYS);
  const end = far.every((one) => typeof one === "number") ? (far as number[]) : raw(END_KEYS);
  const scale = scaleOf(options);
  if (scale === undefined) return { why: "the size of the screen is not known" };
  const scaled = (numbers: readonly number[] | undefined): ScreenPoint | undefined => {
    if (numbers === undefined) return undefined;
    const [a, b, c, d] = numbers as readonly [number, number, number?, number?];
    // A box stands for its middle.
    const [x, y] = c === undefined || d === undefined ? [a, b] : [(a + c) / 2, (b + d) / 2];
    return [x / scale[0], y / scale[1]];
  };
  return { point: scaled(point), end: scaled(end) };
}

export function scaleOf({ coordinates, screen }: ReadActionOptions): readonly [number, number] | undefined {
  if (coordinates === "pixels") return screen;
  return coordinates === "unit" ? [1, 1] : [1000, 1000];
}

function numbersOf(value: Json | undefined): readonly number[] | undefined {
  const numbers =
    typeof value === "string"
      ? value.length > 200
        ? []
        : (value.match(/-?\d{1,9}(?:\.\d{1,18})?/gu) ?? []).map(Number)
      : Array.isArray(value)
        ? value.flat()
        : isFields(value)
          ? [value.x, value.y]
          : [];
  const good = numbers.length === 2 || numbers.length === 4;
  return good && numbers.every((one) => typeof one === "number" && Number.isFinite(one))
    ? (numbers as number[])
    : undefined;
}
