import type { ContextualResponse, ContextualWorldOptions } from "./contextual-world.ts";
import { BOX_LABELS, drawScene, REACH, type Scene, type SceneBox, type SceneSettings } from "./draw-scene.ts";

/** What was stated of a scene, and what is there. */
export interface StatedScene {
  readonly predicted: readonly SceneBox[];
  readonly expected: readonly SceneBox[];
  /** Whether what was stated can be read at all. */
  readonly sound: boolean;
}

export interface SceneBoxesOptions<N extends string> extends Partial<SceneSettings> {
  readonly scenes?: number;
  readonly heldOut?: number;
  /** Further values of scenes: a match of sets, or what is known of all of them together. */
  measure(scenes: readonly StatedScene[]): { readonly [name in N]: ArrayLike<number> };
}

type SceneSignal = "sound" | "stated" | "there" | "dual";

/** Choices of a proposal: go on, label, then four corrections. */
const PARTS = 6;

/**
 * Scenes with up to six labelled rectangles, to be listed from region proposals.
 *
 * A scene has eight proposals, those of its boxes and of nothing, from the surest to the least sure; each is seen by how
 * sure it looks, its label and how far each of its corners is off, −2 … 2, all with noise. First comes the format (broken, sound), then
 * for each proposal whether to stop or go on, the label and four corrections of −2 … 2. A box without area is
 * dropped; where the format is broken nothing can be read.
 *
 * Signals: `sound`; `stated` and `there`: boxes; `dual` format: 1 where a sound list of boxes is given for a scene with
 * boxes, or none for one without; and what `measure` gives.
 *
 * @paper 205 §Experiment (1–6 labelled rectangles, some scenes with none, at most 8 slots)
 *
 * ```ts doctest
 * import { sceneBoxes } from "@guerdon/lab/world";
 * sceneBoxes({ scenes: 2, heldOut: 1, most: 1, proposals: 1, measure: () => ({}) }).heads // => [2, 2, 3, 5, 5, 5, 5]
 * ```
 */
export function sceneBoxes<N extends string>(options: SceneBoxesOptions<N>): ContextualWorldOptions<N | SceneSignal> {
  const { scenes = 1000, heldOut = 200, side = 16, most = 6, proposals = 8, emptyShare = 0.1, noise = 0.15 } = options;
  const settings = { side, most, proposals, emptyShare, noise };
  const drawn = Array.from({ length: scenes + heldOut }, (_, i) => drawScene(i, settings));
  const correction = 2 * REACH + 1;
  const slot = [2, BOX_LABELS.length, correction, correction, correction, correction];
  return {
    contexts: drawn.map(({ seen }) => seen),
    training: scenes,
    heads: [2, ...Array.from({ length: proposals }, () => slot).flat()],
    blind: true,
    parts: proposals,
    leadingHeads: 1,
    follows: (_, head, choice) => ((head - 1) % PARTS === 0 && choice === 0 ? 1 + PARTS * proposals : head + 1),
    measure: (responses) => {
      const stated = responses.map((response) => readScene(response, drawn[response.context] as Scene));
      return { ...options.measure(stated), ...known(stated) } as {
        readonly [name in N | SceneSignal]: ArrayLike<number>;
      };
    },
    demonstrate: (context) => listScene(drawn[context] as Scene),
  };
}

/** Choices that list the boxes as long as the surest proposals are boxes. */
function listScene({ boxes, proposals, sources }: Scene): readonly number[] {
  const stop = sources.indexOf(-1);
  const listed = stop < 0 ? sources : sources.slice(0, stop);
  const choices = listed.flatMap((source, k) => {
    const { box, label } = boxes[source] as SceneBox;
    const corrections = box.map((x, c) => x - (proposals[k]?.[c] as number) + REACH);
    return [1, BOX_LABELS.indexOf(label as (typeof BOX_LABELS)[number]), ...corrections];
  });
  return [1, ...choices, ...(stop < 0 ? [] : [0])];
}

function readScene({ choices }: ContextualResponse, { boxes, proposals }: Scene): StatedScene {
  const predicted: SceneBox[] = [];
  const sound = choices[0] === 1;
  for (let k = 0; sound && k < proposals.length; k++) {
    const [goes, label, ...corrections] = choices.slice(1 + PARTS * k, 1 + PARTS * (k + 1));
    if (goes !== 1) break;
    const corners = (proposals[k] as readonly number[]).map((x, c) => x + (corrections[c] as number) - REACH);
    const box = corners as unknown as SceneBox["box"];
    if (corrections[3] !== -1 && box[0] < box[2] && box[1] < box[3])
      predicted.push({ box, label: BOX_LABELS[label as number] as string, weight: 1 });
  }
  return { predicted, expected: boxes, sound };
}

function known(stated: readonly StatedScene[]): { readonly [name in SceneSignal]: readonly number[] } {
  return {
    sound: stated.map(({ sound }) => Number(sound)),
    stated: stated.map(({ predicted }) => predicted.length),
    there: stated.map(({ expected }) => expected.length),
    dual: stated.map(({ predicted, expected }) => Number(predicted.length > 0 === expected.length > 0)),
  };
}
