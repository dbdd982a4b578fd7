import type { Json } from "@guerdon/core/signal";
import type { DomainRows, VerifierRow } from "../catalogue/verifier-rows.ts";

const SAVE: Json = { action: "tap", box: [0.4, 0.2, 0.6, 0.3] };
const TARGET: Json = { action: "tap", point: [0.5, 0.5] };
const TYPED: Json = { action: "text", text: "green mug" };
const SWIPE: Json = { action: "scroll", direction: "down", point: [0.5, 0.5] };
const DRAG: Json = { action: "drag", start: [0.2, 0.2], end: [0.8, 0.2] };
const MAPS: Json = { action: "open_app", app: "Maps" };

function row(title: string, text: string, expected: Json, value: number): VerifierRow {
  return { title, fields: { text, expected }, value };
}

const PATH: Json = [SAVE, TYPED, { action: "finish" }];

function path(title: string, steps: readonly string[], value: number): VerifierRow {
  return { title, fields: { steps: steps.map((action) => ({ action })), expected: PATH }, value };
}

/** Right actions of 046 and 176, and actions that miss by one thing. */
export const rows: DomainRows = {
  "gui-action-match": {
    gold: [
      row("in the element", "click(x=0.41, y=0.29)", SAVE, 2),
      row("in the enlarged element", '{"action": "click", "coordinate": [0.382, 0.25]}', SAVE, 2),
      row("near the target", "tap(0.6, 0.59)", TARGET, 2),
      row("two words of three", "type(text='a green mug')", TYPED, 2),
      row("a scroll without a place", "scroll(direction='down')", SWIPE, 2),
      row("both ends within reach", "drag(0.25, 0.22, 0.76, 0.23)", DRAG, 2),
      row("an app after a plan", "I open the map first.\nAction: open_app(app='maps')", MAPS, 2),
      row("no arguments", "press_back()", { action: "back" }, 2),
    ],
    nearMisses: [
      row("just beside the enlarged element", "click(x=0.379, y=0.25)", SAVE, 1),
      row("a long press on the element", "long_press(x=0.5, y=0.25)", SAVE, 0),
      row("a little too far", "tap(0.6, 0.6)", TARGET, 1),
      row("half of the words", "type(text='red mug')", TYPED, 1),
      row("the other direction", "scroll(direction='up', point=(0.5, 0.5))", SWIPE, 1),
      row("the right direction at the wrong place", "scroll(direction='down', point=(0.5, 0.9))", SWIPE, 1),
      row("an end out of reach", "drag(0.2, 0.2, 0.72, 0.2)", DRAG, 1),
      row("the app closed", "call_api(app='Maps', operation='kill')", MAPS, 1),
      row("home for back", "press_home()", { action: "back" }, 0),
      row("two actions", "click(x=0.5, y=0.25)\nclick(x=0.5, y=0.25)", SAVE, -1),
      row("a click nowhere", "click()", SAVE, -1),
    ],
  },
  "gui-trajectory-match": {
    gold: [
      path("all right", ["click(0.5, 0.25)", "type('green mug')", "finished()"], 1),
      path(
        "in other words",
        ["pyautogui.click(0.45, 0.21)", '{"action_type": "input_text", "text": "Green mug"}', "done()"],
        1,
      ),
    ],
    nearMisses: [
      path("one step beside", ["click(0.5, 0.33)", "type('green mug')", "finished()"], 0),
      path("stopped too early", ["click(0.5, 0.25)", "type('green mug')"], 0),
      path("one step too many", ["click(0.5, 0.25)", "type('green mug')", "finished()", "wait()"], 0),
    ],
  },
};
