"""Prints the path of a file for OpenRLHF: `python -m guerdon.openrlhf reward|agent`."""

import sys
from pathlib import Path

FILES = {"reward": "reward.py", "agent": "agent.py"}

if len(sys.argv) != 2 or sys.argv[1] not in FILES:
    sys.exit(f"Expected one of: {', '.join(FILES)}. Usage: python -m guerdon.openrlhf reward|agent")
print(Path(__file__).with_name(FILES[sys.argv[1]]))
