import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { sources } from "../index.ts";
import { processPool } from "../pool/index.ts";
import { backends } from "../sandbox/index.ts";
import { checkVerifier, rowDefects, type Verifier, verifierCatalogue } from "./index.ts";
import { pooledRuntime } from "./pooled-runtime.test-support.ts";

const run = promisify(execFile);
const verifiers = await verifierCatalogue();
const engines = [...new Set(verifiers.flatMap((verifier) => verifier.engines))];
const manifest = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  readonly devDependencies: { readonly [name: string]: string };
  readonly peerDependencies: { readonly [name: string]: string };
};
/** Keys of every term; its `deadlineMs` is passed on to the piece as well. */
const TERM_KEYS = ["use", "when", "range", "protects"];
const pool = processPool({ size: 2, deadlineMs: 20_000 });
afterAll(async () => {
  await pool.close();
  for (const backend of backends) await backend.close();
});

describe("the catalogue", () => {
  it("has every source once, in the order of domains and names", () => {
    const listed = verifiers.map(({ factory }) => factory);
    expect(new Set(listed)).toEqual(new Set(sources));
    expect(listed.length).toBe(sources.length);
    const keys = verifiers.map(({ domain, name }) => `${domain} ${name}`);
    expect(keys).toEqual([...keys].sort());
  });

  it("lists every package that a domain loads on first use as an engine", () => {
    const listed = engines.map(({ install }) => install);
    const folders = [...new Set(verifiers.map(({ domain }) => domain))];
    const missing = folders.flatMap((folder) =>
      packagesOf(folder)
        .filter((name) => !listed.some((install) => install.includes(`${name}@`)))
        .map((name) => `${folder}: ${name}`),
    );
    expect(missing).toEqual([]);
  });

  it("is read without loading an engine", async () => {
    const names = JSON.stringify(Object.keys(manifest.peerDependencies));
    const hook = `export const resolve = (name, context, next) => {
      if (${names}.some((one) => name === one || name.startsWith(one + "/"))) throw new Error("loads " + name);
      return next(name, context);
    };`;
    const program = `import { register } from "node:module";
      register(${JSON.stringify(`data:text/javascript,${encodeURIComponent(hook)}`)});
      const { verifierCatalogue } = await import(${JSON.stringify(new URL("./index.ts", import.meta.url).href)});
      console.log((await verifierCatalogue()).length);`;
    const loader = ["--conditions=@guerdon/source", "--import", import.meta.resolve("tsx")];
    const { stdout } = await run(process.execPath, [...loader, "--input-type=module", "--eval", program]);
    expect(Number(stdout)).toBe(verifiers.length);
  });

  it("says how to install the versions that are tested here", () => {
    const pinned = engines.flatMap(({ install }) => [...install.matchAll(/(?<= )(@?[^@ ]+)@(\d[\w.-]*)/gu)]);
    expect(pinned.length).toBeGreaterThan(3);
    expect(pinned.filter(([, name, version]) => manifest.devDependencies[name as string] !== version)).toEqual([]);
  });

  it("has no option with the name of a field or of a key that every term has: one would hide the other", () => {
    const hidden = verifiers.flatMap(({ name, factory, rows }) => {
      const { properties = {} } = (factory.options as unknown as Schema).toJSONSchema({ unrepresentable: "any" });
      const fields = rows.gold.flatMap(({ options }) => Object.keys((factory(options) as Fielded).fields));
      const taken = new Set([...fields, ...TERM_KEYS]);
      return Object.keys(properties)
        .filter((option) => taken.has(option))
        .map((option) => `${name}: ${option}`);
    });
    expect(hidden).toEqual([]);
  });
});

describe("rows", () => {
  it.each(verifiers.map((verifier) => [verifier.name, verifier] as const))("%s", async (_, verifier) => {
    expect(rowDefects(verifier.rows)).toEqual([]);
  });
});

describe("on this machine", { timeout: 90_000 }, () => {
  it.each(verifiers.map((verifier) => [verifier.name, verifier] as const))("%s", async (_, verifier) => {
    const { rows, absent } = await checkVerifier(verifier, pooledRuntime(pool));
    expect(rows.filter(({ verdict }) => verdict === "failed")).toEqual([]);
    const skipped = rows.filter(({ verdict }) => verdict === "absent");
    if (skipped.length > 0)
      console.log(`skipped ${skipped.length} rows of ${verifier.name}: ${JSON.stringify(absent)}`);
  });
});

describe("without processes", () => {
  it.each(["math", "json-schema", "regex", "state-match"])(
    "%s has right and wrong rows that one decides",
    async (name) => {
      const verifier = verifiers.find((one) => one.name === name) as Verifier;
      const { rows } = await checkVerifier(verifier, { clock: pooledRuntime(pool).clock });
      const open = rows.filter(({ why }) => why === "Expected a process pool for this piece, got none.");
      expect(new Set(open.map(({ kind }) => kind))).toEqual(new Set(["gold", "near miss"]));
    },
  );
});

interface Schema {
  toJSONSchema(settings: object): { readonly properties?: object };
}

interface Fielded {
  readonly fields: object;
}

/** Optional packages that the code of a folder names in an import on first use. */
function packagesOf(folder: string): readonly string[] {
  const path = new URL(`../${folder}/`, import.meta.url);
  const files = readdirSync(path).filter((file) => /(?<!\.test|\.test-support|engines)\.ts$/u.test(file));
  const text = files.map((file) => readFileSync(new URL(file, path), "utf8")).join("\n");
  const optional = Object.keys(manifest.peerDependencies);
  return optional.filter((name) => new RegExp(`(?:import|resolve)\\("${name}[/"]`, "u").test(text));
}
