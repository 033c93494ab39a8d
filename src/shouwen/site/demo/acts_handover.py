"""Shifts that are handed over in the demonstration: prepared, signed by the one, then the other."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from shouwen.enforcement.sent import Sent
from shouwen.handover import actions, items
from shouwen.handover.closing import SHIFT
from shouwen.handover.models import Handover, Item
from shouwen.people.refusals import RefusedError
from shouwen.site.demo.house import Shift
from shouwen.site.demo.story import Stage

PREPARED, CHECKED = timedelta(minutes=12), timedelta(minutes=9)


def plan_handovers(stage: Stage) -> None:
    """Let the desks of the data file hand over every few days, to and fro."""
    office = stage.house.office
    for shift in office.shifts if office else ():
        for number, day in enumerate(stage.days()[:: shift.every]):
            at = day + timedelta(hours=shift.hour)
            stage.plan(at, partial(_begin, stage, shift, number))


def _begin(stage: Stage, shift: Shift, number: int, at: datetime) -> None:
    pair = shift.between if number % 2 else shift.between[::-1]
    outgoing, incoming = (stage.members[key] for key in pair)
    with suppress(RefusedError):
        made = actions.begin(outgoing=outgoing, incoming=incoming, kind=SHIFT, at=at)
        stage.plan(at + PREPARED, partial(_give, stage, shift, made))


def _give(stage: Stage, shift: Shift, made: Handover, at: datetime) -> None:
    # What somebody works on stays with them; it is told, so that whoever comes can answer for it.
    held = [replace(line, goes=False) for line in items.held_by(made.outgoing)]
    actions.prepare(handover=made, lines=held, details={"notes": stage.chance.choice(shift.notes)})
    with suppress(RefusedError):
        given = actions.give(handover=made, sent=Sent.at_once(made.outgoing, at))
        stage.plan(at + CHECKED, partial(_take, given))


def _take(given: Handover, at: datetime) -> None:
    lines = {line.key: replace(line, answer=Item.Answer.TAKEN) for line in items.lines_of(given)}
    with suppress(RefusedError):
        actions.answer(
            handover=given, by=given.incoming, answers=lines, digest=given.digest, details={}
        )
        sent = Sent.at_once(given.incoming, at)
        actions.take(handover=given, sent=sent, digest=given.digest)
