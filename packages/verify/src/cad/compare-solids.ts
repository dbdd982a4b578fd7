import type { Json } from "@guerdon/core/signal";
import load, { type Manifold, type ManifoldToplevel } from "manifold-3d";
import { type Recording, replayOperations } from "./replay-operations.ts";
import { runScript, type ScriptResult } from "./run-script.ts";
import type { SolidFacts, SolidMesh, SolidSource } from "./solid.ts";
import { chamferDistance, surfacePoints } from "./surface-points.ts";
import { weldPolygons } from "./weld-polygons.ts";

export interface CompareRequest {
  readonly solid: SolidSource;
  /** A script, or a mesh. */
  readonly reference?: SolidSource | SolidMesh;
  /** Whether the reference is moved to the centre of the solid's bounding box, and scaled to its longest side. */
  readonly align: "none" | "centre" | "centre+scale";
  /** Points of each surface for the Chamfer distance; 0 for none. */
  readonly points: number;
  readonly seed: number;
  /** Time of a script in its interpreter. */
  readonly scriptMs: number;
}

export type CompareResult =
  | { readonly facts: SolidFacts; readonly iou?: number; readonly chamfer?: number }
  /** Why there is no solid. */
  | { readonly wrong: string }
  | { readonly task: string };

const EPSILON = 1e-5;
const kernel: ManifoldToplevel = await load();
kernel.setup();

/** Makes a solid by its script, measures it and compares it with the reference: a task for a killable process. */
export async function compareSolids(request: Json): Promise<Json> {
  return compare(request as unknown as CompareRequest) as unknown as Json;
}

function compare({ solid, reference, align, points, seed, scriptMs }: CompareRequest): CompareResult {
  const made: Manifold[] = [];
  try {
    const own = solidOf(solid, scriptMs);
    if ("wrong" in own) return own;
    made.push(own.solid);
    const facts = factsOf(own.solid);
    if (reference === undefined) return { facts };
    const other = solidOf(reference, scriptMs);
    if ("wrong" in other) return { task: `Expected a reference that makes a solid, got: ${other.wrong}` };
    made.push(other.solid);
    if (!(other.solid.volume() > 0)) return { task: "Expected a reference with a volume, got none." };
    const moved = aligned(own.solid, other.solid, align);
    const both = own.solid.intersect(moved).volume();
    const either = facts.volume + moved.volume() - both;
    const iou = facts.volume > 0 && either > 0 ? Math.min(1, Math.max(0, both / either)) : 0;
    if (points === 0 || facts.triangles === 0) return { facts, iou };
    const [a, b] = [surfacePoints(meshOf(own.solid), points, seed), surfacePoints(meshOf(moved), points, seed + 1)];
    return { facts, iou, chamfer: chamferDistance(a, b) };
  } finally {
    for (const each of made) each.delete();
  }
}

function solidOf(
  source: SolidSource | SolidMesh,
  scriptMs: number,
): { readonly solid: Manifold } | { readonly wrong: string } {
  try {
    if ("positions" in source) return { solid: solidOfMesh(source) };
    if (source.language === "manifold") {
      const ran = runScript(source, scriptMs, false);
      return "error" in ran ? { wrong: ran.error } : { solid: replayOperations(kernel, ran.data as Recording) };
    }
    const exact = solidOfPolygons(runScript(source, scriptMs, false));
    // Corners that JSCAD moves to a grid close gaps that its booleans left.
    return "wrong" in exact && exact.isOpen ? solidOfPolygons(runScript(source, scriptMs, true)) : exact;
  } catch (error) {
    return { wrong: (error as Error).message.slice(0, 200) };
  }
}

function solidOfPolygons(
  ran: ScriptResult,
): { readonly solid: Manifold } | { readonly wrong: string; readonly isOpen: boolean } {
  if ("error" in ran) return { wrong: ran.error, isOpen: false };
  const meshes = (ran.data as readonly unknown[]).map((polygons) => weldPolygons(polygons, EPSILON));
  if (meshes.length === 0) return { wrong: "the script made nothing", isOpen: false };
  try {
    return { solid: kernel.Manifold.union(meshes.map(solidOfMesh)) };
  } catch (error) {
    return { wrong: (error as Error).message, isOpen: true };
  }
}

function solidOfMesh({ positions, triangles }: SolidMesh): Manifold {
  const mesh = new kernel.Mesh({
    numProp: 3,
    vertProperties: Float32Array.from(positions),
    triVerts: Uint32Array.from(triangles),
  });
  const solid = new kernel.Manifold(mesh);
  const status = solid.status() as unknown as string;
  if (status !== "NoError") throw new Error(`the surface is not closed: ${status}`);
  return solid;
}

function factsOf(solid: Manifold): SolidFacts {
  const { min, max } = solid.boundingBox();
  const triangles = solid.numTri();
  const each = (value: (k: 0 | 1 | 2) => number): [number, number, number] =>
    triangles === 0 ? [0, 0, 0] : [value(0), value(1), value(2)];
  const pieces = solid.decompose();
  const holes = pieces.reduce((sum, piece) => sum + piece.genus(), 0);
  return {
    volume: solid.volume(),
    area: solid.surfaceArea(),
    size: each((k) => max[k] - min[k]),
    centre: each((k) => (max[k] + min[k]) / 2),
    parts: pieces.filter((piece) => piece.volume() > 0).length,
    cavities: pieces.filter((piece) => piece.volume() < 0).length,
    holes,
    triangles,
  };
}

function aligned(solid: Manifold, reference: Manifold, align: CompareRequest["align"]): Manifold {
  if (align === "none") return reference;
  const [ours, theirs] = [factsOf(solid), factsOf(reference)];
  const factor = align === "centre" ? 1 : Math.max(...ours.size) / Math.max(...theirs.size);
  const back = theirs.centre.map((value) => -value) as [number, number, number];
  return reference
    .translate(back)
    .scale(factor)
    .translate(ours.centre as [number, number, number]);
}

function meshOf(solid: Manifold): SolidMesh {
  const { numProp, vertProperties, triVerts } = solid.getMesh();
  const positions: number[] = [];
  for (let at = 0; at < vertProperties.length; at += numProp) {
    for (let axis = 0; axis < 3; axis++) positions.push(vertProperties[at + axis] as number);
  }
  return { positions, triangles: [...triVerts] };
}
