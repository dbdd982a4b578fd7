import type { Program } from "@guerdon/core/program";
import type { BatchJob } from "../service/executor.ts";
import { packArrays, unpackArrays } from "../store/pack-arrays.ts";
import { rolloutsFromBytes, rolloutsToBytes } from "../store/rollout-bytes.ts";

interface JobHead {
  readonly key: string;
  readonly program: string;
  readonly run: string | null;
  readonly step: number;
  readonly protocol: string;
  readonly retriesFailures: boolean;
  readonly deadlineMs: number | null;
}

/** A batch to be scored as bytes: a head in JSON and the rollouts, compressed. The program goes by its hash. */
export async function jobToBytes({ program, rollouts, ...job }: BatchJob): Promise<Uint8Array> {
  const { key, run = null, step, protocol, retriesFailures = false, deadlineMs = null } = job;
  const head: JobHead = { key, program: program.hash, run, step, protocol, retriesFailures, deadlineMs };
  return packArrays({ ...head }, [new Uint8Array(await rolloutsToBytes(rollouts))]);
}

/** Reads what `jobToBytes` wrote. */
export async function jobFromBytes(bytes: Uint8Array, program: Program): Promise<BatchJob> {
  const { head, arrays } = unpackArrays(bytes);
  const { key, run, step, protocol, retriesFailures, deadlineMs } = head as unknown as JobHead;
  return {
    key,
    program,
    step,
    protocol,
    retriesFailures,
    rollouts: await rolloutsFromBytes(arrays[0] as Uint8Array),
    ...(run === null ? {} : { run }),
    ...(deadlineMs === null ? {} : { deadlineMs }),
  };
}
