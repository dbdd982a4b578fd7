import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";
import type { WebSocket } from "ws";
import type { Adapter, PlainCall, SocketRoute, SocketSession } from "./adapter.ts";

export interface SocketHost {
  readonly call: Pick<PlainCall, "service" | "settings">;
  /** HTTP status to refuse a connection with: 401, 403, 429, 503; nothing to accept it. */
  refuse?(request: IncomingMessage): number | undefined;
  /** Longest message, in bytes. Default 4 MiB. */
  readonly maxMessageBytes?: number;
}

/** Closes every socket with status 1001, "going away"; new ones are refused. */
export type DetachSockets = () => void;

const GOING_AWAY = 1001;
/** Messages of one connection that wait for their turn before no more are read. */
const MOST_WAITING = 64;

/**
 * Serves the sockets of adapters on a server's upgrades: below `/NAME` and at the root, where the first adapter with a
 * path has it.
 *
 * Messages of a connection are answered one after the other, in their order.
 */
export async function attachSockets(
  server: Server,
  adapters: readonly Adapter[],
  host: SocketHost,
): Promise<DetachSockets> {
  const { WebSocketServer } = await import("ws");
  const { maxMessageBytes = 4 * 2 ** 20 } = host;
  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes, perMessageDeflate: false });
  const routes = socketTable(adapters);
  let closed = false;
  server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const route = routes.get(url.pathname);
    const refused = closed ? 503 : route === undefined ? 404 : host.refuse?.(request);
    if (route === undefined || refused !== undefined) return refuse(socket, refused ?? 404);
    sockets.handleUpgrade(request, socket, head, (connection) => {
      const query = Object.fromEntries(url.searchParams);
      const headers = request.headers as { readonly [name: string]: string };
      void serve(connection, route, { ...host.call, params: {}, query, headers });
    });
  });
  return () => {
    closed = true;
    for (const connection of sockets.clients) connection.close(GOING_AWAY);
  };
}

function socketTable(adapters: readonly Adapter[]): ReadonlyMap<string, SocketRoute> {
  const routes = new Map<string, SocketRoute>();
  for (const { name, sockets = [] } of adapters) {
    for (const route of sockets) {
      routes.set(`/${name}${route.path}`, route);
      if (!routes.has(route.path)) routes.set(route.path, route);
    }
  }
  return routes;
}

function refuse(socket: Duplex, status: number): void {
  socket.on("error", () => {});
  socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** Holds one connection: opens its session at once, keeps what comes before it is open, closes it when nobody speaks. */
async function serve(connection: WebSocket, route: SocketRoute, call: PlainCall): Promise<void> {
  let session: SocketSession | undefined;
  let last: Promise<void>;
  let gone = false;
  let waiting = 0;
  const idle = idleTimer(connection, route.idleTimeoutMs);
  const answer = async (text: string): Promise<void> => {
    const reply = await session?.receive(text);
    if (reply?.text !== undefined && connection.readyState === connection.OPEN) connection.send(reply.text);
    if (reply?.end === true) connection.close();
  };
  connection.on("message", (data) => {
    idle.restart();
    if (++waiting > MOST_WAITING) connection.pause();
    last = last
      .then(() => answer(String(data)))
      .catch(() => connection.close(1011))
      .finally(() => {
        if (--waiting <= MOST_WAITING) connection.resume();
      });
  });
  connection.on("error", () => {});
  connection.on("close", () => {
    gone = true;
    idle.stop();
    session?.close();
  });
  last = (async () => {
    const opened = await route.open(call);
    if ("refusal" in opened) {
      connection.send(opened.refusal);
      connection.close();
    } else if (gone) opened.close();
    else session = opened;
  })().catch(() => connection.close(1011));
}

function idleTimer(connection: WebSocket, idleTimeoutMs: number | undefined): { restart(): void; stop(): void } {
  if (idleTimeoutMs === undefined) return { restart: () => {}, stop: () => {} };
  const timer = setTimeout(() => connection.close(GOING_AWAY), idleTimeoutMs);
  timer.unref();
  return { restart: () => timer.refresh(), stop: () => clearTimeout(timer) };
}
