/** A routing problem: the depot is node 0, customers are 1 … N − 1. */
export interface RoutingInstance {
  readonly nodes: number;
  readonly capacity: number;
  readonly demand: Float64Array;
  /** Vehicles at hand; without a number any. */
  readonly vehicles?: number;
  /** Longest length of one route, service included. */
  readonly longest?: number;
  readonly windows?: TimeWindows;
  /** Length of the way from one node to another. */
  distance(from: number, to: number): number;
}

export interface TimeWindows {
  readonly ready: Float64Array;
  readonly due: Float64Array;
  readonly service: Float64Array;
}

/** How lengths are rounded: not at all, to whole numbers (TSPLIB), or cut to one decimal (DIMACS for Solomon). */
export type Rounding = "exact" | "nearest" | "tenth-down";

const LIMIT_NODES = 20_000;

/**
 * Reads an instance in the format of CVRPLIB (`.vrp`) or of Solomon.
 *
 * @returns the instance, or why the text is none
 */
export function parseInstance(
  text: string,
  rounding: Rounding = "nearest",
): RoutingInstance | { readonly why: string } {
  return /^\s*CUSTOMER\s*$/mu.test(text) ? parseSolomon(text, rounding) : parseVrplib(text, rounding);
}

function parseVrplib(text: string, rounding: Rounding): RoutingInstance | { readonly why: string } {
  const head = (key: string): string | undefined => new RegExp(`^\\s*${key}\\s*:?[ \\t]*(\\S+)`, "mu").exec(text)?.[1];
  const nodes = Number(head("DIMENSION"));
  const capacity = Number(head("CAPACITY"));
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > LIMIT_NODES || !Number.isFinite(capacity))
    return { why: "DIMENSION or CAPACITY is missing" };
  const demands = section(text, "DEMAND_SECTION");
  const demand = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) demand[i] = demands[2 * i + 1] ?? Number.NaN;
  if (demand.some(Number.isNaN)) return { why: "DEMAND_SECTION is too short" };
  const longest = head("DISTANCE");
  const shared = { nodes, capacity, demand, ...(longest === undefined ? {} : { longest: Number(longest) }) };
  if (head("EDGE_WEIGHT_TYPE") === "EXPLICIT") {
    const weights = section(text, "EDGE_WEIGHT_SECTION");
    if (weights.length < (nodes * (nodes - 1)) / 2) return { why: "EDGE_WEIGHT_SECTION is too short" };
    const distance = (a: number, b: number): number => {
      const high = Math.max(a, b);
      return a === b ? 0 : (weights[(high * (high - 1)) / 2 + Math.min(a, b)] as number);
    };
    return { ...shared, distance };
  }
  const numbers = section(text, "NODE_COORD_SECTION");
  if (numbers.length < 3 * nodes) return { why: "NODE_COORD_SECTION is too short" };
  return {
    ...shared,
    distance: euclidean((i) => [numbers[3 * i + 1] as number, numbers[3 * i + 2] as number], rounding),
  };
}

function parseSolomon(text: string, rounding: Rounding): RoutingInstance | { readonly why: string } {
  const [vehicles, capacity] = section(text, "VEHICLE");
  const numbers = section(text, "CUSTOMER");
  const nodes = Math.floor(numbers.length / 7);
  if (vehicles === undefined || capacity === undefined || nodes < 1 || nodes > LIMIT_NODES)
    return { why: "VEHICLE or CUSTOMER is too short" };
  const column = (at: number): Float64Array =>
    Float64Array.from({ length: nodes }, (_, i) => numbers[7 * i + at] as number);
  return {
    nodes,
    capacity,
    vehicles,
    demand: column(3),
    windows: { ready: column(4), due: column(5), service: column(6) },
    distance: euclidean((i) => [numbers[7 * i + 1] as number, numbers[7 * i + 2] as number], rounding),
  };
}

/** The numbers of the lines after a heading; a line of words before the first number is part of the heading. */
function section(text: string, heading: string): readonly number[] {
  const numbers: number[] = [];
  let inside = false;
  for (const line of text.split("\n")) {
    const words = line.trim().split(/\s+/u);
    if (!inside) inside = words[0] === heading;
    else if (words[0] !== "" && Number.isNaN(Number(words[0]))) {
      if (numbers.length > 0) break;
    } else if (words[0] !== "") for (const word of words) numbers.push(Number(word));
  }
  return numbers;
}

function euclidean(
  place: (node: number) => readonly [number, number],
  rounding: Rounding,
): RoutingInstance["distance"] {
  return (a, b) => {
    const [ax, ay] = place(a);
    const [bx, by] = place(b);
    const length = Math.sqrt((ax - bx) ** 2 + (ay - by) ** 2);
    if (rounding === "nearest") return Math.floor(length + 0.5);
    return rounding === "tenth-down" ? Math.floor(10 * length) / 10 : length;
  };
}
