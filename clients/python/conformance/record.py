"""Records what a real client sends: `python record.py CLIENT FILE.json` in an environment that has the client.

Each `drive_CLIENT.py` holds `SOURCE` (what is driven, with its version), `drive(url)` (calls of the client's own
code; `drive_more` for those that no server can score) and `answers` (what its reference server would say).
"""

from __future__ import annotations

import importlib
import json
import sys
from dataclasses import asdict
from pathlib import Path

from recorder import Recorder


def main(client: str, file: str) -> None:
    driver = importlib.import_module(f"drive_{client}")
    with Recorder(driver.answers) as recorder:
        driver.drive(recorder.url)
        if hasattr(driver, "drive_more"):
            driver.drive_more(recorder.url)
    fixture = {
        "provenance": f"sent by {driver.SOURCE}; recorded by clients/python/conformance/record.py {client}",
        "requests": [asdict(request) for request in recorder.requests],
    }
    Path(file).write_text(json.dumps(fixture, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{len(recorder.requests)} requests to {file}")


if __name__ == "__main__":
    main(*sys.argv[1:3])
