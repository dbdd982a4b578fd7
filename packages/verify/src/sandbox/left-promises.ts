/**
 * JavaScript for the tests' realm: what a test leaves behind when it ends without waiting for it counts too.
 *
 * Promises of the candidate, and those made of them, know whether anybody looked at them: one that is rejected, or that
 * never settles though something hangs on it, fails the test, as an assertion does that fails after the first wait.
 */
export const LEFT_PROMISES: string = `
  const P = Promise, { then, race, any } = Object.assign({ then: P.prototype.then }, { race: P.race, any: P.any });
  const { apply } = Reflect, each = Array.prototype.forEach;
  let left = [], failed = [], quiet = false;
  class Answer extends P {
    static get [Symbol.species]() { return quiet ? P : Answer; }
    constructor(f) {
      super(f);
      left.push(this);
      this.state = "open";
      quiet = true;
      apply(then, this, [() => { this.state = "settled"; }, (e) => { this.state = "rejected"; this.why = e; }]);
      quiet = false;
    }
    then(f, g) {
      this.seen = true;
      const out = super.then(f, g);
      out.hangs = true;
      return out;
    }
  }
  // Who loses a race may stay open.
  const aside = (one) => {
    if (!(one instanceof Answer)) return one;
    one.seen = quiet = true;
    try { return apply(then, one, [(v) => v, (e) => { throw e; }]); } finally { quiet = false; }
  };
  const raced = (f) => (list) => apply(f, P, [[...list].map(aside)]);
  P.race = raced(race);
  P.any = raced(any);
  Array.prototype.forEach = function (f, self) {
    return apply(each, this, [(...args) => {
      const out = apply(f, self, args);
      if (out instanceof P) new Answer((yes, no) => apply(then, out, [yes, no]));
    }]);
  };
  hide("__later", () => { failed = []; });
  hide("__left", () => {
    const lost = left.find((one) => !one.seen && (one.state === "rejected" || (one.hangs && one.state === "open")));
    const why = failed[0] ?? (lost && (lost.state === "rejected" ? lost.why : { name: "unsettled promise" }));
    left = [];
    failed = [];
    timers.clear();
    return why === undefined ? "" : String(why?.name ?? "Error");
  });
`;
