/** The kinds of actions on a screen; what formats call them otherwise is in `actionTypeOf`. */
export type GuiActionType =
  | "tap"
  | "long-press"
  | "double-tap"
  | "right-tap"
  | "hover"
  | "scroll"
  | "drag"
  | "text"
  | "key"
  | "enter"
  | "back"
  | "home"
  | "app"
  | "wait"
  | "finish"
  | "take-over"
  | "screenshot"
  | "long-screenshot"
  | "no-answer"
  | "action-completed";

export type Direction = "up" | "down" | "left" | "right";

/** Fractions of the width and the height of the screen. */
export type ScreenPoint = readonly [x: number, y: number];

/** One action on a screen. */
export interface GuiAction {
  readonly type: GuiActionType;
  readonly point?: ScreenPoint;
  /** Where a drag ends. */
  readonly end?: ScreenPoint;
  readonly direction?: Direction;
  readonly text?: string;
  /** Keys pressed together, in lower case. */
  readonly keys?: readonly string[];
  readonly app?: string;
  readonly operation?: "open" | "close";
}

const NAMES: { readonly [type in GuiActionType]: string } = {
  tap: "tap click left_click single_click touch",
  "long-press": "long_press long_click long_tap press_and_hold long_touch",
  "double-tap": "double_tap double_click left_double",
  "right-tap": "right_tap right_click right_single context_click",
  hover: "hover move_to move mouse_move",
  scroll: "scroll swipe fling",
  drag: "drag drag_to drag_and_drop left_click_drag drag_rel",
  text: "text type input input_text type_text typewrite write enter_text set_text",
  key: "key press hotkey press_key key_down keypress keyboard_press",
  enter: "enter press_enter keyboard_enter",
  back: "back navigate_back press_back go_back",
  home: "home navigate_home press_home go_home",
  app: "app open_app open launch launch_app call_api start_app close_app",
  wait: "wait sleep",
  finish: "finish finished complete completed done terminate stop status",
  "take-over": "take_over call_user ask_user interact",
  screenshot: "screenshot screen_shot",
  "long-screenshot": "long_screenshot long_screen_shot",
  "no-answer": "no_answer",
  "action-completed": "action_completed",
};

const TYPES: ReadonlyMap<string, GuiActionType> = new Map(
  Object.entries(NAMES).flatMap(([type, names]) =>
    names.split(" ").map((name) => [name.replaceAll("_", ""), type as GuiActionType] as const),
  ),
);

/** The kind of action a format means by a name: `pyautogui.doubleClick`, `CLICK`, `press_back`. */
export function actionTypeOf(name: string): GuiActionType | undefined {
  const last = name.slice(name.lastIndexOf(".") + 1);
  return TYPES.get(last.toLowerCase().replace(/[_\s-]/gu, ""));
}
