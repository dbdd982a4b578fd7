"""The expression and the GDPO of columns.ts in vectorised numpy, on the same numbers, timed once warm."""
import json
import sys
import time

import numpy as np

terms, group = int(sys.argv[2]), int(sys.argv[3])
t = np.fromfile(sys.argv[1], dtype=np.float64).reshape(terms, -1)


def expression():
    return (
        t[0] + 0.5 * t[1] - 0.25 * t[2] + t[3] * t[4]
        + np.clip(t[5], 0.1, 0.9) + np.where(t[6] > 0.5, t[7], 0.1 * t[6])
    )


def gdpo():
    total = np.zeros(t.shape[1])
    for term in t:
        grouped = term.reshape(-1, group)
        mean = grouped.mean(axis=1, keepdims=True)
        std = grouped.std(axis=1, ddof=1, keepdims=True)
        total += ((grouped - mean) / (std + 1e-4)).reshape(-1)
    return (total - total.mean()) / (total.std(ddof=1) + 1e-4)


expression(), gdpo()
started = time.perf_counter()
first = expression()
between = time.perf_counter()
second = gdpo()
ended = time.perf_counter()
print(json.dumps({
    "expressionMs": 1000 * (between - started),
    "gdpoMs": 1000 * (ended - between),
    "check": [*first[:4].tolist(), *second[:4].tolist()],
}))
