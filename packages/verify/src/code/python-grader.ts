import { defineSource, type SourceFactory } from "@guerdon/core/piece";
import { type Json, UNBOUNDED } from "@guerdon/core/signal";
import { z } from "zod";
import { gradeByPython } from "./grade-by-python.ts";

export interface PythonGraderOptions {
  /** Python that defines `grade(sample, item)`, which returns a number. */
  readonly source: string;
  /** Smallest and largest number it returns; one outside is a fault of the task. */
  readonly within?: readonly [number, number] | undefined;
  /** Wall-clock limit of one call. */
  readonly wallMs: number;
  /** Processor time of one call. */
  readonly cpuSeconds: number;
  /** Memory of its process. */
  readonly memoryMb: number;
}

type PythonGraderInput = { readonly [K in keyof PythonGraderOptions]?: PythonGraderOptions[K] | undefined } & {
  readonly source: string;
};

const MOST_BYTES = 256 * 1024;

const options: z.ZodType<PythonGraderOptions, PythonGraderInput> = z.strictObject({
  source: z
    .string()
    .min(1)
    .refine((text) => Buffer.byteLength(text) < MOST_BYTES, "a grader's source is less than 256 kB"),
  within: z
    .tuple([z.number(), z.number()])
    .refine(([low, high]) => low <= high, "the smaller number comes first")
    .optional(),
  wallMs: z.int().positive().max(120_000).default(120_000), // limits of OpenAI's graders
  cpuSeconds: z.int().positive().max(120).default(120),
  memoryMb: z.int().positive().max(2048).default(2048),
});

/** Calls under way at once; more only wait for a sandbox. */
const AT_ONCE = 16;

/**
 * Calls `grade(sample, item)` of a Python source in a sandbox and takes its number.
 *
 *   out_i = grade(sample_i, item_i)
 *
 * `sample` has `output_text`, `output_json`, `output_tools` and `choices`, `item` is the dataset row. The sandbox has
 * Python's standard library and no network. A grader that raises, returns no finite number, or is too slow is a fault
 * of the task, never a score.
 *
 * @kind source
 * @unit sample, row → what the grader returns
 *
 * ```ts doctest
 * import { pythonGrader } from "@guerdon/verify/code";
 * pythonGrader({ source: "def grade(sample, item): return 1", within: [0, 1] }).range // => { min: 0, max: 1 }
 * ```
 */
export const pythonGrader: SourceFactory<typeof options> = defineSource({
  name: "python-grader",
  version: 1,
  summary: "The number that a Python function `grade(sample, item)` returns in a sandbox.",
  options,
  build: ({ source, within, ...limits }: PythonGraderOptions) => ({
    needs: ["process"],
    fields: {
      item: { type: "json", default: "{{ item }}" },
      text: { type: "json", default: "{{ sample.output_text }}", optional: true },
      parsed: { type: "json", default: "{{ sample.output_json }}", optional: true },
      calls: { type: "json", default: "{{ sample.output_tools }}", optional: true },
    },
    range: within === undefined ? UNBOUNDED : { min: within[0], max: within[1] },
    score: async (columns, out) => {
      let next = 0;
      const work = async (): Promise<void> => {
        for (let row = next++; row < out.length; row = next++) {
          const cell = (name: string): Json => columns[name]?.[row] ?? null;
          const sample = sampleOf(cell("text"), cell("parsed"), cell("calls"));
          const grade = await gradeByPython(source, sample, cell("item"), limits);
          if ("blame" in grade) out.fail(row, grade.blame, grade.reason, grade.blame === "sandbox");
          else if (within !== undefined && (grade.value < within[0] || grade.value > within[1])) {
            out.fail(
              row,
              "task",
              `Expected \`grade\` to return a number from ${within.join(" to ")}, got ${grade.value}.`,
            );
          } else out.set(row, grade.value);
        }
      };
      await Promise.all(Array.from({ length: Math.min(AT_ONCE, out.length) }, work));
    },
  }),
});

function sampleOf(text: Json, parsed: Json, calls: Json): Json {
  const tools = Array.isArray(calls) && calls.length > 0 ? calls : null;
  return {
    output_text: text,
    output_json: parsed,
    output_tools: tools ?? [],
    choices: [{ index: 0, message: { role: "assistant", content: text, tool_calls: tools } }],
  };
}
