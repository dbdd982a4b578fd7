"""Runs the reference checkers of IFEval (package ifbench) over verdict rows and prints the seconds each round took."""

import gzip
import json
import sys
import time

from ifbench import classic_instructions, instructions_registry

verdicts, inputs, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


arguments = {row["key"]: row["kwargs"] for row in read(inputs)}
work = [
    (i, k, row["response"])
    for row in read(verdicts)
    for i, k in zip(row["instruction_id_list"], arguments[row["key"]])
]


def once():
    followed = 0
    for name, kwargs, text in work:
        checker = instructions_registry.INSTRUCTION_DICT[name](name)
        checker.build_description(**kwargs)
        followed += bool(text.strip() and checker.check_following(text))
    return followed


once()
seconds = []
for _ in range(rounds):
    start = time.perf_counter()
    followed = once()
    seconds.append(time.perf_counter() - start)
print(json.dumps({"checks": len(work), "followed": followed, "seconds": seconds}))
