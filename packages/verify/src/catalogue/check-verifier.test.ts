import { defineSource } from "@guerdon/core/piece";
import { UNIT } from "@guerdon/core/signal";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { processPool } from "../pool/index.ts";
import {
  checkVerifier,
  type Engine,
  packageEngine,
  type Verifier,
  type VerifierRows,
  verifierCatalogue,
} from "./index.ts";
import { pooledRuntime } from "./pooled-runtime.test-support.ts";

const pool = processPool({ size: 1 });
afterAll(() => pool.close());
const RUNTIME = pooledRuntime(pool);
const HERE: Engine = { name: "here", install: "", verifiers: ["broken"], absent: async () => undefined };
const GONE = packageEngine("no-such-package", "1.2.3", ["broken"]);

const broken = defineSource({
  name: "broken",
  version: 1,
  summary: "Fails for the engine where the text says so, else 1.",
  options: z.strictObject({}),
  build: () => ({
    fields: { text: { type: "text" } },
    range: UNIT,
    score: ({ text }, out) => {
      for (let i = 0; i < out.length; i++) {
        if (text?.[i] === "engine") out.fail(i, "engine", "it is not here");
        else out.set(i, 1);
      }
    },
  }),
});

async function verifierWith(name: string, rows: VerifierRows, engines?: readonly Engine[]): Promise<Verifier> {
  const found = (await verifierCatalogue()).find((verifier) => verifier.name === name);
  return { ...(found as Verifier), rows, ...(engines === undefined ? {} : { engines }) };
}

function brokenWith(texts: readonly string[], engines: readonly Engine[]): Verifier {
  const rows = { gold: texts.map((text) => ({ title: text, fields: { text }, value: 1 })), nearMisses: [] };
  return { name: "broken", id: broken.id, summary: "", domain: "test", factory: broken, needs: [], engines, rows };
}

describe("checkVerifier", () => {
  it("catches a row that says something wrong, and by how little", async () => {
    const gold = [
      { title: "right", fields: { text: "w x y z", expected: "w x y z" }, value: 1 },
      { title: "a little off", fields: { text: "w x y z", expected: "w x y z" }, value: 1 + 2e-9 },
    ];
    const nearMisses = [{ title: "wrong", fields: { text: "w x y", expected: "w x y z" }, value: 1 }];
    const { verdict, rows } = await checkVerifier(await verifierWith("token-f1", { gold, nearMisses }), RUNTIME);
    expect(verdict).toBe("failed");
    expect(rows.map(({ kind, title, verdict: each, got }) => [kind, title, each, got])).toEqual([
      ["gold", "right", "passed", 1],
      ["gold", "a little off", "failed", 1],
      ["near miss", "wrong", "failed", expect.closeTo(6 / 7, 12)],
    ]);
  });

  it("says why there is no value: a field that is missing, an option that is none", async () => {
    const gold = [
      { title: "no gold", fields: { text: "a" }, value: 1 },
      { title: "no option", fields: { text: "a", expected: "a" }, options: { measured: "f1" }, value: 1 },
    ];
    const { rows } = await checkVerifier(await verifierWith("token-f1", { gold, nearMisses: [] }), RUNTIME);
    expect(rows.map(({ why }) => why)).toMatchInlineSnapshot(`
      [
        "Expected rollout \`0.0\` to have \`item.expected\`, got nothing there.",
        "Expected the options of \`source/token-f1@1\` to be valid, got {"measured":"f1"}: Unrecognized key: "measured".",
      ]
    `);
  });

  it("compares values by step one by one, and their number", async () => {
    const steps = [{ action: 1 }, { action: 3 }];
    const fields = { steps, relevance: [0, 1, 0, 1] };
    const gold = [
      { title: "right", fields, value: [3, 3 / Math.log2(3)] },
      { title: "the same sum", fields, value: [3 / Math.log2(3), 3] },
      { title: "no list", fields, value: 3 },
    ];
    const { rows } = await checkVerifier(await verifierWith("rank-gain", { gold, nearMisses: [] }), RUNTIME);
    expect(rows.map(({ verdict }) => verdict)).toEqual(["passed", "failed", "passed"]);
  });

  it("compares a row with the others of its group alone", async () => {
    const gold = [
      { title: "apart", fields: { text: "a b" }, others: [{ text: "c d" }], value: 1 },
      { title: "the same", fields: { text: "a b" }, others: [{ text: "a b" }], value: 0 },
    ];
    const { verdict } = await checkVerifier(await verifierWith("diversity", { gold, nearMisses: [] }), RUNTIME);
    expect(verdict).toBe("passed");
  });

  it("tells an engine that is absent from one that fails", async () => {
    const absent = await checkVerifier(brokenWith(["engine", "fine"], [HERE, GONE]), RUNTIME);
    expect([absent.verdict, absent.rows.map(({ verdict }) => verdict), absent.absent]).toEqual([
      "absent",
      ["absent", "passed"],
      [
        {
          engine: "no-such-package",
          why: "no-such-package is not installed",
          install: "npm install no-such-package@1.2.3",
        },
      ],
    ]);
    expect((await checkVerifier(brokenWith(["engine", "fine"], [HERE]), RUNTIME)).verdict).toBe("failed");
    expect((await checkVerifier(brokenWith(["fine"], [GONE]), RUNTIME)).verdict).toBe("passed");
  });
});
