import type { Json } from "@guerdon/core/signal";
import load, { type Manifold, type ManifoldToplevel } from "manifold-3d";
import { type Recording, replayOperations } from "./replay-operations.ts";
import { runScript } from "./run-script.ts";
import type { SolidFacts, SolidMesh, SolidSource } from "./solid-mesh.ts";
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

const [EXACT, EPSILON] = [1e-9, 1e-5];
const MOST_CORNERS = 600_000;
const kernel: ManifoldToplevel = await load();
kernel.setup();

/** Makes a solid by its script, measures it and compares it with the reference: a task for a killable process. */
export async function compareSolids(request: Json): Promise<Json> {
  return (await compare(request as unknown as CompareRequest)) as unknown as Json;
}

async function compare(request: CompareRequest): Promise<CompareResult> {
  const { solid, reference, align, points, seed, scriptMs } = request;
  const made: Manifold[] = [];
  try {
    const own = await solidOf(solid, scriptMs);
    if ("wrong" in own) return own;
    made.push(own.solid);
    const facts = factsOf(own.solid);
    if (reference === undefined) return { facts };
    const other = await solidOf(reference, scriptMs);
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

type Made = { readonly solid: Manifold } | { readonly wrong: string };

async function solidOf(source: SolidSource | SolidMesh, scriptMs: number): Promise<Made> {
  try {
    if ("positions" in source) return { solid: solidOfMesh(source) };
    const rules = { deadlineMs: scriptMs, snap: false, boolean: booleanOf };
    const ran = await runScript(source, rules);
    if ("error" in ran) return { wrong: ran.error };
    if (source.language === "manifold") return { solid: replayOperations(kernel, ran.data as Recording) };
    const exact = solidOfPolygons(ran.data);
    if ("solid" in exact) return exact;
    const snapped = await runScript(source, { ...rules, snap: true });
    return "error" in snapped ? { wrong: snapped.error } : solidOfPolygons(snapped.data);
  } catch (error) {
    return { wrong: (error as Error).message.slice(0, 200) };
  }
}

/** The union of solids, each a list of polygons. */
function solidOfPolygons(solids: unknown): Made {
  if (!Array.isArray(solids) || solids.length === 0) return { wrong: "the script made nothing" };
  try {
    return { solid: kernel.Manifold.union(solids.map(welded)) };
  } catch (error) {
    return { wrong: (error as Error).message };
  }
}

/** What the kernel makes are corners that are equal; what JSCAD makes are corners that are close. */
function welded(polygons: unknown): Manifold {
  try {
    return solidOfMesh(weldPolygons(polygons, EXACT));
  } catch {
    return solidOfMesh(weldPolygons(polygons, EPSILON));
  }
}

const OPERATIONS = { union: "union", subtract: "difference", intersect: "intersection" } as const;

function booleanOf(operation: string, geometries: unknown): unknown {
  if (!(operation in OPERATIONS) || !Array.isArray(geometries)) return undefined;
  try {
    const made = kernel.Manifold[OPERATIONS[operation as keyof typeof OPERATIONS]](geometries.map(welded));
    const { positions, triangles } = meshOf(made);
    if (triangles.length > MOST_CORNERS) return undefined;
    const corner = (at: number): readonly number[] => positions.slice(3 * at, 3 * at + 3);
    return Array.from({ length: triangles.length / 3 }, (_, i) => triangles.slice(3 * i, 3 * i + 3).map(corner));
  } catch {
    return undefined;
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
