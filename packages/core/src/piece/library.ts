import { didYouMean } from "../error/did-you-mean.ts";
import { RewardError } from "../error/reward-error.ts";
import type { Json } from "../signal/json.ts";
import type { PieceFactory } from "./define-piece.ts";
import type { Piece } from "./piece.ts";

// biome-ignore lint/suspicious/noExplicitAny: a library holds factories of every option type
export type AnyFactory = PieceFactory<any, any>;

/** Another name for a piece with some options already set: `grpo/trl`. */
export interface Preset {
  readonly name: string;
  /** Name of the piece it stands for. */
  readonly use: string;
  readonly options: { readonly [option: string]: Json };
  readonly summary: string;
}

/** All pieces and presets a program may name. */
export interface Library {
  readonly factories: readonly AnyFactory[];
  readonly presets: readonly Preset[];
  /** Finds a piece by name (`clip`), kind and name (`shaper/clip`), id (`shaper/clip@1`) or preset. */
  find(name: string): { readonly factory: AnyFactory; readonly options: { readonly [option: string]: Json } };
  /** Builds the piece that `id` and `options` name, as stored in results. */
  rebuild(piece: { readonly id: string; readonly options: unknown }): Piece;
}

/**
 * Makes a library of pieces and presets.
 *
 * @throws RewardError GUERDON_PIECE_UNKNOWN from `find`, with the nearest names
 */
export function makeLibrary(factories: readonly AnyFactory[], presets: readonly Preset[] = []): Library {
  const byName = new Map<string, AnyFactory>();
  for (const factory of factories) {
    byName.set(factory.id, factory);
    byName.set(factory.id.replace(/@\d+$/, ""), factory);
    byName.set(factory.pieceName, factory);
  }
  const presetByName = new Map(presets.map((preset) => [preset.name, preset]));
  const find: Library["find"] = (name) => {
    const preset = presetByName.get(name);
    const factory = byName.get(preset?.use ?? name);
    if (factory !== undefined) return { factory, options: preset?.options ?? {} };
    const known = [...factories.map((f) => f.pieceName), ...presetByName.keys()];
    throw new RewardError("GUERDON_PIECE_UNKNOWN", `Expected \`use\` to name a piece, got \`${name}\`.`, {
      hint: `${didYouMean(name, known)} Search with \`guerdon where ${name}\`.`.trim(),
      details: { got: name },
    });
  };
  return {
    factories,
    presets,
    find,
    rebuild: ({ id, options }) => find(id).factory(options),
  };
}
