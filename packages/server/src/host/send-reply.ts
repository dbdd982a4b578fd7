import type { ServerResponse } from "node:http";
import type { Json } from "@guerdon/core/signal";
import type { HostReply } from "./route.ts";

/** Writes a reply: JSON, a text, or JSON lines as fast as the client reads them. */
export async function sendReply(response: ServerResponse, reply: HostReply, requestId: string): Promise<void> {
  if (response.destroyed) return;
  const headers: { [name: string]: string | number } = { "x-request-id": requestId, ...reply.headers };
  if ("lines" in reply) {
    response.writeHead(reply.status, { "content-type": "application/x-ndjson", ...headers });
    for await (const line of reply.lines) await write(response, line);
    response.end();
    return;
  }
  const text = "text" in reply ? reply.text : JSON.stringify(reply.body);
  headers["content-type"] ??= "text" in reply ? reply.type : "application/json";
  headers["content-length"] = Buffer.byteLength(text);
  response.writeHead(reply.status, headers);
  response.end(text);
}

async function write(response: ServerResponse, line: Json): Promise<void> {
  if (response.destroyed || response.write(`${JSON.stringify(line)}\n`)) return;
  await new Promise<void>((resolve) => {
    response.once("drain", resolve);
    response.once("close", resolve);
  });
}
