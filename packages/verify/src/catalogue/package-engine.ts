import type { Engine } from "./engine.ts";

/**
 * The engine that is an npm package: absent when it cannot be resolved. It is not loaded to find out.
 *
 * ```ts doctest
 * import { packageEngine } from "@guerdon/verify/catalogue";
 * await packageEngine("no-such-package", "1.0.0", []).absent() // => "no-such-package is not installed"
 * ```
 */
export function packageEngine(name: string, version: string, verifiers: readonly string[]): Engine {
  return {
    name,
    install: `npm install ${name}@${version}`,
    verifiers,
    absent: async () => {
      try {
        import.meta.resolve(name);
        return undefined;
      } catch {
        return `${name} is not installed`;
      }
    },
  };
}
