/** A script that makes a solid. */
export interface SolidSource {
  readonly script: string;
  readonly language: "jscad" | "manifold";
}

/** Triangles of a closed surface, counterclockwise seen from outside. */
export interface SolidMesh {
  /** [3 × vertices] */
  readonly positions: readonly number[];
  /** [3 × triangles] */
  readonly triangles: readonly number[];
}

/** What a solid measures. */
export interface SolidFacts {
  readonly volume: number;
  readonly area: number;
  /** Size along x, y and z. */
  readonly size: readonly [number, number, number];
  readonly centre: readonly [number, number, number];
  /** Pieces that do not touch. */
  readonly parts: number;
  /** Closed spaces inside. */
  readonly cavities: number;
  /** Holes through it, of all parts together. */
  readonly holes: number;
  readonly triangles: number;
}
