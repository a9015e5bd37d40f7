"""A program that uses pyetm; ``test_pyetm.py`` runs it as a user would run theirs.

``python -m test_clients.program life`` prints what pyetm saw in the life of a scenario, as one JSON
object. With ``calls '[[METHOD, ARGUMENT…], …]'`` it prints what each call gives or says, as a JSON
list.
"""

import json
import sys
from typing import Any

from test_clients.adapter import Adapter, installed, stops

SLIDERS = {"buildings_insulation_level": 40.0}
QUERY = "costs_of_insulation"


def main() -> None:
    """Do what the arguments say, and print the result."""
    what, *arguments = sys.argv[1:]
    pyetm = installed()
    seen: Any
    if what == "life":
        seen = life(pyetm)
    else:
        seen = [call(pyetm, *each) for each in json.loads(arguments[0])]
    # The last line: pyetm prints as well.
    print(json.dumps(seen, default=float))


def life(pyetm: Adapter) -> dict[str, Any]:
    """Lead a scenario through its life, as far as this pyetm can; give what each step showed."""
    publishes = "publish" not in stops()
    seen: dict[str, Any] = {"listed before": _listed(pyetm)}
    scenario = seen["id"] = pyetm.create("de", 2040, private=publishes)
    seen["created"] = pyetm.read(scenario)
    pyetm.describe(scenario, {"note": "From pyetm"})
    pyetm.move_sliders(scenario, SLIDERS)
    seen["result"] = pyetm.query(scenario, QUERY)
    seen["copy"] = pyetm.copy(scenario)
    if publishes:
        pyetm.publish(scenario)
    seen["changed"] = pyetm.read(scenario)
    seen["listed"] = _listed(pyetm)
    if "delete" not in stops():
        pyetm.delete(scenario)
    seen["listed after"] = _listed(pyetm)
    return seen


def _listed(pyetm: Adapter) -> list[int] | None:
    return None if "listed" in stops() else pyetm.listed()


def call(pyetm: Adapter, method: str, *arguments: Any) -> dict[str, Any]:
    """Call one method; give its result, or the error that pyetm raises."""
    try:
        return {"result": getattr(pyetm, method)(*arguments)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"}


if __name__ == "__main__":
    main()
