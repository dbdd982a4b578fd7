import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { SAMPLE_PROGRAM, SAMPLE_ROLLOUTS } from "../sample/sample.ts";
import { folderWith, runCli, startCli } from "./run-cli.test-support.ts";

const PLAIN = `reward: plain
terms:
  correct: { use: number, expected: "{{ item.answer }}" }
  words: { use: length, unit: words }
total: correct - 0.01 * words
advantage: dr-grpo
`;

function row(id: string, group: string, text: string, answer: string | number): string {
  return JSON.stringify({ id, group, item: { answer }, completion: text });
}

function linesOf(path: string): Record<string, unknown>[] {
  return readFileSync(path, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

describe("guerdon score", () => {
  it("writes one row a line in input order, with advantages of scattered groups (by hand)", async () => {
    const rows = [
      row("a1", "a", "it is 4", 4),
      row("b1", "b", "4", 5),
      row("a2", "a", "5", 4),
      row("b2", "b", "is 5", 5),
    ];
    using folder = folderWith({ "p.yaml": PLAIN, "r.jsonl": rows.join("\n") });
    const { code } = await runCli(["score", "p.yaml", "r.jsonl", "--out", "o.jsonl"], folder.path);
    expect(code).toBe(0);
    const out = linesOf(join(folder.path, "o.jsonl"));
    expect(out.map(({ id, group, total, terms }) => [id, group, total, terms])).toEqual([
      ["a1", "a", 0.97, { correct: 1, words: 3 }],
      ["b1", "b", -0.01, { correct: 0, words: 1 }],
      ["a2", "a", -0.01, { correct: 0, words: 1 }],
      ["b2", "b", 0.98, { correct: 1, words: 2 }],
    ]);
    expect(out.map(({ advantage }) => (advantage as number).toFixed(3))).toEqual([
      "0.490",
      "-0.495",
      "-0.490",
      "0.495",
    ]);
    expect(Object.keys(out[0] ?? {})).toEqual(["id", "group", "total", "outcome", "terms", "advantage", "notes"]);
  });

  it("prints one JSON object and reads foreign rows, gzipped, from standard input or a file", async () => {
    const foreign = [
      { id: "q1", solution: "A: 4", gold: "4" },
      { id: "q1", solution: "A: 5", gold: "4" },
      { id: "q2", solution: "none", gold: "4" },
    ];
    const text = foreign.map((r) => JSON.stringify(r)).join("\n");
    const map = '{"sample.output_text":"solution","item.answer":"gold","group":"id"}';
    using folder = folderWith({ "p.yaml": PLAIN, "r.jsonl.gz": gzipSync(text) });
    const fromFile = await runCli(["score", "p.yaml", "r.jsonl.gz", "--map", map, "--json"], folder.path);
    const fromPipe = await runCli(["score", "p.yaml", "-", "--map", map, "--json"], folder.path, text);
    const timeless = (json: string): unknown =>
      JSON.parse(json, (key, value) => (key === "seconds" || key === "rolloutsPerSecond" ? typeof value : value));
    expect(timeless(fromPipe.stdout)).toEqual(timeless(fromFile.stdout));
    expect(fromFile.stderr).toBe("");
    expect(timeless(fromFile.stdout)).toMatchObject({
      rollouts: 3,
      groups: 2,
      outcomes: { scored: 3, abstained: 0, failed: { candidate: 0, task: 0, sandbox: 0, judge: 0, engine: 0 } },
      terms: { correct: { mean: expect.closeTo(1 / 3, 12), min: 0, max: 1, present: 3, cost: 0, seconds: "number" } },
      deadGroups: 1,
      seconds: "number",
      rolloutsPerSecond: "number",
    });
  });

  it("hands totals out to steps and tokens of scattered groups, and writes them as lists (by hand)", async () => {
    const program = `reward: fine
terms:
  correct: { use: number, expected: "{{ item.answer }}" }
  progress: { use: recorded, key: progress }
  planning: { use: recorded, level: token, values: "{{ sample.meta.planning }}" }
total: correct
credit: { use: redistribute, by: weight, weight: progress }
advantage: [dr-grpo, { use: masked-amplify, mask: planning, level: token, alpha: 0.5 }]
`;
    const fine = (id: string, group: string, text: string, progress: number[], planning: number[]): string =>
      JSON.stringify({
        ...JSON.parse(row(id, group, text, 4)),
        steps: progress.map((value) => ({ progress: value })),
        tokens: { ids: planning },
        meta: { planning },
      });
    const rows = [
      fine("a1", "a", "4", [1, 3], [0, 1, 0]),
      fine("b1", "b", "5", [1], [1]),
      fine("a2", "a", "5", [], [1, 0]),
      fine("b2", "b", "4", [0, 0], []),
    ];
    using folder = folderWith({ "p.yaml": program, "r.jsonl": rows.join("\n") });
    const { code, stderr } = await runCli(
      ["score", "p.yaml", "r.jsonl", "--out", "o.jsonl", "--report", "r.html"],
      folder.path,
    );
    expect([code, stderr.includes("error")]).toEqual([0, false]);
    expect(
      linesOf(join(folder.path, "o.jsonl")).map(({ id, terms, credit, advantage }) => ({
        id,
        terms,
        credit,
        advantage,
      })),
    ).toEqual([
      {
        id: "a1",
        terms: { correct: 1, progress: [1, 3], planning: [0, 1, 0] },
        credit: [0.25, 0.75],
        advantage: [0.5, 0.75, 0.5],
      },
      { id: "b1", terms: { correct: 0, progress: [1], planning: [1] }, credit: [0], advantage: [-0.25] },
      { id: "a2", terms: { correct: 0, progress: [], planning: [1, 0] }, credit: [], advantage: [-0.25, -0.5] },
      { id: "b2", terms: { correct: 1, progress: [0, 0], planning: [] }, credit: [0.5, 0.5], advantage: [] },
    ]);
  });

  it("asks schedules for the training step, by rows and where terms wait for all of them (by hand)", async () => {
    const program = (of: string): string => `reward: late
terms:
  correct: { use: number, expected: "{{ item.answer }}" }
  best: { use: centre, of: correct }
  w: { use: linear, from: 0, to: 1, steps: 10 }
  lifted: ${of}
total: lifted
`;
    const rows = [row("a1", "a", "4", 4), row("b1", "b", "4", 4), row("a2", "a", "5", 4)];
    using folder = folderWith({
      "p.yaml": program("correct + 2 * w"),
      "q.yaml": program("best + 2 * w"),
      "r.jsonl": rows.join("\n"),
    });
    const totals = async (file: string, step: string): Promise<unknown[]> => {
      await runCli(["score", file, "r.jsonl", "--out", `${file}.${step}`, "--step", step], folder.path);
      return linesOf(join(folder.path, `${file}.${step}`)).map(({ total }) => total);
    };
    expect(await totals("p.yaml", "5")).toEqual([2, 2, 1]);
    expect(await totals("q.yaml", "5")).toEqual([1.5, 1, 0.5]);
    expect(await totals("q.yaml", "99")).toEqual([2.5, 2, 1.5]);
  });

  it("scores terms that compare rollouts, over the whole file", async () => {
    const program = `${PLAIN.replace("total: correct - 0.01 * words", "  centred: { use: centre, of: words }\ntotal: correct + centred")}`;
    const rows = [
      row("a1", "a", "it is 4", 4),
      row("b1", "b", "4", 5),
      row("a2", "a", "5", 4),
      row("b2", "b", "is 5", 5),
    ];
    using folder = folderWith({ "p.yaml": program, "r.jsonl": rows.join("\n") });
    const { code, stderr } = await runCli(["score", "p.yaml", "r.jsonl", "--out", "o.jsonl"], folder.path);
    expect([code, stderr]).toEqual([0, ""]);
    expect(linesOf(join(folder.path, "o.jsonl")).map(({ total, terms }) => [total, terms])).toEqual([
      [2, { correct: 1, words: 3, centred: 1 }],
      [-0.5, { correct: 0, words: 1, centred: -0.5 }],
      [-1, { correct: 0, words: 1, centred: -1 }],
      [1.5, { correct: 1, words: 2, centred: 0.5 }],
    ]);
  });

  it("goes on after a kill where terms compare rollouts, and a term is called `total`", async () => {
    const program = `reward: r
terms:
  total: { use: number, expected: "{{ item.answer }}" }
  words: { use: length, unit: words, when: total > 0 }
  centred: { use: centre, of: words }
total: default(total + centred, 0)
advantage: { use: gdpo, over: [total, centred] }
`;
    const rows = Array.from({ length: 3000 }, (_, i) =>
      row(`r${i}`, `g${i % 97}`, `${"so ".repeat(i % 5)}${i % 7}`, i % 3),
    );
    using folder = folderWith({ "p.yaml": program, "r.jsonl": rows.join("\n") });
    const path = (name: string): string => join(folder.path, name);
    expect((await runCli(["score", "p.yaml", "r.jsonl", "--out", "whole.jsonl"], folder.path)).code).toBe(0);
    const { child, done } = startCli(["score", "p.yaml", "r.jsonl", "--out", "o.jsonl"], folder.path);
    while (!existsSync(path("o.jsonl.partial")) && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill("SIGKILL");
    await done;
    if (existsSync(path("o.jsonl.partial"))) {
      expect((await runCli(["score", "p.yaml", "r.jsonl", "--out", "o.jsonl", "--resume"], folder.path)).code).toBe(0);
    }
    expect(readFileSync(path("o.jsonl"), "utf8") === readFileSync(path("whole.jsonl"), "utf8")).toBe(true);
  });

  it.each(["", '{"program":"cut o'])(
    "starts at row 1 from a partial output of %j, with and without --resume",
    async (left) => {
      using folder = folderWith({ "p.yaml": PLAIN, "r.jsonl": row("a", "g", "is 4", 4) });
      for (const extra of [["--resume"], []]) {
        writeFileSync(join(folder.path, "o.jsonl.partial"), left);
        const { code } = await runCli(["score", "p.yaml", "r.jsonl", "--out", "o.jsonl", ...extra], folder.path);
        expect(code).toBe(0);
        expect(linesOf(join(folder.path, "o.jsonl")).map(({ id, total }) => [id, total])).toEqual([["a", 0.98]]);
      }
    },
  );

  it("runs a program in TypeScript with a function term", async () => {
    const program = `export default { reward: "ts", terms: {
      shout: (rollouts: { completion: { content: unknown }[] }[]): number[] => rollouts.map((r) => String(r.completion[0]?.content).endsWith("!") ? 1 : 0),
    }, total: "shout" };`;
    using folder = folderWith({
      "p.ts": program,
      "r.jsonl": [row("1", "g", "yes!", 0), row("2", "g", "yes", 0)].join("\n"),
    });
    const { code, stderr } = await runCli(["score", "p.ts", "r.jsonl", "--out", "o.jsonl"], folder.path);
    expect([code, stderr]).toEqual([0, ""]);
    expect(linesOf(join(folder.path, "o.jsonl")).map(({ total }) => total)).toEqual([1, 0]);
  });

  it("loses no good row to bad ones and says exactly what is wrong with those", async () => {
    const bad = [
      row("good1", "g", "is 4", 4),
      '{"id":"cut","completion":"is',
      '{"id":"typed","completion":7}',
      '{"id":"nan","completion":"4","item":{"answer":NaN}}',
      row("good1", "g", "is 5", 4),
      "[1,2]",
      JSON.stringify({ id: "bare", group: "g", item: { gold: 4 }, completion: "4" }),
      row("good2", "g", "is 4", 4),
    ];
    using folder = folderWith({ "p.yaml": PLAIN, "r.jsonl": bad.join("\n") });
    const { code, stderr } = await runCli(["score", "p.yaml", "r.jsonl", "--out", "o.jsonl"], folder.path);
    expect(code).toBe(3);
    expect(stderr).toMatchInlineSnapshot(`
      "GUERDON_ROW_JSON: Expected row 2 to be a JSON value, got a line that breaks off after \`{"id":"cut","completion":"is\`.
        The file was cut short or a value holds a raw newline. Write each row as JSON on a line of its own.
      GUERDON_ROLLOUT: Expected \`completion\` of row 3 to be a string or a list of messages, got number 7.
      GUERDON_ROW_JSON: Expected row 4 to be a JSON value, got a syntax error in \`{"id":"nan","completion":"4","item":{"answer":NaN}}\`.
        JSON has no NaN or Infinity. Write null where there is no number.
      GUERDON_ROLLOUT: Expected row 6 to be an object, got a list of 2.
        Write one row a line: \`jq -c '.[]' FILE\`.
      GUERDON_DUPLICATE_ID: Expected ids to be unique, got \`good1\` again in row 5.
        All rows were scored, in input order. Map \`id\` to a unique field.
      "
    `);
    const out = linesOf(join(folder.path, "o.jsonl"));
    expect(out.map(({ id, total }) => [id, total])).toEqual([
      ["good1", 0.98],
      ["2", null],
      ["3", null],
      ["4", null],
      ["good1", -0.02],
      ["6", null],
      ["bare", null],
      ["good2", 0.98],
    ]);
    expect(out.filter(({ total }) => total === null).map(({ outcome }) => outcome)).toMatchInlineSnapshot(`
      [
        {
          "blame": "task",
          "kind": "failed",
          "reason": "GUERDON_ROW_JSON: Expected row 2 to be a JSON value, got a line that breaks off after \`{"id":"cut","completion":"is\`.",
          "retryable": false,
        },
        {
          "blame": "task",
          "kind": "failed",
          "reason": "GUERDON_ROLLOUT: Expected \`completion\` of row 3 to be a string or a list of messages, got number 7.",
          "retryable": false,
        },
        {
          "blame": "task",
          "kind": "failed",
          "reason": "GUERDON_ROW_JSON: Expected row 4 to be a JSON value, got a syntax error in \`{"id":"nan","completion":"4","item":{"answer":NaN}}\`.",
          "retryable": false,
        },
        {
          "blame": "task",
          "kind": "failed",
          "reason": "GUERDON_ROLLOUT: Expected row 6 to be an object, got a list of 2.",
          "retryable": false,
        },
        {
          "blame": "task",
          "kind": "failed",
          "reason": "Expected rollout \`bare\` to have \`item.answer\`, got nothing there.",
          "retryable": false,
        },
      ]
    `);
    expect(out.map(({ terms }) => Object.keys(terms as object))).toEqual(bad.map(() => ["correct", "words"]));
  });

  it("skips a line of 100 MB without holding it and scores its neighbours", async () => {
    using folder = folderWith({ "p.yaml": PLAIN });
    const path = join(folder.path, "r.jsonl");
    writeFileSync(path, `${row("1", "g", "is 4", 4)}\n`);
    writeFileSync(path, `{"id":"2","completion":"${"9".repeat(100 * 1024 * 1024)}"}\n`, { flag: "a" });
    writeFileSync(path, row("3", "g", "is 5", 4), { flag: "a" });
    const { code, stderr } = await runCli(["score", "p.yaml", "r.jsonl", "--out", "o.jsonl"], folder.path);
    expect(code).toBe(3);
    expect(stderr).toMatchInlineSnapshot(`
      "GUERDON_ROW_LENGTH: Expected row 2 to be at most 67108864 bytes long, got 104857626.
        The row was skipped and the others were read. Shorten it, or read it with a larger \`--max-line-mb\`.
      "
    `);
    expect(linesOf(join(folder.path, "o.jsonl")).map(({ id, total }) => [id, total])).toEqual([
      ["1", 0.98],
      ["2", null],
      ["3", -0.02],
    ]);
  });

  it("scores nothing with a program that has errors, and exits with 2", async () => {
    using folder = folderWith({ "p.yaml": PLAIN.replace("number", "nmuber"), "r.jsonl": row("1", "g", "4", 4) });
    const { code, stdout, stderr } = await runCli(["score", "p.yaml", "r.jsonl", "--out", "o.jsonl"], folder.path);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatchInlineSnapshot(`
      "p.yaml:3:19 error GUERDON_PIECE_UNKNOWN
        Expected \`use\` to name a piece, got \`nmuber\`.
        Did you mean \`number\` or \`huber\`? Search with \`guerdon where nmuber\`.
      "
    `);
  });

  it.each([
    ["a program that is not there", ["score", "none.yaml", "r.jsonl"]],
    ["rollouts that are not there", ["score", "p.yaml", "none.jsonl"]],
    ["a map that is no JSON", ["score", "p.yaml", "r.jsonl", "--map", "{solution}"]],
    ["a map to an unknown field", ["score", "p.yaml", "r.jsonl", "--map", '{"sampel.output_text":"x"}']],
    ["a count that is none", ["score", "p.yaml", "r.jsonl", "--pool", "many"]],
    ["resuming without an output", ["score", "p.yaml", "r.jsonl", "--resume"]],
    ["an unknown command", ["scroe", "p.yaml"]],
  ])("answers %s with exit code 2", async (_, args) => {
    using folder = folderWith({ "p.yaml": PLAIN, "r.jsonl": row("1", "g", "4", 4) });
    const { code, stdout, stderr } = await runCli(args, folder.path);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatchSnapshot();
  });
});

describe("guerdon score, interrupted", () => {
  const many = Array.from({ length: 60_000 }, (_, i) => row(`r${i}`, `g${i % 997}`, `so it is ${i % 7}`, i % 5)).join(
    "\n",
  );

  it.each(["SIGINT", "SIGKILL"] as const)("goes on after %s and ends with the same bytes", async (signal) => {
    using folder = folderWith({ "p.yaml": PLAIN, "r.jsonl": many });
    const whole = await runCli(["score", "p.yaml", "r.jsonl", "--out", "whole.jsonl"], folder.path);
    expect(whole.code).toBe(0);
    const { child, done } = startCli(["score", "p.yaml", "r.jsonl", "--out", "o.jsonl"], folder.path);
    const size = (): number => {
      try {
        return readFileSync(join(folder.path, "o.jsonl.partial")).length;
      } catch {
        return 0;
      }
    };
    while (size() < 200_000 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
    child.kill(signal);
    const stopped = await done;
    if (signal === "SIGINT") {
      expect(stopped.code).toBe(3);
      const part = linesOf(join(folder.path, "o.jsonl"));
      expect(part.length).toBeGreaterThan(0);
      expect(part.length).toBeLessThan(60_000);
      expect(part.every(({ advantage }) => typeof advantage === "number")).toBe(true);
    }
    const refused = await runCli(["score", "p.yaml", "r.jsonl", "--out", "o.jsonl"], folder.path);
    expect([refused.code, refused.stderr.split("\n")[0]]).toEqual([
      2,
      "GUERDON_RESUME: Expected no partial output beside `o.jsonl`, got `o.jsonl.partial`.",
    ]);
    const resumed = await runCli(["score", "p.yaml", "r.jsonl", "--out", "o.jsonl", "--resume"], folder.path);
    expect(resumed.code).toBe(0);
    const bytes = (name: string): string => readFileSync(join(folder.path, name), "utf8");
    expect(bytes("o.jsonl") === bytes("whole.jsonl")).toBe(true);
  });
});

describe("guerdon score, the same rows however they are run", () => {
  it("gives the same bytes at concurrency 1, 2 and 8, with a cold and a warm cache", async () => {
    const symbolic = Array.from({ length: 12 }, (_, i) =>
      JSON.stringify({
        id: `s${i}`,
        group: `s${i % 3}`,
        item: { answer: `\\int_0^${i + 1} x dx` },
        completion: `\\boxed{\\int_0^${i + 1} t dt}`,
      }),
    ).join("\n");
    using folder = folderWith({
      "p.yaml": SAMPLE_PROGRAM.replace("use: math,", "use: math, deadlineMs: 20000,"),
      "r.jsonl": `${SAMPLE_ROLLOUTS}${symbolic}`,
    });
    const outputs: string[] = [];
    for (const extra of [
      ["--concurrency", "1"],
      ["--concurrency", "2"],
      ["--concurrency", "8"],
      ["--cache", "c"],
      ["--cache", "c"],
    ]) {
      const { code } = await runCli(["score", "p.yaml", "r.jsonl", "--out", "o.jsonl", ...extra], folder.path);
      expect(code).toBe(0);
      outputs.push(readFileSync(join(folder.path, "o.jsonl"), "utf8"));
    }
    expect(outputs.every((output) => output === outputs[0])).toBe(true);
  });
});
