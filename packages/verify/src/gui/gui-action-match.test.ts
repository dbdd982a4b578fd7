import { flatLayout, type Json, outcomeAt, SignalBuilder } from "@guerdon/core/signal";
import { lawsOf } from "@guerdon/core/testing";
import { describe, expect, it } from "vitest";
import { INLINE, scoreRows, scoreValues, slowestHostile } from "../text/score-rows.test-support.ts";
import { guiActionMatch } from "./gui-action-match.ts";
import { readGuiAction } from "./read-gui-action.ts";
import { rows } from "./rows.ts";

const { gold, nearMisses } = rows["gui-action-match"]!;

describe("guiActionMatch", () => {
  it.each([...gold, ...nearMisses].map((row) => [row.title, row] as const))("row: %s", async (_, row) => {
    const columns = Object.fromEntries(Object.entries(row.fields).map(([field, value]) => [field, [value]]));
    expect(await scoreValues(guiActionMatch(row.options), columns)).toEqual([row.value]);
  });

  it("pays by the ladder of 046 at its limits (by hand)", async () => {
    const target = { action: "tap", point: [0.5, 0.5] };
    // Distances per axis in units of the screen: (0.098, 0.098) is 0.1386 away, (0.1, 0.1) is 0.1414.
    const text = ["tap(0.598, 0.598)", "tap(0.6, 0.6)", "scroll('up')", "tap", "tap(0.5)"];
    const expected = text.map(() => target);
    expect(await scoreRows(guiActionMatch(), { text, expected })).toEqual([
      [2, "tap is right"],
      [1, "tap: point 0.141 away"],
      [0, "tap: scroll for tap"],
      [-1, "no action is stated"],
      [-1, "tap has no point"],
    ]);
  });

  it("pays by parts as 176 does: 0.1 format, 0.3 name, 0.6 arguments (by hand)", async () => {
    const set = guiActionMatch({ pay: "parts", boxScale: 1 });
    const expected = Array(4).fill({ action: "click", box: [0.4, 0.4, 0.6, 0.6] });
    const text = ["click(0.5, 0.5)", "click(0.7, 0.5)", "wait()", "nothing"];
    expect(await scoreValues(set, { text, expected })).toEqual([1, 0.4, 0.1, 0]);
    expect(set.range).toEqual({ min: 0, max: 1 });
  });

  it("asks more than half of the words, or half with `textAbove: false`", async () => {
    // F1 of 1 word in 2 + 2 is 0.5; of 2 in 3 + 2 is 0.8.
    const columns = {
      text: ["type('red mug')", "type('a green mug')", "type('')", "type('GREEN  mug')", "type('绿色杯子')"],
      expected: [...Array(4).fill({ action: "text", text: "green mug" }), { action: "text", text: "绿色的杯子" }],
    };
    expect(await scoreValues(guiActionMatch(), columns)).toEqual([1, 2, 1, 2, 2]);
    expect(await scoreValues(guiActionMatch({ textAbove: false }), columns)).toEqual([2, 2, 1, 2, 2]);
    expect(await scoreValues(guiActionMatch({ textRule: "exact" }), columns)).toEqual([1, 1, 1, 2, 1]);
    expect(await scoreValues(guiActionMatch({ textRule: "fuzzy", textLimit: 0.85 }), columns)).toEqual([1, 2, 1, 2, 2]);
    const empty = { text: ["type('')", "type('x')"], expected: Array(2).fill({ action: "text", text: "" }) };
    expect(await scoreValues(guiActionMatch(), empty)).toEqual([2, 1]);
  });

  it("takes the boxes that hold the point of the gold, else the distance (046)", async () => {
    const two = [
      [0, 0, 0.1, 0.1],
      [0.5, 0.5, 0.6, 0.6],
    ];
    const at = (point: Json | undefined): Json => ({
      action: "tap",
      boxes: two,
      ...(point === undefined ? {} : { point }),
    });
    const text = Array(4).fill("tap(0.05, 0.05)");
    const expected = [at([0.55, 0.55]), at(undefined), at([0.1, 0.15]), at([0.3, 0.3])];
    expect(await scoreValues(guiActionMatch(), { text, expected })).toEqual([1, 2, 2, 1]);
    const wide = { text: ["tap(0.62, 0.5)"], expected: [{ action: "tap", box: [0.4, 0.49, 0.6, 0.51] }] };
    expect(await scoreValues(guiActionMatch({ pointRule: "box", boxScale: 1 }), wide)).toEqual([1]);
    expect(await scoreValues(guiActionMatch({ pointRule: "either", boxScale: 1 }), wide)).toEqual([2]);
    const corner = { text: ["tap(0.41, 0.5)"], expected: [{ action: "tap", box: [0.4, 0.1, 0.9, 0.9] }] };
    expect(await scoreValues(guiActionMatch({ pointRule: "centre" }), corner)).toEqual([1]);
  });

  it("is lenient only where it is told to be", async () => {
    const columns = {
      text: ["type('x')", "tap(0.5, 0.5)", "tap(0.1, 0.1)", "tap(0.1, 0.2)"],
      expected: [
        { action: "tap", point: [0, 0] },
        { action: "text", text: "x" },
        { action: "back" },
        { action: "back" },
      ],
    };
    expect(await scoreValues(guiActionMatch(), columns)).toEqual([0, 0, 0, 0]);
    expect(await scoreValues(guiActionMatch({ lenient: true }), columns)).toEqual([2, 2, 2, 0]);
  });

  it("blames the task for its gold", async () => {
    const expected: Json[] = [null, { action: "fly" }, { action: "tap", box: [1, 1, 0, 0] }, { action: "tap" }];
    const text = expected.map(() => "tap(0, 0)");
    expect(await scoreRows(guiActionMatch(), { text, expected })).toMatchInlineSnapshot(`
      [
        [
          "task",
          "Expected \`expected\` to be an action: there is no action.",
        ],
        [
          "task",
          "Expected \`expected\` to be an action: the action fly is unknown.",
        ],
        [
          "task",
          "Expected \`box\` to be [x1, y1, x2, y2] with an area, got something else.",
        ],
        [
          "task",
          "Expected \`expected\` to be an action: tap has no point.",
        ],
      ]
    `);
    const pixels = guiActionMatch({ coordinates: "pixels" });
    const one = { text: ["tap(1, 1)", "tap(540, 960)"], expected: Array(2).fill({ action: "tap", point: [540, 960] }) };
    expect(await scoreRows(pixels, { ...one, screen: [null, [0, 5]] })).toMatchInlineSnapshot(`
      [
        [
          "task",
          "Expected \`screen\` to be [width, height] for coordinates in pixels, got none.",
        ],
        [
          "task",
          "Expected \`screen\` to be [width, height] above 0, got something else.",
        ],
      ]
    `);
    expect(await scoreValues(pixels, { ...one, screen: Array(2).fill([1080, 1920]) })).toEqual([1, 2]);
    const mixed = guiActionMatch({ coordinates: "thousand", goldCoordinates: "pixels" });
    expect(
      await scoreValues(mixed, { text: ["tap(500, 500)"], expected: [one.expected[0]], screen: [[1080, 1920]] }),
    ).toEqual([2]);
  });

  it("scores each step at its place", async () => {
    const source = guiActionMatch({ per: "step" });
    const out = new SignalBuilder("step", 3);
    const layout = { ...flatLayout([1]), stepOffsets: Int32Array.of(0, 3) };
    const steps = [{ action: "tap(0.5, 0.5)" }, { action: "back()" }, { action: "wait()" }];
    const expected = [{ action: "tap", point: [0.5, 0.5] }, { action: "home" }];
    await source.score({ steps: [steps], expected: [expected], screen: [undefined] }, out, INLINE, layout);
    const signal = out.build();
    expect([0, 1, 2].map((i) => outcomeAt(signal, i))).toEqual([
      { kind: "scored", value: 2 },
      { kind: "scored", value: 0 },
      { kind: "abstained", reason: "no action is expected here" },
    ]);
  });

  it("reads a hostile megabyte in linear time", async () => {
    const { name, ms } = await slowestHostile(guiActionMatch(), { expected: [{ action: "back" }], screen: [null] });
    expect(ms, name).toBeLessThan(150);
    for (const text of [
      "tap(".repeat(20_000),
      `tap(${"[".repeat(90_000)}`,
      `tap('${"a,".repeat(45_000)}`,
      "{".repeat(90_000),
    ]) {
      const started = performance.now();
      expect("why" in readGuiAction(text, { coordinates: "unit" }), text.slice(0, 10)).toBe(true);
      expect(performance.now() - started).toBeLessThan(500);
    }
  });

  const columns = {
    text: ["tap(0.5, 0.5)", "scroll('up')", ""],
    expected: Array(3).fill({ action: "tap", point: [0.5, 0.4] }),
  };
  for (const options of [{}, { pay: "parts" }])
    for (const law of lawsOf(guiActionMatch, { options, columns }))
      it(`${JSON.stringify(options)} ${law.name}`, law.check);
});

