import { streamKey, uniformAt } from "@guerdon/core/random";
import { drawFrom } from "../environment/draw-from.ts";
import type { Draw } from "../environment/vectorise.ts";
import { logLinearPolicy } from "../policy/log-linear-policy.ts";
import type { TokenPolicy } from "../policy/token-policy.ts";
import { rolloutColumns } from "./rollout-columns.ts";
import type { TokenWorld } from "./token-world.ts";

/** What an object is to a question. */
export const SCENE_ROLES = ["target", "anchor", "landmark", "distractor", "other"] as const;
export type SceneRole = (typeof SCENE_ROLES)[number];
type Box = readonly [x1: number, y1: number, x2: number, y2: number];

export interface SceneObject {
  readonly role: SceneRole;
  /** Shares of the image. */
  readonly box: Box;
  /** Nothing is seen of it, wherever one looks. */
  readonly hidden: boolean;
}

/** A scene and a question about one of its objects. */
export interface Scene {
  /** 0 … 2: which routes lead to the answer. */
  readonly type: number;
  readonly objects: readonly SceneObject[];
  /** Whether the object that the first route begins with is hidden. */
  readonly blocked: boolean;
}

/** One response: where it looked, in order. */
export interface SceneLooks {
  readonly scene: Scene;
  /** What was looked at and seen, and the box that was put around it. */
  readonly looks: readonly { readonly role: SceneRole; readonly box: Box }[];
  /** [H] share of the steps of each valid route that were taken in its order; the first is the reference. */
  readonly routes: readonly number[];
  /** Chance of a right answer. */
  readonly chance: number;
  readonly correct: boolean;
}

export interface SceneQaOptions<N extends string> {
  readonly scenes?: number;
  readonly heldOutScenes?: number;
  /** Share of the scenes whose first route is blocked. */
  readonly blockedShare?: number;
  /** How far each side of a box is off, as a share of the object. */
  readonly jitter?: number;
  readonly names: readonly N[];
  measure(seen: SceneLooks): readonly number[];
}

/** Routes that lead to the answer of each type of question, the one that is taught first. */
export const SCENE_ROUTES: readonly (readonly (readonly SceneRole[])[])[] = [
  [
    ["anchor", "target"],
    ["landmark", "target"],
  ],
  [
    ["anchor", "target"],
    ["landmark", "target"],
    ["distractor", "distractor", "target"],
  ],
  [
    ["anchor", "landmark", "target"],
    ["landmark", "distractor", "target"],
  ],
];
const [OBJECTS, LOOKS] = [10, 5] as const;
const ROLES_OF_SCENE: readonly SceneRole[] = ["target", "anchor", "landmark", "distractor", "distractor", "distractor"];
const [PAD, END, FIRST] = [0, 1, 2] as const;
const FIRST_SCENE = FIRST + OBJECTS + 1;
/** Chances of a right answer: with a whole route, without; what each look at a distractor off the route takes. */
const [KNOWN, GUESSED, CONFUSED] = [0.95, 0.25, 0.1] as const;

/**
 * Questions about scenes of ten objects: look at up to five of them, then answer.
 *
 * A question is about one target; an anchor and a landmark lead to it, three distractors are like it. A completion is
 * five choices of an object or of none, each with a box around the object, off by up to `jitter` on each side. A hidden
 * object shows nothing. The answer is right with a chance of 0.95 once the steps of a valid route were seen in its order,
 * else of 0.25, less 0.1 for each distractor looked at that the best route does not need, at least 0.05.
 *
 * `scenePolicy` sees what an object is to the question and whether it is hidden, but not how much its box counts.
 *
 * @paper 140 §Experiment
 */
export function sceneQa<N extends string>(options: SceneQaOptions<N>): TokenWorld {
  const { scenes: count = 40, heldOutScenes = 200, jitter = 0.15, names, measure } = options; // 140 §Experiment
  const scenes = drawScenes(options);
  return {
    id: "scene-qa@1",
    vocabulary: [
      "<pad>",
      "<end>",
      ...Array.from({ length: OBJECTS }, (_, k) => `object ${k} `),
      "none ",
      ...scenes.map((_, s) => `scene ${s}: `),
    ],
    pad: PAD,
    end: END,
    maxPromptTokens: 1,
    maxTokens: LOOKS,
    prompts: (seed, from, wanted, heldOut = false) => {
      const key = streamKey(seed, heldOut ? "scenes held out" : "scenes");
      const items = Array.from({ length: wanted }, (_, i) => ({
        scene: heldOut ? count + ((from + i) % heldOutScenes) : (from + i) % count,
        response: Math.floor(uniformAt(key, from + i) * 2 ** 32),
      }));
      return { ids: Int32Array.from(items, ({ scene }) => FIRST_SCENE + scene), count: wanted, length: 1, items };
    },
    signals: (prompts, completions) =>
      rolloutColumns(names, prompts, completions, END, ({ prompt, member, tokens }) => {
        const item = prompts.items[prompt] as { readonly scene: number; readonly response: number };
        const draw = drawFrom(streamKey(item.response, `looks ${member}`));
        return measure(lookAt(scenes[item.scene] as Scene, [...tokens], jitter, draw));
      }),
  };
}

