import { RewardError } from "@guerdon/core/error";
import type { JetStreamClient, JetStreamManager } from "@nats-io/jetstream";
import type { NatsConnection } from "@nats-io/transport-node";

/** Stream of batches that wait for a worker, and the one of those that none could score. */
export const JOBS = "GUERDON_JOBS";
export const DEAD = "GUERDON_DEAD";
const SECOND_NS = 1_000_000_000;

export interface QueueOptions {
  /** `nats://HOST:PORT`, several by commas; a token or user and password may be part of it. */
  readonly url: string;
  /** Batches that may wait; more are refused, and clients try again later. Default 10,000. */
  readonly maxWaiting?: number;
  /** A batch whose worker gives no sign for so long goes to another one, in milliseconds. Default 30,000. */
  readonly ackWaitMs?: number;
  /** Batches that workers of one program hold at once. Default 256. */
  readonly maxAckPending?: number;
}

/** The queue between servers and workers, on NATS JetStream. */
export interface Queue {
  readonly connection: NatsConnection;
  readonly jetstream: JetStreamClient;
  readonly manager: JetStreamManager;
  readonly ackWaitMs: number;
  /** Makes what workers of a program read from, if it is not there. Gives its name. */
  openConsumer(programHash: string): Promise<string>;
  close(): Promise<void>;
}

export function jobSubject(programHash: string): string {
  return `guerdon.jobs.${programHash}`;
}

export function deadSubject(programHash: string): string {
  return `guerdon.dead.${programHash}`;
}

/** What workers of a program read from. */
export function consumerName(programHash: string): string {
  return `worker-${programHash.slice(0, 24)}`;
}

/** Where the result of a batch is told. */
export function doneSubject(key: string): string {
  return `guerdon.done.${Buffer.from(key).toString("base64url")}`;
}

/**
 * Connects to NATS and makes the streams, where they are not there; a connection that is lost comes back by itself.
 *
 * @throws RewardError GUERDON_WORKER when no NATS answers or it has no JetStream
 * @throws RewardError GUERDON_ENGINE_MISSING when the client is not installed
 */
export async function openQueue(options: QueueOptions): Promise<Queue> {
  const { url, ackWaitMs = 30_000, maxAckPending = 256 } = options;
  const { connect, jetstream: open, jetstreamManager, ...names } = await loadClient();
  let connection: NatsConnection | undefined;
  try {
    connection = await connect({
      servers: url.split(","),
      name: "guerdon",
      maxReconnectAttempts: -1,
      reconnectTimeWait: 250,
    });
    const manager = await jetstreamManager(connection, { checkAPI: false });
    const ensure = (): Promise<void> => ensureStreams(manager, names, options.maxWaiting ?? 10_000);
    await ensure();
    afterReconnect(connection, ensure);
    return {
      connection,
      manager,
      ackWaitMs,
      jetstream: open(connection),
      async openConsumer(hash) {
        const name = consumerName(hash);
        await manager.consumers.add(JOBS, {
          durable_name: name,
          filter_subject: jobSubject(hash),
          ack_policy: names.AckPolicy.Explicit,
          ack_wait: (ackWaitMs / 1000) * SECOND_NS,
          max_ack_pending: maxAckPending,
        });
        return name;
      },
      close: () => (connection as NatsConnection).close(),
    };
  } catch (cause) {
    await connection?.close();
    throw new RewardError(
      "GUERDON_WORKER",
      `Expected a NATS server with JetStream at \`${url.replace(/\/\/[^@/]*@/g, "//…@")}\`, got: ${(cause as Error).message}.`,
      { hint: "Start one with `nats-server -js -sd FOLDER`.", cause },
    );
  }
}

type Client = Awaited<ReturnType<typeof loadClient>>;

async function ensureStreams(
  manager: JetStreamManager,
  { RetentionPolicy, DiscardPolicy, StorageType }: Pick<Client, "RetentionPolicy" | "DiscardPolicy" | "StorageType">,
  maxWaiting: number,
): Promise<void> {
  await manager.streams.add({
    name: JOBS,
    subjects: [jobSubject("*")],
    retention: RetentionPolicy.Workqueue,
    storage: StorageType.File,
    discard: DiscardPolicy.New,
    max_msgs: maxWaiting,
    duplicate_window: 120 * SECOND_NS,
  });
  await manager.streams.add({
    name: DEAD,
    subjects: [deadSubject("*")],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    max_age: 7 * 86_400 * SECOND_NS,
  });
}

/** A server of NATS that lost its folder has no streams any more. */
async function afterReconnect(connection: NatsConnection, ensure: () => Promise<void>): Promise<void> {
  for await (const { type } of connection.status()) if (type === "reconnect") await ensure().catch(() => {});
}

async function loadClient() {
  try {
    const [{ connect }, jetstream] = await Promise.all([
      import("@nats-io/transport-node"),
      import("@nats-io/jetstream"),
    ]);
    return { connect, ...jetstream };
  } catch (cause) {
    throw new RewardError(
      "GUERDON_ENGINE_MISSING",
      "Expected the client of NATS to be installed, got none that loads.",
      {
        hint: "Run `npm install @nats-io/transport-node@3.4.0 @nats-io/jetstream@3.4.0`.",
        cause,
      },
    );
  }
}
