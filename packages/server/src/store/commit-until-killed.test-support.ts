import { adaptiveProgram, scoredBatch } from "./adaptive-run.test-support.ts";
import { openStore } from "./open-store.ts";

/** Keeps batches in the folder of the first argument, four at a time, and prints the key of each when it is durable. */
const store = await openStore(process.argv[2] as string);
await store.openRun("run", { name: adaptiveProgram.name, hash: adaptiveProgram.hash });
const first = Number(process.argv[3]);

async function commitFrom(number: number): Promise<void> {
  for (let n = number; ; n += 4) {
    const [kept] = await store.commitBatches([await scoredBatch("run", 0, n, undefined)]);
    process.stdout.write(`${kept?.key}\n`);
  }
}

await Promise.all([0, 1, 2, 3].map((lane) => commitFrom(first + lane)));
