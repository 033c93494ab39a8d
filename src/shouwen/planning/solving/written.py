"""Problems and results as JSON, so that a roster can be solved from a file and passed on."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from shouwen.planning.solving.answers import Breach, Clash, Result
from shouwen.planning.solving.problem import Problem, Roster, check
from shouwen.planning.solving.saying import say


@cache
def _adapter() -> TypeAdapter[Problem]:
    return TypeAdapter(Problem)


def read_problem(text: str) -> Problem:
    """Read a problem; raises ValueError that says in one sentence what is wrong with it."""
    try:
        problem = _adapter().validate_json(text)
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ValueError(f"{where}: {first['msg']}.") from None
    said = check(problem)
    if said:
        raise ValueError(" ".join(said))
    return problem


def write_problem(problem: Problem) -> str:
    """Write a problem so that :func:`read_problem` reads the same."""
    plain = _adapter().dump_python(problem, mode="json")
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def write_result(result: Result, clash: Clash | None = None) -> str:
    """Write what a search came back with; what clashes, if it was looked for."""
    plain: dict[str, Any] = {
        "status": result.status,
        "cost": result.cost,
        "bound": result.bound,
        "seconds": round(result.seconds, 1),
        "roster": _lines(result.roster or {}),
        "missed": [_breach(one) for one in result.breaches],
    }
    if clash is not None:
        plain["clash"] = [_demand(one.source, one.person, one.days) for one in clash.demands]
        plain["ways_out"] = [
            {"relax": str(source), "units": way.units, "missed": [_breach(b) for b in way.breaches]}
            for source, way in clash.ways
        ]
    return json.dumps(plain, ensure_ascii=False, indent=1) + "\n"


def _lines(roster: Roster) -> list[dict[str, str]]:
    found = sorted(roster.items(), key=lambda item: (item[0][1], item[0][0]))
    return [{"day": str(day), "person": who, "shift": key} for (who, day), key in found if key]


def _breach(one: Breach) -> dict[str, Any]:
    said = {"zh": say(one), "en": say(one, "en"), "cost": one.cost}
    return {**_demand(one.source, one.person, one.days), **said}


def _demand(source: object, person: str, days: tuple[object, ...]) -> dict[str, Any]:
    return {"source": str(source), "person": person, "days": [str(day) for day in days]}
