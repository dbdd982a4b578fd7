import { streamKey, uniformAt } from "@guerdon/core/random";
import { correlation } from "../statistics/index.ts";
import { normalAt } from "../tensor/index.ts";
import type { ContextualResponse, ContextualWorldOptions } from "./contextual-world.ts";
import { DISTORTIONS, distortImage, drawTexture } from "./distort-image.ts";
import { imageStatistics } from "./image-statistics.ts";

export interface DegradedImagesOptions {
  /** Which questions are asked in training. Held-out images are asked both. */
  readonly tasks?: "both" | "rating" | "degradation";
  /** Images for training, held out, and held out with other textures and two distortions each. */
  readonly images?: number;
  readonly heldOut?: number;
  readonly elsewhere?: number;
  /** Deviation of a rating from the quality of the image. */
  readonly raterNoise?: number;
}

export type DegradedImagesSignal =
  | "format"
  | "rates"
  | "error"
  | "class"
  | "level"
  | "classed"
  | "levelled"
  | "plcc"
  | "srcc"
  | "plccElsewhere"
  | "srccElsewhere"
  | "pairs";

/** Points that quality loses with each severity, by distortion. */
const LOSS = [0.75, 0.6, 0.7, 0.45, 0] as const;
const [NULL, SEVERITIES, BINS] = [4, 5, 41] as const;
const [FORMAT, RATING, CLASS, LEVEL] = [0, 1, 2, 3] as const;

interface Asked {
  readonly task: "rating" | "degradation";
  readonly elsewhere: boolean;
  readonly rating: number;
  readonly class: number;
  /** 0 for none. */
  readonly severity: number;
}

/**
 * Images of 16 × 16 with one of four distortions in five severities, or none: how good is it, or what is wrong with it?
 *
 * A context is four histograms of an image, 32 numbers, and which question is asked. Heads: format (broken, sound), rating
 * (1.0 … 5.0 in steps of 0.1) for the one question; class and severity (0 for none) for the other. Quality falls
 * linearly with severity, by 0.45–0.75 points a step; a rating has noise of 0.15 on it. Images elsewhere have
 * other textures and two distortions, whose losses add up.
 *
 * Signals: `format`; `rates`: 1 where a rating is asked for; `error` of the rating, 0 where none is; `class` and `level`
 * right, 0 where they are not asked for; `classed` and `levelled` (class and severity right) where they are alone. Of the
 * batch: `plcc` and `srcc`, correlations of ratings with gold, here and `Elsewhere`; `pairs`: share of pairs of images
 * whose gold ratings are more than 0.5 apart and are put into the right order.
 *
 * @paper 171 §Experiment (600 for training, 400 held out; ε on a scale of 1–5; class and severity)
 *
 * ```ts doctest
 * import { degradedImages } from "@guerdon/lab/world";
 * degradedImages({ images: 2, heldOut: 1, elsewhere: 1 }).heads // => [2, 41, 5, 6]
 * ```
 */
export function degradedImages(options: DegradedImagesOptions = {}): ContextualWorldOptions<DegradedImagesSignal> {
  const { tasks = "both", images = 600, heldOut = 400, elsewhere = 200, raterNoise = 0.15 } = options;
  const all = drawAll(images + heldOut, elsewhere, raterNoise);
  const scale = scaleOf(all.slice(0, images).map(({ statistics }) => statistics));
  const asked = all.flatMap(({ statistics, ...image }, i) => {
    const shown = Array.from(
      statistics,
      (value, k) => (value - (scale.mean[k] as number)) / (scale.deviation[k] as number),
    );
    const questions = i >= images + heldOut ? (["rating"] as const) : (["rating", "degradation"] as const);
    const own = questions.filter((task) => i >= images || tasks === "both" || tasks === task);
    return own.map((task) => ({
      task,
      ...image,
      shown: [...shown, task === "rating" ? 1 : -1],
      isTraining: i < images,
    }));
  });
  return {
    contexts: asked.map(({ shown }) => shown),
    training: asked.filter(({ isTraining }) => isTraining).length,
    heads: [2, BINS, DISTORTIONS.length, SEVERITIES + 1],
    follows: (context, head) =>
      head === FORMAT ? (asked[context]?.task === "rating" ? RATING : CLASS) : head === CLASS ? LEVEL : LEVEL + 1,
    measure: (responses) => measure(responses, asked),
    demonstrate: (context) => demonstrate(asked[context] as Asked),
  };
}

const drawn = new Map<string, readonly ReturnType<typeof draw>[]>();