/** The policy of `sceneQa`: a softmax over objects for each look, by role, type of question and whether it is hidden. */
export function scenePolicy(
  options: Pick<SceneQaOptions<string>, "scenes" | "heldOutScenes" | "blockedShare">,
  taught = 2,
): TokenPolicy {
  const scenes = drawScenes(options);
  const width = SCENE_ROLES.length + 2;
  return logLinearPolicy({
    firstToken: FIRST,
    firstPrompt: FIRST_SCENE,
    prompts: scenes.length,
    places: Array.from({ length: LOOKS }, (_, look) => ({
      choices: OBJECTS + 1,
      // At the start the first route is taught: its step at its place, then no further looks.
      weights: SCENE_ROUTES.flatMap(([first]) =>
        Array.from({ length: width }, (_, f) => {
          const step = first?.[look];
          return step === undefined ? (f === width - 1 ? taught : 0) : SCENE_ROLES[f] === step ? taught : 0;
        }),
      ),
      features: (s: number, k: number) => {
        const { type, objects } = scenes[s] as Scene;
        const own = objects[k];
        const out = new Array<number>(width * SCENE_ROUTES.length).fill(0);
        out[type * width + (own === undefined ? width - 1 : SCENE_ROLES.indexOf(own.role))] = 1;
        if (own?.hidden === true) out[type * width + width - 2] = 1;
        return out;
      },
    })),
  });
}

function drawScenes({
  scenes = 40,
  heldOutScenes = 200,
  blockedShare = 0.25,
}: Pick<SceneQaOptions<string>, "scenes" | "heldOutScenes" | "blockedShare">): readonly Scene[] {
  return Array.from({ length: scenes + heldOutScenes }, (_, s) => {
    const draw = drawFrom(streamKey(s, "scene"));
    const blocked = draw.uniform() < blockedShare;
    const objects = Array.from({ length: OBJECTS }, (_, k): SceneObject => {
      const [w, h] = [draw.between(0.06, 0.2), draw.between(0.06, 0.2)];
      const [x, y] = [draw.between(0, 1 - w), draw.between(0, 1 - h)];
      const role = ROLES_OF_SCENE[k] ?? "other";
      return { role, box: [x, y, x + w, y + h], hidden: blocked && role === "anchor" };
    });
    return { type: s % SCENE_ROUTES.length, objects, blocked };
  });
}

function lookAt(scene: Scene, tokens: readonly number[], jitter: number, draw: Draw): SceneLooks {
  const looks = tokens.flatMap((token) => {
    const found = scene.objects[token - FIRST];
    const off = [0, 1, 2, 3].map(() => draw.between(-jitter, jitter));
    if (found === undefined || found.hidden) return [];
    const [x1, y1, x2, y2] = found.box;
    const sides = [x2 - x1, y2 - y1];
    const box = found.box.map((at, c) => at + (off[c] as number) * (sides[c % 2] as number)) as unknown as Box;
    return [{ role: found.role, box, object: token - FIRST }];
  });
  const valid = SCENE_ROUTES[scene.type] as readonly (readonly SceneRole[])[];
  const routes = valid.map((route) => shareOf(route, looks));
  const best = valid[routes.indexOf(Math.max(...routes))] as readonly SceneRole[];
  const needed = best.filter((role) => role === "distractor").length;
  const extra = Math.max(0, looks.filter(({ role }) => role === "distractor").length - needed);
  const chance = Math.max(0.05, (routes.includes(1) ? KNOWN : GUESSED) - CONFUSED * extra);
  return { scene, looks, routes, chance, correct: draw.uniform() < chance };
}

/** Share of the steps of a route that were taken in order, each at another object. */
function shareOf(route: readonly SceneRole[], looks: readonly { role: SceneRole; object: number }[]): number {
  const used = new Set<number>();
  let step = 0;
  for (const { role, object } of looks) {
    if (role !== route[step] || used.has(object)) continue;
    used.add(object);
    step += 1;
  }
  return step / route.length;
}
