// Both realms: timers on a clock that jumps to the next one, and a console that says nothing.
const COMMON = `
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
  const { parse, stringify } = JSON, { apply } = Reflect, evaluate = eval, hasOwn = Object.hasOwn, P = Promise;
  const then = P.prototype.then;
  hide("module", { exports: {} });
  hide("exports", globalThis.module.exports);
  const plain = (out) => stringify([out === undefined ? null : out, out === undefined]);
  const find = (name) => {
    try { return globalThis.__scope === undefined ? evaluate(name) : globalThis.__scope(name); }
    catch (e) {
      const out = globalThis.module?.exports;
      if (out !== null && typeof out === "object" && hasOwn(out, name)) return out[name];
      throw e;
    }
  };
  return (name, args) => {
    const out = apply(find(name), undefined, parse(args));
    return out instanceof P ? apply(then, out, [plain]) : plain(out);
  };
})()`;

/** Runs in the tests' realm: a name that the tests do not know is a function of the candidate. */
export const TESTER_REALM: string = `(() => {
  ${COMMON}
  const { parse, stringify } = JSON, ask = globalThis.__ask;
  delete globalThis.__ask;
  const fail = (name) => { const e = new Error(name); e.name = "CandidateError"; return e; };
  globalThis.assert = (ok, text) => { if (ok !== true) throw new Error(text ?? "assertion failed"); };
  const same = (a, b) => {
    if (Object.is(a, b)) return true;
    if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
    if (Array.isArray(a) !== Array.isArray(b)) return false;
    const keys = Object.keys(a);
    return keys.length === Object.keys(b).length && keys.every((k) => Object.hasOwn(b, k) && same(a[k], b[k]));
  };
  globalThis.assertEqual = (a, b) => { if (!same(a, b)) throw new Error("expected " + stringify(b)); };
  const read = (text) => {
    const [value, none] = parse(text);
    return none === true ? undefined : value;
  };
  return (name) => {
    if (name in globalThis) return;
    globalThis[name] = (...args) => {
      const [kind, text] = parse(ask(name, stringify(args)));
      if (kind === "threw") throw fail(text);
      if (kind === "rejected") return Promise.reject(fail(text));
      if (kind === "pending") return new Promise(() => {});
      return kind === "promise" ? Promise.resolve(read(text)) : read(text);
    };
  };
})()`;
