"""The address of a person: what their checks came to month by month."""

from __future__ import annotations

from pydantic import BaseModel

from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Rows
from shouwen.api.routing import Router
from shouwen.quality import gates, queries_people
from shouwen.quality.api_parts import today

router = Router("quality")


class QualityMonthOut(BaseModel):
    """What a person's checks of a month came to."""

    name: str
    checks: int
    mean: str
    zeroed: int


@router.read("/people/{key}", Rows[QualityMonthOut])
def person(request: ApiRequest, key: str) -> Rows[QualityMonthOut]:
    """List what a person's checks came to month by month: yours, or of somebody you lead."""
    found = gates.person_open_to(request.member, key, today())
    months = queries_people.months_of(found)
    names = list(QualityMonthOut.model_fields)
    return Rows(items=[QualityMonthOut(**{n: getattr(one, n) for n in names}) for one in months])
