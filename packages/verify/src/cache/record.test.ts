import { describe, expect, it } from "vitest";
import { decodeRecord, encodeRecord } from "./record.ts";

describe("record", () => {
  it("is a line of checksum, key and value (CRC-32 computed with Python's zlib)", () => {
    expect(encodeRecord({ key: "0a", value: { é: [1, null] } }).toString()).toBe('445ef43c 0a {"é":[1,null]}\n');
  });

  it("is not decoded with any one byte changed or any tail missing", () => {
    const line = encodeRecord({ key: "0a1b", value: { score: 0.5, notes: "a\nb" } }).subarray(0, -1);
    expect(decodeRecord(line)).toEqual({ key: "0a1b", value: { score: 0.5, notes: "a\nb" } });
    for (let i = 0; i < line.length; i++) {
      const changed = Buffer.from(line);
      changed[i] = (changed[i] as number) ^ 1;
      if (i !== 8) expect(decodeRecord(changed)).toBeUndefined();
      expect(decodeRecord(line.subarray(0, i))).toBeUndefined();
    }
  });
});
