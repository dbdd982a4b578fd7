import { expect, it } from "vitest";
import { createLastMade } from "./last-made.ts";

it("makes a thing once for arms one after the other, and again after another", async () => {
  let made = 0;
  const last = createLastMade<number>();
  const get = (key: object): Promise<number> => last(key, async () => ++made);
  expect([await get({ seed: 1 }), await get({ seed: 1 }), await get({ seed: 2 }), await get({ seed: 1 })]).toEqual([
    1, 1, 2, 3,
  ]);
});
