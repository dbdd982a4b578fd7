/**
 * What keeps a value from surviving JSON unchanged, with its place, or nothing.
 *
 * A property that is `undefined` counts as absent.
 *
 * ```ts doctest
 * import { whyNotJson } from "@guerdon/verify/pool";
 * [whyNotJson({ a: [1, NaN] }), whyNotJson({ a: [1] })] // => ["NaN at .a[1]", undefined]
 * ```
 */
export function whyNotJson(value: unknown): string | undefined {
  return offence(value, "");
}

function offence(value: unknown, place: string): string | undefined {
  if (value === null || typeof value === "string" || typeof value === "boolean") return undefined;
  if (typeof value === "number") return Number.isFinite(value) ? undefined : told(String(value), place);
  if (typeof value !== "object") return told(typeof value, place);
  if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) {
      const found = offence(value[i], `${place}[${i}]`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== null && Object.getPrototypeOf(prototype) !== null) {
    return told(`an object of class ${value.constructor?.name ?? "unknown"}`, place);
  }
  for (const [key, member] of Object.entries(value)) {
    const found = member === undefined ? undefined : offence(member, `${place}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function told(what: string, place: string): string {
  return place === "" ? what : `${what} at ${place}`;
}