describe("readGuiAction", () => {
  const unit = { coordinates: "unit" } as const;
  const tap = { type: "tap", point: [0.1, 0.2] };
  it.each([
    ["click(x=0.1, y=0.2)", tap],
    ["tap(0.1, 0.2)", tap],
    ["click((0.1, 0.2))", tap],
    ["click([0.1, 0.2])", tap],
    ["click(point='<point>0.1 0.2</point>')", tap],
    ["click(start_box='(0.1,0.2)')", tap],
    ["click(start_box='[0, 0.1, 0.2, 0.3]')", tap],
    ["pyautogui.click(0.1, 0.2)", tap],
    ["pyautogui.moveTo(0.1, 0.2)\npyautogui.click()", tap],
    ["Thought: the button.\nAction: CLICK(x=0.1, y=0.2)", tap],
    ['{"action": "click", "coordinate": [0.1, 0.2]}', tap],
    ['{"action_type": "click", "x": 0.1, "y": 0.2}', tap],
    ['{"name": "click", "arguments": {"x": 0.1, "y": 0.2}}', tap],
    ['<tool_call>{"name": "mobile_use", "arguments": {"action": "click", "coordinate": [0.1, 0.2]}}</tool_call>', tap],
    ['```json\n[{"action": "tap", "point": {"x": 0.1, "y": 0.2}}]\n```', tap],
    ['{"type": "dual_point", "touch": [0.1, 0.2], "lift": [0.1, 0.23]}', tap],
    [
      '{"type": "dual_point", "touch": [0.1, 0.2], "lift": [0.1, 0.8]}',
      { type: "scroll", point: [0.1, 0.2], direction: "down" },
    ],
    ["swipe(0.5, 0.8, 0.5, 0.2)", { type: "scroll", point: [0.5, 0.8], direction: "up" }],
    ["scroll(direction='left')", { type: "scroll", direction: "left" }],
    ["pyautogui.scroll(-3)", { type: "scroll", direction: "down" }],
    ["pyautogui.moveTo(0.1, 0.2); pyautogui.dragTo(0.3, 0.4)", { type: "drag", point: [0.1, 0.2], end: [0.3, 0.4] }],
    ["pyautogui.typewrite('hi, (you)')", { type: "text", text: "hi, (you)" }],
    ["type(content='it\\'s')", { type: "text", text: "it's" }],
    ['{"action": "input_text", "text": "hi"}', { type: "text", text: "hi" }],
    ["pyautogui.hotkey('ctrl', 'C')", { type: "key", keys: ["ctrl", "c"] }],
    ["hotkey(key='ctrl c')", { type: "key", keys: ["ctrl", "c"] }],
    ["press('enter')", { type: "enter" }],
    ['{"action": "open_app", "app_name": "Maps"}', { type: "app", app: "Maps", operation: "open" }],
    ["call_api('Maps', 'kill')", { type: "app", app: "Maps", operation: "close" }],
    ["finished(content='all done')", { type: "finish" }],
    ["long_press(x=0.1, y=0.2)", { type: "long-press", point: [0.1, 0.2] }],
  ])("%s", (text, action) => {
    expect(readGuiAction(text, unit)).toEqual({ action });
  });

  it.each([
    ["", "no action is stated"],
    ["I would click on it", "no action is stated"],
    ["click(x=0.1", "the call of click does not end"],
    ["tap(0.1, 0.2) or tap(0.3, 0.4)", "2 actions are stated"],
    ['{"action": "fly"}', "the action fly is unknown"],
    ["{action: tap}", "the JSON is not one action"],
    ["scroll()", "scroll has no direction"],
    ["drag(0.1, 0.2)", "drag has no start or no end"],
    ["pyautogui.click()", "tap has no point"],
    ["tap(__import__('os').system('x'), 2)", "expected a name"],
  ])("%s is unreadable", (text, why) => {
    expect(readGuiAction(text, unit)).toEqual({ why: expect.stringContaining(why) });
  });
});
