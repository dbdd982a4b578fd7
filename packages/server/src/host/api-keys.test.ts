import type { IncomingMessage } from "node:http";
import { RewardError } from "@guerdon/core/error";
import { describe, expect, it } from "vitest";
import { authenticator, parseKeys } from "./api-keys.ts";

const TEXT = `# who
trainer  0123456789abcdef0 score

watcher	fedcba98765432100 metrics,admin`;

function asks(headers: { [name: string]: string }): IncomingMessage {
  return { headers } as unknown as IncomingMessage;
}

function textOf(work: () => unknown): string {
  try {
    return String(work());
  } catch (error) {
    return RewardError.is(error) ? `${error.code} ${error.details.status ?? ""} ${error.message}` : String(error);
  }
}

describe("parseKeys", () => {
  it("reads a key a line", () => {
    expect(parseKeys(TEXT)).toEqual([
      { name: "trainer", key: "0123456789abcdef0", scopes: ["score"] },
      { name: "watcher", key: "fedcba98765432100", scopes: ["metrics", "admin"] },
    ]);
  });

  it("says which line is wrong, and never the key", () => {
    const lines = [
      "a short score",
      "\na 0123456789abcdef0 root",
      "a 0123456789abcdef0",
      "a 0123456789abcdef0 score more",
    ];
    const texts = lines.map((line) => textOf(() => parseKeys(line)));
    expect(texts.join("\n")).toMatchInlineSnapshot(`
      "GUERDON_OPTION  Expected line 1 of the keys to be a key of at least 16 characters, got 5.
      GUERDON_OPTION  Expected line 2 of the keys to be \`NAME KEY SCOPES\` with scopes of score, metrics, admin, got another line.
      GUERDON_OPTION  Expected line 1 of the keys to be \`NAME KEY SCOPES\` with scopes of score, metrics, admin, got another line.
      GUERDON_OPTION  Expected line 1 of the keys to be \`NAME KEY SCOPES\` with scopes of score, metrics, admin, got another line."
    `);
    expect(texts.join()).not.toContain("0123456789");
  });
});

describe("authenticator", () => {
  const authenticate = authenticator(parseKeys(TEXT));

  it.each([
    [{ authorization: "Bearer 0123456789abcdef0" }, "score", "trainer"],
    [{ authorization: "bearer  0123456789abcdef0" }, "score", "trainer"],
    [{ "x-api-key": "fedcba98765432100" }, "admin", "watcher"],
    [{}, "score", "GUERDON_ACCESS 401 Expected a key, got none."],
    [{ authorization: "Basic 0123456789abcdef0" }, "score", "GUERDON_ACCESS 401 Expected a key, got none."],
    [{ "x-api-key": "0123456789abcdef" }, "score", "GUERDON_ACCESS 401 Expected a key of this server, got another."],
    [
      { "x-api-key": "fedcba98765432100" },
      "score",
      "GUERDON_ACCESS 403 Expected a key with scope `score`, got one with metrics, admin.",
    ],
  ] as const)("%o for %s", (headers, scope, expected) => {
    expect(textOf(() => authenticate(asks(headers), scope))).toBe(expected);
  });
});
