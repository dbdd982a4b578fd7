// What the Punkt algorithm (Kiss and Strunk, 2006) needs to know of English: abbreviations, words that often begin a
// sentence, and words that have a small letter everywhere else.

export const ABBREVIATIONS: ReadonlySet<string> = words(
  ". .  a.a a.c a.d a.g a.h a.m a.m.e a.s a.t adm ala ariz aug ave b.f b.v bros c c.i.t c.o.m.b c.v calif chg " +
    "cie co col colo conn corp cos ct d d.c d.h d.w dec dr e e.f e.h e.l e.m f f.g f.j feb fla fri ft g g.d g.f " +
    "g.k ga gen h h.c h.f h.m i.m.s ill inc j.b j.c j.j j.k j.p j.r jan jr k kan ky l l.a l.f l.p lt ltd m m.b.a " +
    "m.d.c m.j maj messrs mg mich minn mr mrs ms n n.c n.d n.h n.j n.m n.v n.y nev nov oct ok okla ore p p.a.m " +
    "p.m pa ph.d prof r r.a r.h r.i r.j r.k r.t rep reps s s.a s.a.y s.c s.g s.p.a s.s sen sep sept sr st sw t " +
    "t.j tenn tues u.k u.n u.s u.s.a u.s.s.r v va vs vt w w.c w.r w.va w.w wash wed wis yr",
);

/** Words that begin a sentence even after an abbreviation. */
export const STARTERS: ReadonlySet<string> = words(
  "although but despite even he however i if in instead it many meanwhile moreover most nevertheless since so some the " +
    "there these they this thus under when while yet",
);

/** Function words, which have a capital only where a sentence begins. */
export const COMMON_WORDS: ReadonlySet<string> = words(
  "a about above after again against all also an and any are as at be because been before being below between both but " +
    "by can could did do does doing down during each either every few first for from further had has have having he her " +
    "here hers him his how however if in into is it its just last let like many may me might more most much must my " +
    "neither next no nor not now of off on once one only or other our out over own perhaps please same several shall she " +
    "should since so some still such than that the their them then there these they this those three through to today " +
    "together too two under until up upon us very was we well were what when where which while who whom whose why will " +
    "with within without would yes yet you your",
);

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(" "));
}
