import { uniformAt } from "@guerdon/core/random";
import { positionPolicy } from "../policy/position-policy.ts";
import type { TokenPolicy } from "../policy/token-policy.ts";
import { aestheticOf } from "./aesthetic-of.ts";
import { artefactDetector } from "./artefact-detector.ts";
import { consistencyOf } from "./consistency-of.ts";
import { drawPatches, type PatchName, patchNames } from "./draw-patches.ts";
import { drawPrompts, type PromptSource } from "./draw-prompts.ts";
import { realismOf } from "./realism-of.ts";
import { rolloutColumns } from "./rollout-columns.ts";
import type { TokenWorld } from "./token-world.ts";

export interface PatchImagesOptions {
  /** Share of the patches of demonstrations that are defects. Default 0.03. */
  readonly defects?: number;
  /** Decides the images that the detector of artefacts learns from. Default 1. */
  readonly detectorSeed?: number;
}

const MOST = 4;
const PATCHES_OF_IMAGE = 16;
const [PAD, END] = [0, 1];
const ASK = Array.from({ length: MOST }, (_, k) => 2 + k);
const FIRST = 2 + MOST;
const VOCABULARY: readonly string[] = [
  "<pad>",
  "<end>",
  ...ASK.map((_, k) => `${k + 1}? `),
  ...patchNames.map((name) => `${name} `),
];
const NAMES = ["aesthetic", "consistency", "artefactFree", "realism", "defects", "blobs"] as const;
const BAD: readonly PatchName[] = ["torn", "speckle", "checker"];

/**
 * Images of 16 × 16 pixels, written patch by patch: a prompt asks for one to four blobs.
 *
 * A patch is blank, a soft blob, a torn blob, isolated pixels or a checker. Signals, all but the last two read off the
 * pixels: `aesthetic` and `consistency`, two proxies that do not see the defects; `artefactFree`, 1 − the chance of
 * artefacts by a detector that has learnt from 200 clean and 200 spoilt images; `realism`, the truth: how near the image
 * is to one of soft blobs alone; `defects`: share of patches that are one; `blobs`: soft ones.
 *
 * Demonstrations show as many blobs as are asked for, with defects here and there.
 *
 * @paper 052 §Experiment
 */
export function patchImages({ defects = 0.03, detectorSeed = 1 }: PatchImagesOptions = {}): TokenWorld {
  const isClean = artefactDetector(detectorSeed);
  const source: PromptSource = {
    world: "patch-images",
    pad: PAD,
    length: 1,
    heldOutShare: 0,
    make: (uniform) => {
      const wanted = 1 + Math.floor(uniform() * MOST);
      return { tokens: [ASK[wanted - 1] as number], item: { wanted, draw: Math.floor(uniform() * 2 ** 32) }, name: "" };
    },
  };
  return {
    id: "patch-images@1",
    vocabulary: VOCABULARY,
    pad: PAD,
    end: END,
    maxPromptTokens: 1,
    maxTokens: PATCHES_OF_IMAGE + 1,
    prompts: (seed, from, count, heldOut = false) =>
      drawPrompts({ ...source, heldOutShare: heldOut ? 1 : 0 }, seed, from, count, heldOut),
    signals: (prompts, completions) =>
      rolloutColumns(NAMES, prompts, completions, END, ({ prompt, tokens }) => {
        const { wanted } = prompts.items[prompt] as { readonly wanted: number };
        const patches = Array.from(tokens, (token) => Math.max(0, token - FIRST));
        const image = drawPatches(patches);
        const named = patches.map((patch) => patchNames[patch] as PatchName);
        return [
          aestheticOf(image),
          consistencyOf(image, wanted),
          isClean(image),
          realismOf(image),
          named.filter((name) => BAD.includes(name)).length / PATCHES_OF_IMAGE,
          named.filter((name) => name === "blob").length,
        ];
      }),
    demonstration: (prompts, index) => {
      const { wanted, draw } = prompts.items[index] as { readonly wanted: number; readonly draw: number };
      return demonstrated(wanted, draw, defects);
    },
  };
}

/** Patches of an image with as many blobs as wanted, some patches spoilt. */
function demonstrated(wanted: number, draw: number, defects: number): readonly number[] {
  const uniform = (i: number): number => uniformAt(draw, i);
  const order = Array.from({ length: PATCHES_OF_IMAGE }, (_, p) => p).sort((a, b) => uniform(a) - uniform(b));
  const blobs = new Set(order.slice(0, wanted));
  const patches = Array.from({ length: PATCHES_OF_IMAGE }, (_, p) => {
    const isSpoilt = uniform(PATCHES_OF_IMAGE + p) < defects;
    const bad = BAD[Math.floor(uniform(2 * PATCHES_OF_IMAGE + p) * BAD.length)] as PatchName;
    return FIRST + patchNames.indexOf(isSpoilt ? bad : blobs.has(p) ? "blob" : "blank");
  });
  return [...patches, END];
}

/** The policy of `patchImages`: a softmax over patches for each place and each number of blobs that is asked for. */
export function patchImagesPolicy(): TokenPolicy {
  const patch = [Number.NEGATIVE_INFINITY, ...patchNames.map(() => 0)];
  const end = patch.map((logit) => (logit === 0 ? Number.NEGATIVE_INFINITY : 0));
  return positionPolicy({
    tokens: [END, ...patchNames.map((_, k) => FIRST + k)],
    initial: [...new Array<readonly number[]>(PATCHES_OF_IMAGE).fill(patch), end],
    classes: ASK,
    places: new Array<"own">(PATCHES_OF_IMAGE + 1).fill("own"),
  });
}
