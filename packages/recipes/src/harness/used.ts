import type { Library, Transform } from "@guerdon/core/piece";

/** A schedule or sampler by name, with its options. */
export interface Used {
  readonly use: string;
  readonly [option: string]: unknown;
}

/** The piece that is named. */
export function usedPiece(library: Library, { use, ...given }: Used): Transform {
  const { factory, options } = library.find(use);
  return factory({ ...options, ...given }) as Transform;
}

/** A number, or the schedule that is named. */
export function scheduledBy(library: Library, value: number | Used): number | Transform {
  return typeof value === "number" ? value : usedPiece(library, value);
}
