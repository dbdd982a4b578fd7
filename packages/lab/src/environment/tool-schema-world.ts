import { streamKey, uniformAt } from "@guerdon/core/random";
import type { Space } from "./environment.ts";
import { type ToolCall, toolCallAgreement } from "./tool-calls.ts";
import type { Draw, Dynamics, StepOutcome } from "./vectorise.ts";

export interface ToolSchemaOptions {
  readonly tools?: number;
  readonly prompts?: number;
  /** Share of the prompts that are kept apart from training. */
  readonly heldOutShare?: number;
  /** Whether the held-out prompts are met instead of the others. */
  readonly heldOut?: boolean;
  /** How calls are compared for the reward. */
  readonly match?: "fine" | "tool" | "coarse";
  /** Least and most for correctness, and for the format. */
  readonly correct?: readonly [number, number];
  readonly format?: readonly [number, number];
}

/** Most calls, parameters of a tool, values of a parameter, numbers of the code of a prompt. */
const [CALLS, PARAMETERS, VALUES, CODE] = [2, 3, 4, 24] as const;
/** Numbers a call has in an action: name, then for each parameter not given or a value. */
const CALL = 1 + PARAMETERS;

/**
 * Calls tools as a prompt asks: which tools, with which parameters and values, in a sound format.
 *
 * One action an episode: number of calls 0–2, and for both the tool, then for each of 3 parameters `not given` or one of 4
 * values; at last whether the format is kept. A prompt asks for 1–2 calls of 8 tools with 1–3 parameters each, and is
 * shown as 24 numbers, a fixed random image of what it asks for; some carry a tool that is only mentioned.
 *
 * Reward: format in 0 … 1 plus correctness in −3 … 3; without the format, correctness is the least. Signals: `gold`: 1
 * where the calls are just those asked for and the format is kept; `format`; `fine`, `tool` and `coarse` correctness as
 * shares of 0 … 1; `calls`: how many were made.
 *
 * Each tool always takes its first 1–3 parameters. A quarter of 40 more prompts is held out, and a third mentions
 * another tool: these shares are not in the paper.
 *
 * @paper 086 §Mechanism, §Experiment
 *
 * ```ts doctest
 * import { toolSchemaWorld } from "@guerdon/lab/environment";
 * toolSchemaWorld().action // => { kind: "multi-discrete", sizes: [3, 8, 5, 5, 5, 8, 5, 5, 5, 2] }
 * ```
 */
export function toolSchemaWorld(options: ToolSchemaOptions = {}): Dynamics {
  return new ToolSchemaWorld(options);
}

// A row of the state: number of the prompt.
class ToolSchemaWorld implements Dynamics {
  readonly id = "tool-schema-world@1";
  readonly observation: Space = { kind: "box", low: new Array(CODE).fill(-9), high: new Array(CODE).fill(9) };
  readonly action: Space;
  readonly stateSize = 1;
  readonly maxSteps = 1;
  readonly signals = ["gold", "format", "fine", "tool", "coarse", "calls"];
  readonly #gold: readonly (readonly ToolCall[])[];
  readonly #codes: Float64Array;
  readonly #first: number;
  readonly #count: number;
  readonly #match: number;
  readonly #correct: readonly [number, number];
  readonly #format: readonly [number, number];
  readonly #out = new Float64Array(6);

  constructor(options: ToolSchemaOptions) {
    const { tools = 8, prompts = 40, heldOutShare = 0.25, heldOut = false, match = "fine" } = options;
    const { correct = [-3, 3], format = [0, 1] } = options;
    const apart = Math.max(1, Math.round(prompts * heldOutShare));
    this.#gold = toolPrompts(prompts + apart, tools);
    this.#codes = codesOf(this.#gold, tools);
    this.#first = heldOut ? prompts : 0;
    this.#count = heldOut ? apart : prompts;
    this.#match = { fine: 2, tool: 3, coarse: 4 }[match];
    this.#correct = correct;
    this.#format = format;
    const call = [tools, ...new Array(PARAMETERS).fill(VALUES + 1)];
    this.action = { kind: "multi-discrete", sizes: [CALLS + 1, ...call, ...call, 2] };
  }

