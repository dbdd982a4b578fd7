import { abstained } from "@guerdon/core/signal";
import { describe, expect, it } from "vitest";
import { FileColumns } from "./file-columns.ts";

function columns(groups: readonly number[]): FileColumns {
  const file = new FileColumns(["total"], { tokens: true, reasons: true });
  groups.forEach((group, r) => {
    file.pushRow(100 + r, group, 10 + r);
    file.push("total", r, r === 3 ? abstained("third") : undefined);
  });
  return file;
}

describe("FileColumns", () => {
  it("leaves contiguous groups where they are", () => {
    const { layout, signals, order } = columns([0, 0, 1, 2, 2]).take();
    expect(order).toBeUndefined();
    expect([...layout.groupOf]).toEqual([0, 0, 1, 2, 2]);
    expect([...layout.tokenOffsets]).toEqual([0, 10, 21, 33, 46, 60]);
    expect([...(signals.get("total")?.values ?? [])]).toEqual([0, 1, 2, 3, 4]);
  });

  it("makes scattered groups contiguous, stable, with values, reasons and tokens moved along", () => {
    const { layout, signals, rowAt, order } = columns([0, 1, 0, 1, 2]).take();
    expect([0, 1, 2, 3, 4].map(rowAt)).toEqual([100, 102, 101, 103, 104]);
    expect([...(order ?? [])]).toEqual([0, 2, 1, 3, 4]);
    expect([...layout.groupOf]).toEqual([0, 0, 1, 1, 2]);
    expect([...layout.tokenOffsets]).toEqual([0, 10, 22, 33, 46, 60]);
    const total = signals.get("total");
    expect([...(total?.values ?? [])]).toEqual([0, 2, 1, 3, 4]);
    expect([...(total?.present ?? [])]).toEqual([1, 1, 1, 0, 1]);
    expect([...(total?.notes?.missing ?? [])]).toEqual([[3, abstained("third")]]);
  });

  it("takes no rows at all", () => {
    expect(columns([]).take().layout.groupOf.length).toBe(0);
  });
});
