import type { SolidMesh } from "./solid-mesh.ts";

type Point = readonly [number, number, number];

const MOST_TRIANGLES = 400_000;

/**
 * One mesh of polygons with corners of their own: corners closer than `epsilon` become one, polygons become fans.
 *
 * @throws Error when they are no lists of points with finite numbers, or too many
 */
export function weldPolygons(polygons: unknown, epsilon: number): SolidMesh {
  if (!Array.isArray(polygons) || polygons.length > MOST_TRIANGLES) {
    throw new Error(`Expected a list of at most ${MOST_TRIANGLES} polygons.`);
  }
  const positions: number[] = [];
  const triangles: number[] = [];
  const places = new Map<string, number>();
  const place = (point: unknown): number => {
    if (!isPoint(point)) throw new Error("Expected points of three finite numbers.");
    const key = point.map((value) => Math.round(value / epsilon)).join();
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, places.size);
    positions.push(...point);
    return places.size - 1;
  };
  for (const polygon of polygons as readonly unknown[]) {
    if (!Array.isArray(polygon)) throw new Error("Expected polygons as lists of points.");
    const corners = polygon.map(place);
    for (let i = 1; i + 1 < corners.length; i++) {
      const [a, b, c] = [corners[0], corners[i], corners[i + 1]] as [number, number, number];
      if (a !== b && b !== c && a !== c) triangles.push(a, b, c);
    }
    if (triangles.length > 3 * MOST_TRIANGLES) throw new Error(`Expected at most ${MOST_TRIANGLES} triangles.`);
  }
  return { positions, triangles };
}

function isPoint(point: unknown): point is Point {
  return (
    Array.isArray(point) &&
    point.length === 3 &&
    point.every((value) => Number.isFinite(value) && Math.abs(value) <= 1e6)
  );
}
