import type { Json } from "@guerdon/core/signal";
import { jsonText } from "../json/json-text.ts";
import { parseStrict } from "../json/parse-strict.ts";

const LIMIT_CHARACTERS = 1_000_000;

/** Routes of a text: JSON lists of numbers, or lines `Route #1: 3 5 2` as CVRPLIB writes them. */
export function readRoutes(text: string): readonly (readonly number[])[] | { readonly why: string } {
  if (text.length > LIMIT_CHARACTERS) return { why: `the text is longer than ${LIMIT_CHARACTERS} characters` };
  const parsed = parseStrict(jsonText(text));
  if (parsed !== undefined) return routesOf(parsed.value) ?? { why: "the JSON is no list of routes" };
  const routes: number[][] = [];
  for (const line of text.split("\n")) {
    const route = /^\s*route\s*#?\d{0,9}\s*:([\d \t]*)\s*$/iu.exec(line)?.[1];
    if (route !== undefined)
      routes.push(
        route
          .split(/[ \t]+/u)
          .filter(Boolean)
          .map(Number),
      );
  }
  return routes.length === 0 ? { why: "no route is stated" } : routes;
}

/** Lists of whole numbers; one flat list is one route. */
export function routesOf(value: Json | undefined): readonly (readonly number[])[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const isRoute = (one: Json): boolean => Array.isArray(one) && one.every((stop) => Number.isSafeInteger(stop));
  if (isRoute(value) && value.length > 0) return [value as readonly number[]];
  return (value as readonly Json[]).every(isRoute) ? (value as unknown as readonly (readonly number[])[]) : undefined;
}
