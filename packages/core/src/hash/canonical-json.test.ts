import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson } from "./canonical-json.ts";

describe("canonicalJson", () => {
  it("sorts keys at every depth and leaves out undefined, as JSON does", () => {
    expect(canonicalJson({ z: { b: [1, { d: 1, c: 2 }], a: undefined }, y: "é" })).toBe(
      '{"y":"é","z":{"b":[1,{"c":2,"d":1}]}}',
    );
  });

  it("parses back to the value", () => {
    fc.assert(
      fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});
