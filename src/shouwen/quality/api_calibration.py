"""Addresses of calibration: rounds with how far checkers agreed, and marking in one."""

from __future__ import annotations

from django.utils import timezone
from pydantic import BaseModel

from shouwen.api import bodies
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Rows
from shouwen.api.routing import Router
from shouwen.people.refusals import RefusedError
from shouwen.quality import actions, gates, queries_calibration
from shouwen.quality.api_parts import CheckSheetOut, MarksIn, sheet_of, today
from shouwen.quality.beginning import begun
from shouwen.quality.forms import CalibrationForm

router = Router("quality")


class CalibrationOut(BaseModel):
    """How far checkers agreed on the score; null is what cannot be told."""

    id: int
    title: str
    percent: float | None
    kappa: float | None
    alpha: float | None


@router.read("/calibrations", Rows[CalibrationOut])
def calibrations(request: ApiRequest) -> Rows[CalibrationOut]:
    """List calibrations with how far the checkers agreed, the newest first."""
    gates.require_manager(request.member, today())
    found = queries_calibration.drift_of(queries_calibration.calibrations())
    return Rows(items=[_calibration(row) for row in found])


def _calibration(row: queries_calibration.Drift) -> CalibrationOut:
    one = row.calibration
    return CalibrationOut(
        id=one.pk, title=one.title, percent=row.found.percent, kappa=row.found.kappa,
        alpha=row.found.alpha,
    )  # fmt: skip


@router.add("/calibrations", CalibrationOut)
@bodies.takes(CalibrationForm)
def begin_calibration(request: ApiRequest, body: Body) -> CalibrationOut:
    """Give the same conversations to several checkers, to see how far they agree."""
    gates.require_manager(request.member, today())
    form = CalibrationForm(bodies.sent(body))
    bodies.given(form)
    try:
        made = begun(form, by=request.member, at=timezone.now())
    except RefusedError as refusal:
        form.add_error(refusal.field or None, str(refusal))
        bodies.refuse(form)
        raise
    return _calibration(queries_calibration.drift_of([made])[0])


@router.read("/markings/{pk}", CheckSheetOut)
def marking(request: ApiRequest, pk: int) -> CheckSheetOut:
    """Show a conversation of a calibration that you were given to mark."""
    found = gates.marking_open_to(request.member, pk)
    return sheet_of(request, found, found.calibration.version)


@router.do("/markings/{pk}", CheckSheetOut)
def mark(request: ApiRequest, pk: int, body: MarksIn) -> CheckSheetOut:
    """Keep your marks of a conversation for a calibration; nothing follows from them."""
    found = gates.marking_open_to(request.member, pk)
    actions.send_marking(marking=found, marks=body.kept(), at=timezone.now())
    found = gates.marking_open_to(request.member, pk)
    return sheet_of(request, found, found.calibration.version)
