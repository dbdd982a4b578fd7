"""Checks of queries a second by Python's sqlite3, each in a fresh database: [database file, lines of (gold, query), processes]."""

import json
import multiprocessing
import resource
import sqlite3
import sys
import time

with open(sys.argv[1], "rb") as file:
    TEMPLATE = file.read()
GOLDS = {}


def result(sql):
    connection = sqlite3.connect(":memory:")
    connection.deserialize(TEMPLATE)
    try:
        rows = connection.execute(sql).fetchall()
    except sqlite3.Error:
        return None
    finally:
        connection.close()
    return sorted(rows, key=repr)


def check(pair):
    gold, query = pair
    if gold not in GOLDS:
        GOLDS[gold] = result(gold)
    return result(query) == GOLDS[gold]


def main():
    with open(sys.argv[2], encoding="utf-8") as file:
        pairs = [json.loads(line) for line in file]
    with multiprocessing.Pool(int(sys.argv[3])) as pool:
        pool.map(check, pairs[:200])
        started = time.perf_counter()
        verdicts = pool.map(check, pairs, chunksize=100)
        seconds = time.perf_counter() - started
        pool.close()
        pool.join()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = used.ru_utime + used.ru_stime
    print(json.dumps({"checksPerSecond": len(pairs) / seconds, "cpuSeconds": cpu, "verdicts": verdicts}))


if __name__ == "__main__":
    main()
