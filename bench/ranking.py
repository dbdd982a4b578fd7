"""Milliseconds that pytrec_eval and scipy take for what the file holds: trec_eval runs, and two lists of numbers."""
import json
import sys
import time

import pytrec_eval
from scipy.stats import kendalltau, spearmanr

with open(sys.argv[1], encoding="utf8") as file:
    data = json.load(file)
evaluator = pytrec_eval.RelevanceEvaluator(data["qrels"], {"ndcg", "map", "recip_rank", "recall_10", "bpref"})


def clocked(run):
    run()
    started = time.perf_counter()
    result = run()
    return 1000 * (time.perf_counter() - started), result


ms, scores = clocked(lambda: evaluator.evaluate(data["runs"]))
tau_ms, tau = clocked(lambda: [kendalltau(a, b).statistic for a, b in data["lists"]])
rho_ms, rho = clocked(lambda: [spearmanr(a, b).statistic for a, b in data["lists"]])
print(json.dumps({"ms": ms, "scores": scores, "tauMs": tau_ms, "tau": tau, "rhoMs": rho_ms, "rho": rho}))
