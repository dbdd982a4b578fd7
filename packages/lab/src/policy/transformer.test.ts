import { uniformAt } from "@guerdon/core/random";
import { describe, expect, it } from "vitest";
import { gradientError } from "../tensor/gradient-check.test-support.ts";
import { adamw, createLearner, type HostInput, hostArray, mapHost } from "../tensor/index.ts";
import { parityGap, slopesOf, weighedOutputs } from "../tensor/parity-gate.test-support.ts";
import { decoderLanguageModel } from "./language-model.ts";
import { transformer } from "./transformer.ts";
import { type TransformerConfig, transformerSizes } from "./transformer-config.ts";
import { createDecoder } from "./transformer-decoder.ts";
import { type TransformerParameters, transformerParameters } from "./transformer-parameters.ts";

const [PROMPT, MOST, END] = [5, 6, 1];
const BASE: TransformerConfig = { vocabulary: 9, context: 11, width: 16, layers: 2, heads: 2, hidden: 24 };
const SHAPE = { pad: 0 };
const CASES: readonly (readonly [string, TransformerConfig, number])[] = [
  ["relu, rotary, own head", BASE, 1],
  ["swiglu, rotary, tied, shared keys", { ...BASE, activation: "swiglu", tied: true, keyHeads: 1 }, 0.7],
  ["relu, learnt positions", { ...BASE, positions: "learnt" }, 1.5],
];

/** Parameters far enough from 0 that every part matters. */
function lively(config: TransformerConfig): TransformerParameters {
  const fresh = transformerParameters(config, 3);
  return mapHost(fresh, (leaf, path) => {
    const gain = path.endsWith("Norm") ? 1 : path === "head" ? 4 : 1.2;
    return hostArray(
      leaf.shape,
      leaf.data.map((value, i) => gain * value + (gain === 1 ? 0.1 * Math.sin(i) : 0)),
    );
  }) as TransformerParameters;
}

/** Prompts of 1 to 5 tokens. */
function promptsOf(count: number): { ids: Int32Array; count: number; length: number } {
  const ids = Int32Array.from({ length: count * PROMPT }, (_, i) => {
    const [row, place] = [Math.floor(i / PROMPT), i % PROMPT];
    return place < row % PROMPT ? 0 : 2 + Math.floor(7 * uniformAt(row, place));
  });
  return { ids, count, length: PROMPT };
}

describe.each(CASES)("transformer: %s", (_, config, temperature) => {
  const shape = { ...SHAPE, temperature };
  const model = transformer(config, shape);
  const parameters = lively(config);

  it("gives the log-probabilities and entropies of the sampler (1e-4)", async () => {
    const language = decoderLanguageModel(createDecoder(config, 24));
    language.load(parameters);
    const prompts = promptsOf(8);
    const written = language.generate(prompts, { perPrompt: 3, maxTokens: MOST, end: END, temperature, key: 5 });
    const rows = written.lengths.length;
    const learner = await createLearner(model, adamw(), { seed: 1, parameters });
    const read = learner.forward({
      prompts: { data: prompts.ids, shape: [8, PROMPT] },
      completions: { data: written.ids, shape: [rows, MOST] },
    });
    learner.close();
    let compared = 0;
    for (let r = 0; r < rows; r++) {
      for (let m = 0; m < (written.lengths[r] as number); m++, compared++) {
        const i = r * MOST + m;
        expect(Math.abs((read.logProbs[i] as number) - (written.logProbs[i] as number))).toBeLessThan(1e-4);
        expect(Math.abs((read.entropy[i] as number) - (written.entropies[i] as number))).toBeLessThan(1e-4);
      }
    }
    expect(compared).toBeGreaterThan(2 * rows);
    expect(new Set(written.ended).size).toBe(2);
  });

  const token = (i: number): number => 1 + Math.floor(8 * uniformAt(4, i));
  const inputs = {
    prompts: {
      data: Int32Array.from({ length: 4 * PROMPT }, (_, i) => (i % PROMPT < Math.floor(i / PROMPT) ? 0 : token(i))),
      shape: [4, PROMPT],
    },
    completions: { data: Int32Array.from({ length: 12 * MOST }, (_, i) => token(1000 + i)), shape: [12, MOST] },
  };

  it("has the gradient of central differences (1e-3)", async () => {
    // Few preactivations, so that none of them crosses a kink within the step.
    const small = { ...config, hidden: 8 };
    const tiny = transformer(small, shape);
    const run = weighedOutputs(tiny, {
      prompts: { data: Int32Array.of(0, 3, 5), shape: [1, 3] },
      completions: { data: Int32Array.of(5, 2, 4, 7), shape: [2, 2] },
    });
    const sharp = mapHost(transformerParameters(small, 4), ({ shape, data }, path) =>
      hostArray(
        shape,
        data.map((value) => (path === "head" ? 10 * value : value)),
      ),
    );
    expect(await gradientError(run, sharp, { step: 4e-3 })).toBeLessThan(1e-3);
  });

  it("compiles to the same gradient as the interpreter computes (parity gate)", async () => {
    expect(await parityGap(slopesOf(weighedOutputs(model, inputs)), parameters)).toBeLessThan(1e-3);
  });
});

