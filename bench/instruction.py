"""Runs the reference checkers of IFEval (package ifbench) over verdict rows.

Prints the processor seconds of one warm pass over all instructions, strict or loose, and how many are followed.
"""

import gzip
import json
import sys
import time

from ifbench import classic_instructions, instructions_registry  # noqa: F401

verdicts, inputs, mode = sys.argv[1:4]


def read(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


arguments = {row["key"]: row["kwargs"] for row in read(inputs)}
work = [
    (name.removeprefix("en:"), kwargs, row["response"])
    for row in read(verdicts)
    for name, kwargs in zip(row["instruction_id_list"], arguments[row["key"]])
]


def variants(text):
    yield text
    if mode == "strict":
        return
    lines = text.split("\n")
    cuts = ["\n".join(part).strip() for part in (lines[1:], lines[:-1], lines[1:-1])]
    yield text.replace("*", "")
    yield from cuts
    yield from (cut.replace("*", "") for cut in cuts)


def once():
    followed = 0
    for name, kwargs, text in work:
        checker = instructions_registry.INSTRUCTION_DICT[name](name)
        checker.build_description(**kwargs)
        followed += any(variant.strip() and checker.check_following(variant) for variant in variants(text))
    return followed


once()
started = time.process_time()
followed = once()
print(json.dumps({"checks": len(work), "followed": followed, "seconds": time.process_time() - started}))
