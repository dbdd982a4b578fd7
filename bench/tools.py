"""Checks of calls a second by the checker of bfcl_eval, on the lines of a file: [functions, calls, accepted, category]."""

import json
import sys
import time
import types

# The checker asks this table only whether a model writes dots as underscores; importing it asks for every provider.
table = types.ModuleType("bfcl_eval.constants.model_config")


class Plain:
    underscore_to_dot = False


class Table(dict):
    def __missing__(self, key):
        return Plain


table.MODEL_CONFIG_MAPPING = Table()
sys.modules["bfcl_eval.constants.model_config"] = table
for language in ("java", "js"):
    converter = types.ModuleType(f"bfcl_eval.eval_checker.ast_eval.type_convertor.{language}_type_converter")
    setattr(converter, f"{language}_type_converter", None)
    sys.modules[converter.__name__] = converter

from bfcl_eval.constants.enums import Language  # noqa: E402
from bfcl_eval.eval_checker.ast_eval.ast_checker import ast_checker  # noqa: E402

with open(sys.argv[1], encoding="utf8") as file:
    rows = [json.loads(line) for line in file]

verdicts = []
start = time.perf_counter()
for functions, calls, accepted, category in rows:
    verdicts.append(ast_checker(functions, calls, accepted, Language.PYTHON, category, "any")["valid"])
seconds = time.perf_counter() - start
print(json.dumps({"checksPerSecond": len(rows) / seconds, "verdicts": verdicts}))
