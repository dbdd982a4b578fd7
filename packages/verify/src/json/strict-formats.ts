/**
 * Formats that ajv-formats 3.0.1 decides otherwise than their standards, decided as these say: RFC 3339 (`date-time`),
 * RFC 5321 (`email`), RFC 3986 (`uri`), RFC 4122 (`uuid`).
 */

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)t(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|([+-])(\d\d):(\d\d))$/i;

function isDateTime(text: string): boolean {
  const found = DATE_TIME.exec(text);
  if (found === null) return false;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [number, ...number[]];
  const [offsetHour, offsetMinute] = [Number(found[8] ?? 0), Number(found[9] ?? 0)];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 && !isLeap ? 28 : (DAYS[(month as number) - 1] ?? 0);
  if ((day as number) < 1 || (day as number) > days || (hour as number) > 23 || (minute as number) > 59) return false;
  if (offsetHour > 23 || offsetMinute > 59 || (second as number) > 60) return false;
  if (second !== 60) return true;
  // A leap second is the last of a day in UTC.
  const offset = (found[7] === "-" ? -1 : 1) * (60 * offsetHour + offsetMinute);
  return (60 * (hour as number) + (minute as number) - offset + 2880) % 1440 === 1439;
}

const BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const IPV4 = new RegExp(`^${BYTE}(?:\\.${BYTE}){3}$`);

/** An address of eight groups, of which `::` stands for one or more, the last two perhaps as an address of version 4. */
function isIpv6(text: string): boolean {
  const halves = text.split("::");
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === "" ? [] : half.split(":")));
  const last = groups.at(-1)?.at(-1) ?? "";
  const tail = last.includes(".") ? 1 : 0;
  if (tail === 1 && !IPV4.test(last)) return false;
  const plain = groups.flat().slice(0, tail === 1 ? -1 : undefined);
  if (!plain.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  const count = plain.length + 2 * tail;
  return halves.length === 2 ? count <= 7 : count === 8;
}

const ATOM = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/i;
const QUOTED = /^"(?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\[\x20-\x7e])*"$/;
const DOMAIN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

function isEmail(text: string): boolean {
  const at = text.lastIndexOf("@");
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || !(ATOM.test(local) || QUOTED.test(local))) return false;
  if (!domain.startsWith("[") || !domain.endsWith("]")) return DOMAIN.test(domain);
  const address = domain.slice(1, -1);
  return /^ipv6:/i.test(address) ? isIpv6(address.slice(5)) : IPV4.test(address);
}

const URI = /^[a-z][a-z0-9+.-]*:([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/i;
const PATH = /^(?:[a-z0-9\-._~!$&'()*+,;=:@/]|%[0-9a-f]{2})*$/i;
const QUERY = /^(?:[a-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9a-f]{2})*$/i;
const USER = /^(?:[a-z0-9\-._~!$&'()*+,;=:]|%[0-9a-f]{2})*$/i;
const HOST = /^(?:[a-z0-9\-._~!$&'()*+,;=]|%[0-9a-f]{2})*$/i;
const FUTURE_HOST = /^v[0-9a-f]+\.[a-z0-9\-._~!$&'()*+,;=:]+$/i;

function isUri(text: string): boolean {
  const found = URI.exec(text);
  if (found === null) return false;
  const [, part = "", query = "", fragment = ""] = found;
  if (!QUERY.test(query) || !QUERY.test(fragment)) return false;
  if (!part.startsWith("//")) return PATH.test(part);
  const slash = part.indexOf("/", 2);
  const authority = slash < 0 ? part.slice(2) : part.slice(2, slash);
  return isAuthority(authority) && PATH.test(slash < 0 ? "" : part.slice(slash));
}

function isAuthority(authority: string): boolean {
  const at = authority.lastIndexOf("@");
  if (!USER.test(authority.slice(0, Math.max(at, 0)))) return false;
  const place = /^(\[[^\]]*\]|[^:]*)(?::\d*)?$/.exec(authority.slice(at + 1));
  const host = place?.[1];
  if (host === undefined) return false;
  if (!host.startsWith("[")) return HOST.test(host);
  const inner = host.slice(1, -1);
  return isIpv6(inner) || FUTURE_HOST.test(inner);
}

/** Checks by the name of their format. */
export const STRICT_FORMATS: { readonly [format: string]: (text: string) => boolean } = {
  "date-time": isDateTime,
  email: isEmail,
  uri: isUri,
  uuid: (text) => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
};
