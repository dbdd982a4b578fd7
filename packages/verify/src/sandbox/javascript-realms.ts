import { LEFT_PROMISES } from "./left-promises.ts";

// Both realms: values as text, those that JSON has no word for in a pair with a tag; timers on a clock that jumps to the
// next one; a console that says nothing.
const COMMON = `
  const { parse, stringify } = JSON, { isArray } = Array, { is, entries, fromEntries } = Object, M = Map, S = Set, D = Date;
  const tagged = (tag, value) => ({ t: tag, v: value });
  const encode = (v) => {
    if (v === undefined || typeof v === "function" || typeof v === "symbol") return tagged("u");
    if (typeof v === "bigint") return tagged("b", v + "");
    if (typeof v === "number") return is(v, -0) ? tagged("n", "-0") : v - v === 0 ? v : tagged("n", v + "");
    if (v === null || typeof v !== "object") return v;
    if (isArray(v)) { const out = []; for (let i = 0; i < v.length; i++) out[i] = encode(v[i]); return out; }
    if (v instanceof M) return tagged("M", encode([...v]));
    if (v instanceof S) return tagged("S", encode([...v]));
    if (v instanceof D) return tagged("D", encode(+v));
    const out = [];
    for (const [k, x] of entries(v)) out[out.length] = [k, encode(x)];
    return tagged("o", out);
  };
  const decode = (v) => {
    if (v === null || typeof v !== "object") return v;
    if (isArray(v)) return v.map(decode);
    if (v.t === "u") return undefined;
    if (v.t === "b") return BigInt(v.v);
    if (v.t === "n") return Number(v.v);
    if (v.t === "M") return new M(decode(v.v));
    if (v.t === "S") return new S(decode(v.v));
    if (v.t === "D") return new D(decode(v.v));
    if (v.t === "o") return fromEntries(v.v.map(([k, x]) => [String(k), decode(x)]));
    throw new TypeError("not a value");
  };
  const timers = new Map();
  let now = 0, last = 0;
  const add = (again) => (f, ms, ...args) => {
    const wait = Math.max(again ? 1 : 0, Number(ms) || 0);
    timers.set(++last, { at: now + wait, f, args, again: again ? wait : undefined });
    return last;
  };
  const hide = (name, value) =>
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  hide("setTimeout", add(false));
  hide("setInterval", add(true));
  hide("setImmediate", (f, ...args) => add(false)(f, 0, ...args));
  hide("clearTimeout", (id) => { timers.delete(id); });
  hide("clearInterval", globalThis.clearTimeout);
  hide("clearImmediate", globalThis.clearTimeout);
  const nothing = () => {};
  hide("console", { log: nothing, info: nothing, warn: nothing, error: nothing, debug: nothing, trace: nothing, table: nothing, assert: nothing });
  hide("__tick", () => {
    let next;
    for (const [id, t] of timers) if (next === undefined || t.at < next[1].at) next = [id, t];
    if (next === undefined) return false;
    const [id, t] = next;
    now = t.at;
    if (t.again === undefined) timers.delete(id);
    else t.at = now + t.again;
    t.f(...t.args);
    return true;
  });
`;

/** Runs in the candidate's realm before its code: keeps the built-ins it needs, answers calls with JSON. */
export const CANDIDATE_REALM: string = `(() => {
  ${COMMON}
  const { apply } = Reflect, evaluate = eval, hasOwn = Object.hasOwn, P = Promise;
  const then = P.prototype.then;
  hide("module", { exports: {} });
  hide("exports", globalThis.module.exports);
  const plain = (out) => stringify(encode(out));
  const find = (name) => {
    try { return globalThis.__scope === undefined ? evaluate(name) : globalThis.__scope(name); }
    catch (e) {
      const out = globalThis.module?.exports;
      if (out !== null && typeof out === "object" && hasOwn(out, name)) return out[name];
      throw e;
    }
  };
  return (name, args) => {
    const out = apply(find(name), undefined, decode(parse(args)));
    return out instanceof P ? apply(then, out, [plain]) : plain(out);
  };
})()`;

/** Runs in the tests' realm: a name that the tests do not know is a function of the candidate. */
export const TESTER_REALM: string = `(() => {
  ${COMMON}
  ${LEFT_PROMISES}
  const ask = globalThis.__ask;
  delete globalThis.__ask;
  const fail = (name) => { const e = new Error(name); e.name = "CandidateError"; return e; };
  const refuse = (text) => { const e = new Error(text); failed.push(e); throw e; };
  globalThis.assert = (ok, text) => { if (ok !== true) refuse(text ?? "assertion failed"); };
  const same = (a, b) => {
    if (Object.is(a, b)) return true;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    if (Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
    if (a instanceof M || a instanceof S) return same([...a], [...b]);
    if (a instanceof D) return is(+a, +b);
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((k) => Object.hasOwn(b, k) && same(a[k], b[k]));
  };
  globalThis.assertEqual = (a, b) => { if (!same(a, b)) refuse("expected " + stringify(b)); };
  // A candidate may have sent any text.
  const read = (text) => {
    try { return decode(parse(text)); } catch { throw fail("TypeError"); }
  };
  return (name) => {
    if (name in globalThis) return;
    globalThis[name] = (...args) => {
      const [kind, text] = parse(ask(name, stringify(encode(args))));
      if (kind === "threw") throw fail(text);
      if (kind === "rejected") return Answer.reject(fail(text));
      if (kind === "pending") return new Answer(() => {});
      return kind === "promise" ? Answer.resolve(read(text)) : read(text);
    };
  };
})()`;
