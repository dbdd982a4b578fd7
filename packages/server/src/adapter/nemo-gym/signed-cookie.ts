import { createHmac, timingSafeEqual } from "node:crypto";
import { z } from "zod";

const payload = z.object({ session_id: z.string() });

/** Session ids as cookies that only their maker can write. */
export interface SignedCookie {
  /** The value of a `Set-Cookie` header. */
  write(sessionId: string): string;
  /** The session id of a `Cookie` header, unless it is missing or not signed by the same secret. */
  read(header: string | undefined): string | undefined;
}

/**
 * Cookies `NAME=PAYLOAD.SIGNATURE`: base64url of `{"session_id": …}`, and its HMAC-SHA-256.
 *
 * @param secret - anyone who has it can take any session
 */
export function signedCookie(name: string, secret: Buffer): SignedCookie {
  const sign = (text: string): Buffer => createHmac("sha256", secret).update(text).digest();
  return {
    write: (sessionId) => {
      const text = Buffer.from(JSON.stringify({ session_id: sessionId })).toString("base64url");
      return `${name}=${text}.${sign(text).toString("base64url")}; Path=/; HttpOnly; SameSite=Lax`;
    },
    read: (header = "") => {
      const found = header.split(/;\s*/).find((part) => part.startsWith(`${name}=`));
      const [text = "", signature = ""] = found?.slice(name.length + 1).split(".") ?? [];
      const [got, wanted] = [Buffer.from(signature, "base64url"), sign(text)];
      if (got.length !== wanted.length || !timingSafeEqual(got, wanted)) return undefined;
      return payload.safeParse(JSON.parse(Buffer.from(text, "base64url").toString())).data?.session_id;
    },
  };
}
