"""Maths by Math-Verify, section format and word count, over the first rows of a JSONL file.

Prints {"rolloutsPerSecond", "totals"}. Gold answers are parsed once a row, as a reward function must.
"""
import json
import re
import sys
import time

from math_verify import parse, verify

FORMAT = re.compile(r"\s*<think>(.+?)</think>\s*<answer>(.+?)</answer>\s*", re.DOTALL)

rows = []
with open(sys.argv[1], encoding="utf8") as lines:
    for line in lines:
        rows.append(json.loads(line))
        if len(rows) == int(sys.argv[2]):
            break


def score(row):
    text = row["completion"]
    match = FORMAT.fullmatch(text)
    answer = match.group(2) if match else text
    correct = 1.0 if verify(parse(row["item"]["answer"]), parse(answer)) else 0.0
    return correct + (0.2 if match else 0.0) - 0.001 * min(len(text.split()), 100)


for row in rows[:20]:
    score(row)
started = time.perf_counter()
totals = [score(row) for row in rows]
seconds = time.perf_counter() - started
print(json.dumps({"rolloutsPerSecond": len(rows) / seconds, "totals": totals}))
