import type { CrossSection, Manifold, ManifoldToplevel } from "manifold-3d";

/** Operations that a script of Manifold wrote down, and which of them is its result. */
export interface Recording {
  readonly nodes: readonly (readonly [operation: string, self: number | null, args: readonly unknown[]])[];
  readonly result: number;
}

const MOST_SEGMENTS = 1024;
const MOST_TRIANGLES = 400_000;
const MOST_SIZE = 1e6;
const SECTION = "CrossSection";

type Node = Manifold | CrossSection;
type Call = (...args: unknown[]) => Node;

// Numbers in this place of a call are counts, at which the kernel would make as many triangles.
const COUNTS: { readonly [operation: string]: readonly (readonly [place: number, most: number])[] } = {
  "Manifold.sphere": [[1, MOST_SEGMENTS]],
  "Manifold.cylinder": [[3, MOST_SEGMENTS]],
  "CrossSection.circle": [[1, MOST_SEGMENTS]],
  "section.extrude": [[1, 256]],
  "Manifold.extrude": [[2, 256]],
  "section.revolve": [[0, MOST_SEGMENTS]],
  "Manifold.revolve": [[1, MOST_SEGMENTS]],
  "section.offset": [[3, MOST_SEGMENTS]],
  "solid.refine": [[0, 16]],
};

/**
 * Carries out recorded operations with the kernel.
 *
 * @throws Error with a message for the script's author when an operation is not possible or too large
 */
export function replayOperations(kernel: ManifoldToplevel, { nodes, result }: Recording): Manifold {
  const made: Node[] = [];
  for (const [operation, self, args] of nodes) {
    const [kind, name] = operation.split(".") as [string, string];
    const given = args.map((arg) => argumentOf(arg, made));
    for (const [place, most] of COUNTS[operation] ?? []) {
      const count = given[place];
      if (typeof count === "number" && !(count <= most)) {
        throw new Error(`Expected at most ${most} segments in ${operation}, got ${count}.`);
      }
    }
    const owner = ownerOf(kernel, kind, made[self ?? -1]);
    const call = owner[name] as Call | undefined;
    if (call === undefined) throw new Error(`Expected an operation of Manifold, got ${operation}.`);
    const node = call.apply(owner, given);
    check(node, operation);
    made.push(node);
  }
  const solid = made[result];
  if (solid === undefined || !("genus" in solid)) throw new Error("Expected a solid as the result, got a section.");
  return solid;
}

function ownerOf(kernel: ManifoldToplevel, kind: string, self: Node | undefined): { [name: string]: unknown } {
  if (kind === "Manifold") return kernel.Manifold as unknown as { [name: string]: unknown };
  if (kind === SECTION) return kernel.CrossSection as unknown as { [name: string]: unknown };
  if (self === undefined || "genus" in self !== (kind === "solid")) {
    throw new Error(`Expected a ${kind} to call a method of, got none.`);
  }
  return self as unknown as { [name: string]: unknown };
}

function argumentOf(arg: unknown, made: readonly Node[]): unknown {
  if (arg === null) return undefined;
  if (typeof arg === "number") {
    if (Number.isFinite(arg) && Math.abs(arg) <= MOST_SIZE) return arg;
    throw new Error(`Expected numbers of at most ${MOST_SIZE}, got ${arg}.`);
  }
  if (Array.isArray(arg)) {
    if (arg.length > 20_000) throw new Error(`Expected at most 20000 points, got ${arg.length}.`);
    return arg.map((each) => argumentOf(each, made) ?? Number.NaN).map(requireFinite);
  }
  if (typeof arg === "object") return made[(arg as { readonly node: number }).node];
  return arg;
}

function requireFinite(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error("Expected finite numbers, got none.");
  return value;
}

function check(node: Node, operation: string): void {
  if (!("genus" in node)) {
    if (node.numVert() > MOST_TRIANGLES) throw new Error(`Expected at most ${MOST_TRIANGLES} corners in ${operation}.`);
    return;
  }
  const status = node.status() as unknown as string;
  if (status !== "NoError") throw new Error(`${operation} gives ${status}.`);
  if (node.numTri() > MOST_TRIANGLES) {
    throw new Error(`Expected at most ${MOST_TRIANGLES} triangles, got ${node.numTri()} in ${operation}.`);
  }
}
