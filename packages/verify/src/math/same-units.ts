const ALIAS: ReadonlyMap<string, string> = new Map(
  "centimeter=cm centimetre=cm meter=m metre=m kilometer=km kilometre=km millimeter=mm millimetre=mm inches=inch feet=foot ft=foot in=inch hr=hour min=minute sec=second s=second kilogram=kg gram=g pound=lb mile=mi liter=l litre=l milliliter=ml"
    .split(" ")
    .map((pair) => pair.split("=") as [string, string]),
);

function canonical(units: readonly string[]): string {
  return units
    .join(" ")
    .toLowerCase()
    .split(/[\s·.]+/)
    .filter(Boolean)
    .map((unit) => {
      const [name = "", power] = unit.split("^");
      const single = ALIAS.get(name) ?? ALIAS.get(name.replace(/s$/, "")) ?? name.replace(/(?<=..)s$/, "");
      return power === undefined ? single : `${single}^${power}`;
    })
    .join(" ");
}

/** Same units after plural and the usual short forms; a gold without units asks for none. */
export function sameUnits(gold: readonly string[], candidate: readonly string[]): boolean {
  return gold.length === 0 || canonical(gold) === canonical(candidate);
}
