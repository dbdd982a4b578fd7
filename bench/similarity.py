"""Text metrics of sacrebleu, rouge_score, rapidfuzz and NLTK over the rows of a JSONL file.

Prints {"rates": {metric: rows a second of processor time}, "sums": {metric: sum of the values}}.
"""
import json
import sys
import time

from nltk.translate.meteor_score import single_meteor_score
from rapidfuzz import fuzz, fuzz_py
from rapidfuzz.distance import Levenshtein, Levenshtein_py
from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import BLEU, CHRF, TER


class NoSynonyms:
    def synsets(self, _):
        return []


with open(sys.argv[1], encoding="utf8") as lines:
    rows = [json.loads(line) for line in lines]

bleu, chrf, chrf2, ter = BLEU(effective_order=True), CHRF(), CHRF(word_order=2), TER()
rouge2, rouge_l, rouge_sum = RougeScorer(["rouge2"]), RougeScorer(["rougeL"], use_stemmer=True), RougeScorer(["rougeLsum"])
METRICS = {
    "BLEU": lambda h, r: bleu.sentence_score(h, [r]).score / 100,
    "chrF": lambda h, r: chrf.sentence_score(h, [r]).score / 100,
    "chrF++": lambda h, r: chrf2.sentence_score(h, [r]).score / 100,
    "TER": lambda h, r: ter.sentence_score(h, [r]).score / 100,
    "ROUGE-2": lambda h, r: rouge2.score(r, h)["rouge2"].fmeasure,
    "ROUGE-L, stems": lambda h, r: rouge_l.score(r, h)["rougeL"].fmeasure,
    "ROUGE-Lsum": lambda h, r: rouge_sum.score(r, h)["rougeLsum"].fmeasure,
    "METEOR": lambda h, r: single_meteor_score(r.split(), h.split(), wordnet=NoSynonyms()),
    "Levenshtein": lambda h, r: float(Levenshtein_py.distance(h, r)),
    "ratio": lambda h, r: fuzz_py.ratio(h, r) / 100,
    "weighted ratio": lambda h, r: fuzz_py.WRatio(h, r) / 100,
    "Levenshtein (C++)": lambda h, r: float(Levenshtein.distance(h, r)),
    "ratio (C++)": lambda h, r: fuzz.ratio(h, r) / 100,
    "weighted ratio (C++)": lambda h, r: fuzz.WRatio(h, r) / 100,
}
rates, sums = {}, {}
for name, metric in METRICS.items():
    started = time.process_time()
    sums[name] = sum(metric(text, reference) for text, reference in rows)
    rates[name] = len(rows) / (time.process_time() - started)
print(json.dumps({"rates": rates, "sums": sums}))