describe("createDecoder", () => {
  it("agrees with attention written out in full, one layer of two heads, rotary", () => {
    const config = { ...BASE, layers: 1 };
    const parameters = lively(config);
    const decoder = createDecoder(config, 1);
    decoder.load(parameters);
    const tokens = [3, 4, 2, 8];
    const logits = tokens.map((token, at) => {
      decoder.step(Int32Array.of(token), Int32Array.of(0), Int32Array.of(0), 1, at, true);
      return [...decoder.logits.subarray(0, 9)];
    });
    slowLogits(config, parameters, tokens).forEach((row, at) => {
      row.forEach((value, j) => {
        expect(logits[at]?.[j]).toBeCloseTo(value, 4);
      });
    });
  });

  it("does not see padding, nor the rows beside it", () => {
    const decoder = createDecoder(BASE, 4);
    const language = decoderLanguageModel(decoder);
    language.load(lively(BASE));
    const one = { ids: Int32Array.of(0, 0, 5, 3), count: 1, length: 4 };
    const rows = { ids: Int32Array.of(2, 7, 5, 3, 0, 0, 5, 3, 0, 5, 3, 2), count: 3, length: 4 };
    const alone = language.generate(one, { maxTokens: 3, key: 1, first: 1 });
    const among = language.generate(rows, { maxTokens: 3, key: 1 });
    expect([...among.ids.subarray(3, 6)]).toEqual([...alone.ids]);
    expect([...among.logProbs.subarray(3, 6)]).toEqual([...alone.logProbs]);
    const shorter = language.generate(
      { ids: Int32Array.of(5, 3), count: 1, length: 2 },
      { maxTokens: 3, key: 1, first: 1 },
    );
    expect([...shorter.ids]).toEqual([...alone.ids]);
    shorter.logProbs.forEach((value, m) => {
      expect(value).toBeCloseTo(alone.logProbs[m] as number, 5);
    });
  });

  it("writes the same in batches of any size, and other text for another key", () => {
    const texts = [1, 2, 5, 12].map((batch) => {
      const language = decoderLanguageModel(createDecoder(BASE, batch));
      language.load(lively(BASE));
      return [...language.generate(promptsOf(6), { maxTokens: 6, end: END, key: 9 }).ids].join();
    });
    expect(new Set(texts).size).toBe(1);
    const language = decoderLanguageModel(createDecoder(BASE, 12));
    language.load(lively(BASE));
    const other = language.generate(promptsOf(6), { maxTokens: 6, end: END, key: 8 });
    expect(other.ids.join()).not.toBe(texts[0]);
  });

  it("scores given text as it scored it when writing", () => {
    const language = decoderLanguageModel(createDecoder(BASE, 4));
    language.load(lively(BASE));
    const prompts = promptsOf(4);
    const written = language.generate(prompts, { maxTokens: 6, key: 2 });
    const ids = new Int32Array(4 * 11);
    for (let r = 0; r < 4; r++) {
      ids.set(prompts.ids.subarray(r * 5, r * 5 + 5), r * 11);
      ids.set(written.ids.subarray(r * 6, r * 6 + 6), r * 11 + 5);
    }
    const read = language.score({ ids, count: 4, length: 11 }, { pad: 0, hidden: true });
    for (let r = 0; r < 4; r++) {
      for (let m = 0; m < 6; m++) {
        expect(read.logProbs[r * 11 + 5 + m]).toBeCloseTo(written.logProbs[r * 6 + m] as number, 6);
        expect(read.entropies[r * 11 + 5 + m]).toBeCloseTo(written.entropies[r * 6 + m] as number, 6);
      }
    }
    expect(read.hidden).toHaveLength(4 * 11 * 16);
    expect(new Set(read.hidden).size).toBeGreaterThan(300);
  });
});

