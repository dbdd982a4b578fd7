import type { RoutingInstance } from "./parse-instance.ts";

/** Length of routes that are feasible, or what makes them not so. */
export type RoutesVerdict = { readonly cost: number; readonly routes: number } | { readonly why: string };

/**
 * Checks routes: every customer once, loads within the capacity, each arrival before the window closes, lengths within
 * the limit. A vehicle that comes early waits. Routes name customers only; each starts and ends at the depot.
 *
 * ```ts doctest
 * import { checkRoutes } from "@guerdon/verify/optimisation";
 * const line = { nodes: 3, capacity: 2, demand: Float64Array.of(0, 1, 1), distance: (a: number, b: number) => Math.abs(a - b) };
 * checkRoutes([[1, 2]], line) // => { cost: 4, routes: 1 }
 * ```
 */
export function checkRoutes(routes: readonly (readonly number[])[], instance: RoutingInstance): RoutesVerdict {
  const visited = new Uint8Array(instance.nodes);
  let cost = 0;
  let used = 0;
  for (const route of routes) {
    if (route.length === 0) continue;
    used++;
    for (const customer of route) {
      if (!Number.isInteger(customer) || customer < 1 || customer >= instance.nodes)
        return { why: `${customer} is no customer` };
      if (visited[customer] === 1) return { why: `customer ${customer} is visited twice` };
      visited[customer] = 1;
    }
    const one = checkRoute(route, instance);
    if ("why" in one) return { why: `route ${used} ${one.why}` };
    cost += one.cost;
  }
  const left = visited.indexOf(0, 1);
  if (left !== -1) return { why: `customer ${left} is not visited` };
  if (instance.vehicles !== undefined && used > instance.vehicles)
    return { why: `${used} routes for ${instance.vehicles} vehicles` };
  return { cost, routes: used };
}

function checkRoute(
  route: readonly number[],
  { demand, capacity, windows, longest, distance }: RoutingInstance,
): { readonly cost: number } | { readonly why: string } {
  let load = 0;
  let cost = 0;
  let time = windows?.ready[0] ?? 0;
  let from = 0;
  for (let i = 0; i <= route.length; i++) {
    const to = i === route.length ? 0 : (route[i] as number);
    const way = distance(from, to);
    cost += way;
    load += to === 0 ? 0 : (demand[to] as number);
    if (windows !== undefined) {
      time = Math.max(time + way, windows.ready[to] as number);
      if (time > (windows.due[to] as number) + 1e-6) return { why: `comes too late to ${to === 0 ? "the depot" : to}` };
      time += to === 0 ? 0 : (windows.service[to] as number);
    }
    from = to;
  }
  if (load > capacity + 1e-9) return { why: `carries ${load} of ${capacity}` };
  if (longest !== undefined && cost > longest + 1e-6) return { why: `is ${cost} long, ${longest} at most` };
  return { cost };
}