/** Images depend on their number and the noise alone: they are drawn once for a world and its policy. */
function drawAll(here: number, elsewhere: number, raterNoise: number): readonly ReturnType<typeof draw>[] {
  const name = `${here} ${elsewhere} ${raterNoise}`;
  const known = drawn.get(name);
  if (known !== undefined) return known;
  const all = Array.from({ length: here + elsewhere }, (_, i) => draw(i, i >= here, raterNoise));
  drawn.set(name, all);
  return all;
}

function draw(i: number, elsewhere: boolean, raterNoise: number) {
  const key = streamKey(i, "degraded image");
  const of = (k: number): number => uniformAt(key, k);
  const first = Math.floor(DISTORTIONS.length * of(0));
  const severity = first === NULL ? 0 : 1 + Math.floor(SEVERITIES * of(1));
  const texture = drawTexture(streamKey(key, "texture"), elsewhere ? 1 : 0);
  const once = distortImage(texture, DISTORTIONS[first] as "null", severity, key);
  const other = Math.floor(NULL * of(2));
  const again = elsewhere ? 1 + Math.floor(2 * of(3)) : 0;
  const image = again === 0 ? once : distortImage(once, DISTORTIONS[other] as "null", again, key + 1);
  const quality = 5 - (LOSS[first] as number) * severity - (LOSS[other] as number) * again;
  const rating = Math.min(5, Math.max(1, quality + raterNoise * normalAt(key, 9)));
  return { statistics: imageStatistics(image), elsewhere, rating, class: first, severity };
}

function scaleOf(rows: readonly Float64Array[]) {
  const columns = Array.from(rows[0] as Float64Array, (_, k) => rows.map((row) => row[k] as number));
  const mean = columns.map((column) => column.reduce((sum, value) => sum + value, 0) / column.length);
  const deviation = columns.map((column, k) =>
    Math.sqrt(column.reduce((sum, value) => sum + (value - (mean[k] as number)) ** 2, 1e-12) / column.length),
  );
  return { mean, deviation };
}

function demonstrate({ task, rating, class: what, severity }: Asked): readonly number[] {
  return task === "rating" ? [1, Math.round(10 * (rating - 1))] : [1, what, severity];
}

function measure(responses: readonly ContextualResponse[], asked: readonly Asked[]) {
  const rows = responses.map(({ context, choices }) => {
    const gold = asked[context] as Asked;
    const rated = 1 + (choices[RATING] as number) / 10;
    return { gold, rated, choices, isClass: choices[CLASS] === gold.class, isLevel: choices[LEVEL] === gold.severity };
  });
  const judged = (value: (row: (typeof rows)[number]) => boolean) => rows.map((row) => Number(value(row)));
  const isRating = ({ gold }: { readonly gold: Asked }): boolean => gold.task === "rating";
  const column = (value: number): number[] => rows.map(() => value);
  const correlate = (elsewhere: boolean, kind: "pearson" | "spearman"): number[] => {
    const own = rows.filter((row) => isRating(row) && row.gold.elsewhere === elsewhere);
    if (own.length < 2) return column(Number.NaN);
    return column(
      correlation(
        own.map(({ rated }) => rated),
        own.map(({ gold }) => gold.rating),
        kind,
      ),
    );
  };
  return {
    format: judged(({ choices }) => choices[FORMAT] === 1),
    rates: judged(isRating),
    error: rows.map((row) => (isRating(row) ? Math.abs(row.rated - row.gold.rating) : 0)),
    class: judged((row) => !isRating(row) && row.isClass),
    level: judged((row) => !isRating(row) && row.isLevel),
    classed: rows.map((row) => (isRating(row) ? Number.NaN : Number(row.isClass))),
    levelled: rows.map((row) => (isRating(row) ? Number.NaN : Number(row.isClass && row.isLevel))),
    plcc: correlate(false, "pearson"),
    srcc: correlate(false, "spearman"),
    plccElsewhere: correlate(true, "pearson"),
    srccElsewhere: correlate(true, "spearman"),
    pairs: column(orderedPairs(rows.filter((row) => isRating(row) && !row.gold.elsewhere))),
  };
}

/** Share of pairs more than 0.5 apart that are put into the right order; equal ratings are not. */
function orderedPairs(rows: readonly { readonly gold: Asked; readonly rated: number }[]): number {
  let [right, pairs] = [0, 0];
  rows.forEach((one, i) => {
    for (const other of rows.slice(0, i)) {
      const apart = one.gold.rating - other.gold.rating;
      if (Math.abs(apart) <= 0.5) continue;
      pairs++;
      if ((one.rated - other.rated) * apart > 0) right++;
    }
  });
  return pairs === 0 ? Number.NaN : right / pairs;
}