describe("transformerSizes", () => {
  it("refuses heads that are no multiple of 8", () => {
    expect(() => transformerSizes({ ...BASE, heads: 4 })).toThrowErrorMatchingInlineSnapshot(
      `[RewardError: Expected \`width / heads\` to be a multiple of 8, \`heads\` one of \`keyHeads\` and \`hidden\` even, got 4, 4 / 4 and 24.]`,
    );
  });
});

/** A decoder of one layer with a full pass over the sequence, in plain numbers. */
function slowLogits(config: TransformerConfig, p: TransformerParameters, tokens: readonly number[]): number[][] {
  const { width, heads, hidden, vocabulary } = config;
  const head = width / heads;
  const layer = p.layers[0] as TransformerParameters["layers"][number];
  const at = (matrix: HostInput, i: number, j: number): number =>
    matrix.data[i * (matrix.shape[1] as number) + j] as number;
  const times = (x: readonly number[], w: HostInput, columns: number): number[] =>
    Array.from({ length: columns }, (_, j) => x.reduce((sum, value, i) => sum + value * at(w, i, j), 0));
  const norm = (x: readonly number[], gain: HostInput): number[] => {
    const scale = Math.sqrt(x.reduce((sum, value) => sum + value * value, 0) / width + 1e-5);
    return x.map((value, i) => (value / scale) * (gain.data[i] as number));
  };
  const turn = (x: readonly number[], t: number): number[] =>
    x.map((value, i) => {
      const pair = Math.floor((i % head) / 2);
      const angle = t * 10_000 ** ((-2 * pair) / head);
      return i % 2 === 0
        ? value * Math.cos(angle) - (x[i + 1] as number) * Math.sin(angle)
        : value * Math.cos(angle) + (x[i - 1] as number) * Math.sin(angle);
    });
  const states = tokens.map((token) => Array.from({ length: width }, (_, i) => at(p.embedding, token, i)));
  const projected = states.map((x, t) => {
    const all = times(norm(x, layer.attentionNorm), layer.qkv, 3 * width);
    return { q: turn(all.slice(0, width), t), k: turn(all.slice(width, 2 * width), t), v: all.slice(2 * width) };
  });
  return states.map((x, t) => {
    const mixed = Array.from({ length: width }, (_, i) => {
      const from = Math.floor(i / head) * head;
      const scores = projected.slice(0, t + 1).map(({ k }) => {
        let dot = 0;
        for (let j = from; j < from + head; j++) dot += (projected[t]?.q[j] as number) * (k[j] as number);
        return Math.exp(dot / Math.sqrt(head));
      });
      const total = scores.reduce((sum, score) => sum + score, 0);
      return scores.reduce((sum, score, s) => sum + (score / total) * (projected[s]?.v[i] as number), 0);
    });
    const attended = times(mixed, layer.output, width).map((value, i) => value + (x[i] as number));
    const raised = times(norm(attended, layer.feedForwardNorm), layer.up, hidden).map((value) => Math.max(0, value));
    const out = times(raised, layer.down, width).map((value, i) => value + (attended[i] as number));
    return times(norm(out, p.finalNorm), p.head as HostInput, vocabulary);
  });
}
