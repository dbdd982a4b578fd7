import { afterAll, describe, expect, it } from "vitest";
import { checkVerifier, rowDefects } from "../catalogue/index.ts";
import { pooledRuntime } from "../catalogue/pooled-runtime.test-support.ts";
import { processPool } from "../pool/index.ts";
import { engines } from "./engines.ts";
import { rtlSources } from "./index.ts";
import { rows } from "./rows.ts";

const pool = processPool({ size: 2, deadlineMs: 20_000 });
afterAll(() => pool.close());

describe("gold rows and near misses", () => {
  it.each(rtlSources.map((factory) => [factory.pieceName, factory] as const))(
    "%s",
    async (name, factory) => {
      const own = engines.filter(({ verifiers }) => verifiers.includes(name));
      const verifier = { name, domain: "rtl", factory, rows: rows[name] ?? { gold: [], nearMisses: [] }, engines: own };
      expect(rowDefects(verifier.rows)).toEqual([]);
      const check = await checkVerifier(
        verifier as unknown as Parameters<typeof checkVerifier>[0],
        pooledRuntime(pool),
      );
      if (check.absent.length > 0) console.log(`skipped: ${check.absent.map(({ why }) => why).join()}`);
      expect(check.rows.filter(({ verdict }) => verdict === "failed")).toEqual([]);
    },
    60_000,
  );
});
