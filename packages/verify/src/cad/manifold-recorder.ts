/**
 * JavaScript that stands for Manifold where scripts run: each call is written down, nothing is computed. The kernel
 * replays what was written in another place. Scripts end with `result = …`, an `export default`, or a last expression.
 */
export const MANIFOLD_RECORDER: string = `(() => {
  const { stringify } = JSON, { isArray, from } = Array, nodes = [];
  const MOST = 20000;
  const known = new WeakMap();
  const plain = (v) => {
    if (typeof v === "number" || typeof v === "boolean" || v === undefined || v === null || typeof v === "string") return v ?? null;
    if (typeof v === "object" && known.has(v)) return { node: known.get(v) };
    if (isArray(v)) return from(v, plain);
    throw new TypeError("Expected numbers, lists and solids as arguments, got " + typeof v);
  };
  const make = (proto, op, self, args) => {
    if (nodes.length >= MOST) throw new RangeError("Expected at most " + MOST + " operations");
    const node = Object.create(proto);
    known.set(node, nodes.length);
    nodes.push([op, self === undefined ? null : known.get(self), from(args, plain)]);
    return node;
  };
  const solid = {}, section = {};
  const method = (proto, result, prefix, names) => {
    for (const name of names) proto[name] = function (...args) { return make(result, prefix + name, this, args); };
  };
  const still = (proto, prefix, names) => {
    const all = {};
    for (const name of names) all[name] = (...args) => make(proto, prefix + name, undefined, args);
    return all;
  };
  const shared = ["translate", "scale", "rotate", "mirror", "add", "subtract", "intersect", "hull"];
  method(solid, solid, "solid.", [...shared, "trimByPlane", "refine"]);
  method(section, section, "section.", [...shared, "offset"]);
  method(section, solid, "section.", ["extrude", "revolve"]);
  method(solid, section, "solid.", ["slice", "project"]);
  const Manifold = still(solid, "Manifold.", ["cube", "cylinder", "sphere", "tetrahedron", "union", "difference", "intersection", "hull", "extrude", "revolve", "compose"]);
  const CrossSection = still(section, "CrossSection.", ["square", "circle", "ofPolygons", "union", "difference", "intersection", "hull", "compose"]);
  globalThis.__manifold = { Manifold, CrossSection };
  globalThis.Manifold = Manifold;
  globalThis.CrossSection = CrossSection;
  globalThis.module = { exports: {} };
  globalThis.require = (name) => {
    if (/^manifold-3d/.test(name)) return globalThis.__manifold;
    throw new Error("no module " + name);
  };
  return (space) => {
    const isSolid = (v) => typeof v === "object" && v !== null && known.has(v);
    let made = isSolid(space) ? space : space?.default ?? space?.result ?? globalThis.result ?? globalThis.module.exports?.main ?? globalThis.main;
    if (typeof made === "function") made = made();
    if (!isSolid(made)) throw new TypeError("Expected a solid as the result, got " + typeof made);
    return stringify({ nodes, result: known.get(made) });
  };
})()`;
