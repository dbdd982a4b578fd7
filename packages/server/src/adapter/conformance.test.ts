import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { Adapter } from "./adapter.ts";
import { ALSO_TESTED_IN, CONTRACT_FIELDS } from "./contract-fields.test-support.ts";
import { createAdapters } from "./create-adapters.ts";
import { library } from "./engine-service.test-support.ts";
import { corridor } from "./environment/environments.test-support.ts";

const clock = { now: () => performance.now(), after: () => () => {} };
const adapters = createAdapters({ environments: [corridor], graders: { library, runtime: { clock } } });

interface Test {
  readonly title: string;
  /** From its first line to that of the next test; constants above the first count for all. */
  readonly text: string;
}

/** The tests that speak for a protocol, and the bytes its clients sent. */
function testsOf(protocol: string): readonly Test[] {
  const folders = [protocol, ...(ALSO_TESTED_IN[protocol] ?? [])].map((name) => new URL(`./${name}/`, import.meta.url));
  return folders.flatMap((folder) => {
    if (!existsSync(folder)) return [];
    const names = readdirSync(folder).filter((name) => name.endsWith(".test.ts"));
    return names.flatMap((name) => splitTests(readFileSync(new URL(name, folder), "utf8")));
  });
}

function splitTests(source: string): readonly Test[] {
  const parts = source.split(/^ {2}(?=it[.(])/m);
  const shared = parts[0] ?? "";
  return parts.slice(1).map((text) => {
    const title = /(?:it\(|\]\)\(|\)\(|absent\)\()\s*"((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text.slice(0, 60);
    return { title, text: shared + text };
  });
}

/** The names of all properties of a schema's objects. */
function propertiesOf(schema: unknown): readonly string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const own = "properties" in schema ? Object.keys(schema.properties as object) : [];
  return [...own, ...Object.values(schema).flatMap(propertiesOf)];
}

function schemaFields({ scores, plain }: Adapter): readonly string[] {
  const schemas = [...scores, ...plain].flatMap(({ body, reply }) => (body === undefined ? [reply] : [body, reply]));
  return schemas.flatMap((schema) => propertiesOf(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" })));
}

const report = adapters.map((adapter) => {
  const tests = testsOf(adapter.name);
  const fields = [...new Set([...(CONTRACT_FIELDS[adapter.name] ?? []), ...schemaFields(adapter)])];
  const rows = fields.map((field) => ({
    field,
    by: tests.filter(({ text }) => mentions(text, field)).map(({ title }) => title),
  }));
  return { name: adapter.name, rows };
});

function mentions(text: string, field: string): boolean {
  const word = field.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<![A-Za-z0-9_])${word}(?![A-Za-z0-9_])`).test(text);
}

describe("conformance of each protocol", () => {
  it("has a list of fields for every adapter, and none for others", () => {
    expect(Object.keys(CONTRACT_FIELDS).sort()).toEqual(adapters.map(({ name }) => name).sort());
  });

  it.each(report)("$name: every field of its contract and its schemas has a test", ({ name, rows }) => {
    console.log(`${name}: ${rows.length} fields, ${rows.filter(({ by }) => by.length > 0).length} with tests`);
    if (process.env.GUERDON_CONFORMANCE !== undefined) {
      for (const { field, by } of rows) console.log(`  ${field.padEnd(40)} ${by.length} ${by[0] ?? "NO TEST"}`);
    }
    expect(rows.filter(({ by }) => by.length === 0).map(({ field }) => field)).toEqual([]);
  });

  it.each(adapters)("$name: every field it reads or writes is said to come from somewhere", ({ mapping }) => {
    expect(mapping.length).toBeGreaterThan(0);
    expect(mapping.filter(({ wire, rollout }) => wire === "" || rollout === "")).toEqual([]);
  });
});
