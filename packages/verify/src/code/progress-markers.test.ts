import { afterAll, describe, expect, it } from "vitest";
import { AWAITING } from "../json/awaiting-context.test-support.ts";
import { backends, chooseBackend } from "../sandbox/index.ts";
import { scoreRows } from "../text/score-rows.test-support.ts";
import { parseCode } from "./code-parser.ts";
import { instrumentCalls } from "./instrument-calls.ts";
import { progressMarkers } from "./progress-markers.ts";

const python = await chooseBackend("python");
const absent = typeof python === "string" ? ` (skipped: ${python})` : "";
afterAll(async () => {
  for (const backend of backends) await backend.close();
});

const WORK = `def load(): return [3, 1]
def fit(xs): return sorted(xs)
def predict(model): return model[5]
`;

describe("instrumentCalls", () => {
  it.each([
    ["x = load(1)", "x = M(0, load(1))"],
    ["fit(load())", "M(1, fit(M(0, load())))"],
    ["m.fit(a).fit(b)", "M(1, M(1, m.fit(a)).fit(b))"],
    ["f'{load()}' # load()", "f'{M(0, load())}' # load()"],
    ["load = 1; reload(); 'load()'", "load = 1; reload(); 'load()'"],
    ["fit(load)(load())", "M(1, fit(load))(M(0, load()))"],
  ])("marks the calls of %j", async (text, marked) => {
    const tree = await parseCode(text, "python");
    if ("why" in tree) throw new Error(tree.why);
    expect(instrumentCalls(tree, [["load"], ["fit"]], "M")).toBe(marked);
  });
});

describe.skipIf(absent !== "")(`progressMarkers${absent}`, () => {
  const source = progressMarkers({ markers: [["load"], ["fit"], ["predict"], ["write"]] });

  it("pays the steps that came to their end, though the program fails later", async () => {
    const text = [
      `${WORK}predict(fit(load()))`,
      `${WORK}model = fit(load())\nmodel.write(1)`,
      `${WORK}print("load fit predict write")`,
      `${WORK}if False: load()`,
      `${WORK}while True: load()`,
      "def load(:",
      `${WORK}load()\nraise SystemExit(0)`,
    ];
    const rows = await scoreRows(
      progressMarkers({ ...source.options, cpuSeconds: 1, wallMs: 4000 }),
      { text },
      AWAITING,
    );
    expect(rows).toEqual([
      [0.5, "steps 1100"],
      [0.5, "steps 1100"],
      [0, "steps 0000"],
      [0, "steps 0000"],
      [0, "timed-out"],
      [0, "cannot be parsed, line 1"],
      [0.25, "steps 1000"],
    ]);
  }, 30_000);
});
