import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RewardError } from "@guerdon/core/error";
import type { ExperimentSpec } from "@guerdon/lab/experiment";
import { loadCanvas } from "../report/index.ts";
import { metricsOf, type SeedCurve } from "./curve.ts";
import { pictureOfCurves } from "./picture-of-curves.ts";

/** Kinds of files a curve is saved as. */
export type PictureKind = "svg" | "png";

/**
 * Saves the curves of an experiment, one file a metric, into `plots/` of its folder.
 *
 * @returns the paths that were written
 * @throws RewardError GUERDON_ENGINE_MISSING when PNG is asked for and the package `sharp` is not installed
 */
export async function savePictures(
  kind: PictureKind,
  { show, arms }: Pick<ExperimentSpec, "show" | "arms">,
  curves: ReadonlyMap<string, readonly SeedCurve[]>,
  folder: string,
): Promise<readonly string[]> {
  const encode = kind === "png" ? await loadEncoder() : async (svg: string) => svg;
  const canvas = await loadCanvas();
  const plots = join(folder, "plots");
  mkdirSync(plots, { recursive: true });
  const paths: string[] = [];
  for (const metric of metricsOf(curves, show)) {
    const svg = pictureOfCurves(canvas, metric, curves.get(metric) ?? [], Object.keys(arms));
    const path = join(plots, `${metric.replaceAll(/[^\w.-]+/g, "-")}.${kind}`);
    writeFileSync(path, await encode(svg));
    paths.push(path);
  }
  return paths;
}

/** Twice the size, for screens and papers. */
const DOTS_PER_INCH = 144;

async function loadEncoder(): Promise<(svg: string) => Promise<Uint8Array>> {
  const { default: sharp } = await import("sharp").catch(() => {
    throw new RewardError("GUERDON_ENGINE_MISSING", "Expected the package `sharp` for PNG pictures, got none.", {
      hint: "npm install sharp, or ask for `--plots svg`.",
    });
  });
  return (svg) => sharp(Buffer.from(svg), { density: DOTS_PER_INCH }).png().toBuffer();
}
