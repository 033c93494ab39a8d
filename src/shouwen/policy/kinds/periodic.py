"""The period in which a fact stands, and what was booked in it."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from shouwen.policy.kinds.figures import exact, wrong
from shouwen.policy.kinds.matter import UNANSWERED
from shouwen.policy.kinds.periods import Stretch, stretch_of
from shouwen.policy.kinds.questions import Booked
from shouwen.policy.kinds.task import Needs, Task
from shouwen.policy.kinds.words import Both, both
from shouwen.policy.rulings import Party
from shouwen.policy.steps import Step

PERIOD = "period"
_PERS = ("ever", "day", "week", "month", "quarter", "half_year", "year")


def _period(value: Any) -> Any:
    if value not in _PERS:
        raise wrong(f"“{value}” is not a period.", f"Use one of: {', '.join(_PERS)}.")
    return value


Per = Annotated[
    Literal["ever", "day", "week", "month", "quarter", "half_year", "year"],
    BeforeValidator(_period),
]


def stretch(task: Task, per: str, back: int = 0) -> Stretch | Needs:
    """Return the period of the fact, or say that its ``period`` is no name of a period."""
    named = task.fact.detail(PERIOD)
    try:
        return stretch_of(task.fact.happened_at, per, task.matter.zone, named=named, back=back)
    except ValueError:
        values = {**task.labels(PERIOD), **both("value", (str(named), str(named)))}
        return Needs((PERIOD,), (Step("not_a_period", values),))


def told(period: Stretch) -> Both:
    """Name a stretch of time in a sentence."""
    if not period.name:
        return "至今", "so far"
    year, _, week = period.name.partition("-W")
    if week:
        return f"{year}年第{int(week)}周", f"in week {int(week)} of {year}"
    return f"{period.name} ", period.name


def booked(task: Task, question: Booked) -> Fraction | Needs:
    """Return what was booked before, or say that it is not known yet."""
    answer = task.matter.ask(question)
    if answer is UNANSWERED or answer is None:
        return Needs((str(question),), (Step("bookings_unknown"),))
    return exact(answer) + booked_now(task, question)


def booked_now(task: Task, question: Booked) -> Fraction:
    """Return what the fact from which this one follows has just booked for the holder."""
    holder = Party(*question.holder)
    total = Fraction()
    for one in task.matter.booked:
        mine = one.cites.regulation == question.regulation and one.quantity.unit == question.unit
        if mine and (not question.rules or one.rule in question.rules):
            total += one.quantity.exact * ((one.payee == holder) - (one.payer == holder))
    return total
