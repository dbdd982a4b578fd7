import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** What a model was asked. */
export interface ModelCall {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  // biome-ignore lint/suspicious/noExplicitAny: any JSON
  readonly body: any;
}

/** A server that answers as a model would, on a free port of this machine. */
export async function modelServer(
  reply: (call: ModelCall) => { readonly status?: number; readonly body: unknown } | undefined,
): Promise<AsyncDisposable & { readonly url: string; readonly calls: readonly ModelCall[] }> {
  const calls: ModelCall[] = [];
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = JSON.parse(Buffer.concat(parts).toString() || "null");
    const call = { path: request.url ?? "", headers: request.headers, body };
    calls.push(call);
    const answer = reply(call);
    if (answer === undefined) return; // never answers
    response.writeHead(answer.status ?? 200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A chat completion with this text. */
export function completion(text: string): { readonly body: object } {
  return {
    body: {
      choices: [{ index: 0, message: { role: "assistant", content: text }, finish_reason: "stop" }],
      usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
    },
  };
}
