import { TrieRouter } from "hono/router/trie-router";
import type { HostRoute } from "./route.ts";

/** A route with what its parameters stand for. */
export interface RouteMatch {
  readonly route: HostRoute;
  readonly params: { readonly [name: string]: string };
}

const METHODS = ["GET", "POST", "DELETE"] as const;
const NO_PARAMS = {};

/** Finds routes by method and path; of two with one path the first counts. */
export class RouteTable {
  readonly #fixed: Map<string, RouteMatch> = new Map();
  readonly #patterns: TrieRouter<HostRoute> = new TrieRouter();
  readonly routes: readonly HostRoute[];

  constructor(routes: readonly HostRoute[]) {
    const known = new Map<string, HostRoute>();
    for (const route of routes) {
      const name = `${route.method} ${route.path}`;
      if (known.has(name)) continue;
      known.set(name, route);
      if (route.path.includes("{")) this.#patterns.add(route.method, route.path.replace(/\{(\w+)\}/g, ":$1"), route);
      else this.#fixed.set(name, { route, params: NO_PARAMS });
    }
    this.routes = [...known.values()];
  }

  find(method: string, path: string): RouteMatch | undefined {
    const fixed = this.#fixed.get(`${method} ${path}`);
    if (fixed !== undefined) return fixed;
    const [found] = this.#patterns.match(method, path)[0] as readonly [HostRoute, Record<string, string>][];
    return found && { route: found[0], params: decoded(found[1]) };
  }

  /** The methods a path has. */
  methodsOf(path: string): readonly string[] {
    return METHODS.filter((method) => this.find(method, path) !== undefined);
  }
}

function decoded(params: Record<string, string>): { readonly [name: string]: string } {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, decode(value)]));
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
