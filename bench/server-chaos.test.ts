import { describe, expect, it } from "vitest";
import { postgresPrograms } from "../packages/server/src/store/start-postgres.test-support.ts";
import { natsProgram } from "../packages/server/src/worker/start-nats.test-support.ts";
import { runChaos } from "./chaos/run-chaos.ts";

const absent = [
  ...(natsProgram() === undefined ? ["nats-server"] : []),
  ...(postgresPrograms() === undefined ? ["PostgreSQL"] : []),
].join(" and ");
const full = process.env.GUERDON_FULL === "1";

describe.skipIf(absent !== "")(
  `kill -9 in mid-run${absent === "" ? "" : ` (skipped: no ${absent} that may run here)`}`,
  () => {
    it(
      "loses no acknowledged score, moves no state twice and gives no wrong advantage",
      async () => {
        const kills = full ? 20 : 2;
        const { steps, acknowledged, attempts, seconds, ...result } = await runChaos(kills);
        expect(result).toEqual({
          kills: { server: kills, worker: kills, NATS: kills, PostgreSQL: kills },
          lost: 0,
          changedAnswers: 0,
          wrongStates: 0,
          wrongTotals: 0,
          wrongAdvantages: 0,
          late: 0,
        });
        expect(acknowledged).toBe(steps * 4);
        expect(attempts).toBeGreaterThan(acknowledged);
      },
      full ? 3_600_000 : 300_000,
    );
  },
);
