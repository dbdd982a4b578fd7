/** LaTeX commands that only change how something looks. */
export const LAYOUT: ReadonlySet<string> = new Set(
  (
    "left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle displaystyle textstyle scriptstyle limits nolimits quad qquad rm bf it sf tt " +
    "mathbf mathrm mathit mathsf mathtt mathnormal boldsymbol bm mathcal mathfrak boxed fbox ensuremath hfill hline displaylimits nonumber notag vec hat bar tilde underline hspace vspace phantom mathop operatorname* color " +
    "small large Large centering thinspace enspace cr noindent"
  ).split(" "),
);
/** LaTeX commands whose argument is words. */
export const TEXT_COMMANDS: ReadonlySet<string> = new Set(
  "text textbf textit textrm textsf texttt textnormal textup mbox hbox emph textsc".split(" "),
);
/** Function names that take an argument with or without parentheses. */
export const FUNCTIONS: ReadonlySet<string> = new Set(
  (
    "sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan arccot asin acos atan log ln lg exp abs max min gcd lcm det floor ceil cbrt sqrt " +
    "factorial sign Re Im arg cis tg ctg arctg"
  ).split(" "),
);
/** Greek and other letters that are variables. */
export const GREEK: ReadonlySet<string> = new Set(
  (
    "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi rho sigma tau upsilon phi varphi chi psi omega " +
    "Gamma Delta Theta Lambda Xi Sigma Upsilon Phi Psi Omega ell hbar imath aleph partial nabla angle triangle"
  ).split(" "),
);
/** Short words that are units although they could be products of letters. */
export const SHORT_UNITS: ReadonlySet<string> = new Set(
  (
    "cm mm km kg ft in mi lb lbs oz hr hrs min mins sec secs ml mL mg mph kph sq cu am pm ns ms dm nm kW kWh Hz MHz GHz Mb GB MB KB kJ yd yds yrs yr pt qt gal deg rad usd USD pct th st nd rd units unit cents cent per " +
    "days day feet foot inch inches miles mile hours hour minutes minute seconds second meters meter metres metre dollars dollar degrees degree years year people square cubic"
  ).split(" "),
);
/** Words that join parts of one answer. */
export const JOINERS: ReadonlySet<string> = new Set(["and", "or"]);
/** Words that scale the number before them. */
export const SCALES: ReadonlyMap<string, number> = new Map([
  ["hundred", 2],
  ["thousand", 3],
  ["million", 6],
  ["billion", 9],
  ["trillion", 12],
]);
/** Words before a number that do not change it. */
export const HEDGES: ReadonlySet<string> = new Set([
  "approximately",
  "about",
  "approx",
  "around",
  "exactly",
  "roughly",
  "the",
  "is",
  "answer",
]);