  start(state: Float64Array, at: number, draw: Draw): void {
    state[at] = this.#first + draw.whole(this.#count);
  }

  step(state: Float64Array, at: number, actions: ArrayLike<number>, action: number, _: Draw, out: StepOutcome): void {
    const gold = this.#gold[state[at] as number] as readonly ToolCall[];
    const calls = callsOf(actions, action);
    const isFormed = actions[action + 1 + CALLS * CALL] === 1;
    const isSame = JSON.stringify(calls) === JSON.stringify(gold);
    const [fine, tool] = [toolCallAgreement(gold, calls), toolCallAgreement(gold, calls, true)];
    // Calls in another order agree wholly without being the same list.
    const isExact = fine === 1;
    this.#out[0] = Number(isFormed && isExact);
    this.#out[1] = Number(isFormed);
    this.#out[2] = isFormed ? fine : 0;
    this.#out[3] = isFormed ? tool : 0;
    this.#out[4] = Number(isFormed && isSame);
    this.#out[5] = calls.length;
    const [least, most] = this.#correct;
    const share = this.#out[this.#match] as number;
    out.reward = least + (most - least) * share + (this.#format[isFormed ? 1 : 0] as number);
    out.terminated = true;
  }

  observe(state: Float64Array, at: number, out: Float32Array, to: number): void {
    const first = (state[at] as number) * CODE;
    for (let k = 0; k < CODE; k++) out[to + k] = this.#codes[first + k] as number;
  }

  measure(_: Float64Array, __: number, out: Float64Array): void {
    out.set(this.#out);
  }
}

/** The calls that the first prompts ask for, the same for ever and no two alike. */
export function toolPrompts(count: number, tools: number): readonly (readonly ToolCall[])[] {
  const prompts = new Map<string, readonly ToolCall[]>();
  for (let k = 0; prompts.size < count; k++) {
    const calls = toolPrompt(k, tools);
    prompts.set(JSON.stringify(calls), calls);
  }
  return [...prompts.values()];
}

function toolPrompt(k: number, tools: number): readonly ToolCall[] {
  const key = streamKey(k, "tool-schema-world");
  const whole = (place: number, size: number): number => Math.floor(uniformAt(key, place) * size);
  return Array.from({ length: 1 + whole(0, CALLS) }, (_, call) => {
    const name = whole(1 + 10 * call, tools);
    const given = 1 + (name % PARAMETERS);
    return {
      name,
      values: Array.from({ length: PARAMETERS }, (_, p) => (p < given ? whole(2 + 10 * call + p, VALUES) : -1)),
    };
  });
}

/** Calls as an action has them: `not given` is 0, values count from 1. */
function callsOf(actions: ArrayLike<number>, action: number): readonly ToolCall[] {
  return Array.from({ length: actions[action] as number }, (_, call) => {
    const first = action + 1 + call * CALL;
    const values = Array.from({ length: PARAMETERS }, (_, p) => (actions[first + 1 + p] as number) - 1);
    return { name: actions[first] as number, values };
  });
}

/** [P, 24] for each prompt the sum of fixed random vectors of what it asks for and mentions. */
function codesOf(prompts: readonly (readonly ToolCall[])[], tools: number): Float64Array {
  const codes = new Float64Array(prompts.length * CODE);
  const add = (prompt: number, name: string): void => {
    const key = streamKey(0, `tool-schema-world/${name}`);
    for (let k = 0; k < CODE; k++) {
      const place = prompt * CODE + k;
      codes[place] = (codes[place] as number) + (2 * uniformAt(key, k) - 1) * 0.75;
    }
  };
  prompts.forEach((calls, prompt) => {
    add(prompt, `calls ${calls.length}`);
    calls.forEach(({ name, values }, call) => {
      add(prompt, `${call} tool ${name}`);
      values.forEach((value, p) => {
        if (value >= 0) add(prompt, `${call} value ${p} ${value}`);
      });
    });
    const mention = uniformAt(streamKey(prompt, "tool-schema-world/mention"), 0) * 3 * tools;
    if (mention < tools) add(prompt, `mention ${Math.floor(mention)}`);
  });
  return codes;
}
