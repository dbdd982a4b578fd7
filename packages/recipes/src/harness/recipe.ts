import type { AnyFactory, Library } from "@guerdon/core/piece";
import type { Json } from "@guerdon/core/signal";
import type { Run } from "@guerdon/lab/experiment";
import type { Samples } from "./samples.ts";

/** What an arm says: plain JSON, so that it can be shown, hashed and sent to another process. */
export type Settings = { readonly [name: string]: Json };

/** What one run of an arm measured, by metric: a number, or a curve of one value an update. */
export type Measured = { readonly [metric: string]: number | readonly number[] };

/**
 * Runs an arm with a seed: a training run, of which the harness makes every update, or what was measured at once.
 *
 * The same settings and seed give the same bits. What is not finite is a failure, never a number.
 */
export type RunArm<S = Settings> = (settings: S, seed: number, library: Library) => Promise<Run | Measured> | Measured;

/** Something a paper says that the samples of a study can contradict. */
export interface Claim {
  /** One sentence with its threshold. */
  readonly says: string;
  /** Where the paper or the card says so: `§Experiment 1`. */
  readonly source: string;
  /** What the paper stands and falls with. Each recipe has at least one. */
  readonly central?: boolean;
  /** Whose samples stand in whose place when the claim must fail. Default: the control in the treatment's. */
  readonly swap?: { readonly [arm: string]: string };
  holds(samples: Samples): boolean;
}

/** Curves that a page shows: of which metric, and what the axis across counts. */
export interface StudyPlot {
  readonly metric: string;
  /** Default: `update`. */
  readonly across?: string;
  /** Arms shown. Default: all. */
  readonly arms?: readonly string[];
}

/** Arms × seeds of one run, and the claims about them. Arms differ in settings alone. */
export interface Study {
  /** What is run, in one sentence. */
  readonly about: string;
  readonly run: RunArm;
  /** What all arms have in common. */
  readonly settings: Settings;
  /** What each arm changes: objects are merged key by key; all else, and what has another `use`, is replaced. */
  readonly arms: { readonly [arm: string]: Settings };
  /** Seeds 0 … n − 1, the same for every arm. */
  readonly seeds: number;
  /** Metrics that are kept. */
  readonly metrics: readonly string[];
  /** What makes an arm tiny: merged last. */
  readonly smoke: Settings;
  readonly treatment: string;
  readonly control: string;
  readonly claims: readonly Claim[];
  readonly plot?: StudyPlot;
}

/** One paper as compositions of pieces, with claims that can fail. */
export interface Recipe {
  /** Number of its card: three digits. */
  readonly paper: string;
  /** What it shows, in a few words. */
  readonly title: string;
  /** How the method works, in one paragraph. */
  readonly mechanism: string;
  /** Pieces that its programs name, or that its runs use. */
  readonly pieces: readonly AnyFactory[];
  /** CPU seconds that all arms and seeds together may take. */
  readonly budgetSeconds: number;
  readonly studies: { readonly [study: string]: Study };
  /** Where this is not what the paper did. */
  readonly differences: readonly string[];
  /** What was found, written after measuring; every claim that does not reproduce is explained here. */
  readonly findings?: string;
}
