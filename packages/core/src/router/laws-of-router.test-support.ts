import type { AnyFactory } from "../piece/index.ts";
import { type Law, type LawSettings, lawsOf } from "../testing/index.ts";

/** The laws of transforms for a router, whatever kinds `lawsOf` itself knows. */
export function lawsOfRouter(factory: AnyFactory, settings: LawSettings = {}): Law[] {
  const make = factory as (options?: Record<string, unknown>) => ReturnType<AnyFactory>;
  const { id, pieceName, summary, options } = factory;
  const facts = { id, kind: "shaper", pieceName, summary, options } as const;
  return lawsOf(Object.assign((given?: Record<string, unknown>) => make(given), facts) as AnyFactory, settings);
}
