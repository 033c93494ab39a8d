"""A conversation as a checker sees it: covered where it has to be, and every look kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from shouwen.access.choices import How
from shouwen.access.looks import note_look
from shouwen.access.sight import Sight, sight_of
from shouwen.cases import heads
from shouwen.cases.models import Case
from shouwen.customers.queries import CUSTOMER
from shouwen.people.models import Member
from shouwen.quality import conversation
from shouwen.quality.conversation import Place, Said
from shouwen.quality.models import Finding

PLACE = r"(\d{1,15}|[a-z]{1,10}(?:-\d{1,15}){1,2}):(\d{1,9}):(\d{1,9})"
_PLACE = re.compile(PLACE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A case's conversation for one reader; ``whole`` is False where something is covered."""

    title: str
    turns: tuple[Said, ...]
    whole: bool


def conversation_of(
    case: Case | None,
    member: Member,
    now: datetime,
    *,
    marks: Mapping[str, Any],
    names: Mapping[str, str],
) -> Seen:
    """Return what was said with what was found in it, and keep that somebody looked.

    In a call or a chat without a case nothing was: what stands beside it says it all.
    """
    if case is None:
        return Seen(title="", turns=(), whole=True)
    seen = looked_at(case, sight_of(member, now))
    places = [*places_of(marks, names), *_of_findings(case)]
    turns = tuple(conversation.shown(conversation.said_in(case), places, seen.text))
    return Seen(
        title=seen.text(case.title), turns=turns, whole=not any(one.covered for one in turns)
    )


def looked_at(case: Case, sight: Sight) -> heads.Seen:
    """Return how a case is seen, and keep that somebody looked where it is confidential."""
    return noted(heads.seen_of(case, sight), sight)


def noted(seen: heads.Seen, sight: Sight) -> heads.Seen:
    """Keep that somebody looked at what is seen so, where it is confidential."""
    if seen.subject:
        note_look(
            sight=sight, record=CUSTOMER, subject=seen.subject, level=seen.level, how=How.PAGE
        )
    return seen


def places_of(marks: Mapping[str, Any], names: Mapping[str, str]) -> Iterable[Place]:
    """Yield where the lines of a card were marked, by the names of the lines."""
    for key, said in marks.items():
        place = place_of(str(said.get("at", "")))
        if place is not None:
            yield Place(turn=place[0], start=place[1], end=place[2], label=names.get(key, key))


def place_of(text: str) -> tuple[str, int, int] | None:
    """Read ``turn:start:end`` as the page sends it; None for anything else.

    A turn is the number of a fact, a message of a chat (``chat-5-12``) or a call (``call-7``);
    places in a call are counted in seconds of its recording.
    """
    found = _PLACE.fullmatch(text)
    if found is None or int(found[2]) >= int(found[3]):
        return None
    return found[1], int(found[2]), int(found[3])


def _of_findings(case: Case) -> Iterable[Place]:
    found = Finding.objects.filter(case=case).exclude(state=Finding.State.DISMISSED)
    return map(_place, found.order_by("turn", "start"))


def found_in(conversations: Sequence[str]) -> list[Place]:
    """Return where something was found in conversations, by what these are about."""
    if not conversations:
        return []
    found = Finding.objects.filter(conversation__in=conversations)
    found = found.exclude(state=Finding.State.DISMISSED)
    return [_place(one) for one in found.order_by("turn", "start")]


def _place(one: Finding) -> Place:
    turn = f"{one.conversation.replace(':', '-')}-{one.turn}" if one.conversation else one.turn
    return Place(turn=str(turn), start=one.start, end=one.end, label=label_of(one.code))


CODES = ("forbidden", "missing", "early", "unanswered", "repeated", "private")


def label_of(code: str) -> str:
    """Return what an automatic check found, in words."""
    return {
        "forbidden": _("forbidden words"),
        "missing": _("words missing"),
        "early": _("said too early"),
        "unanswered": _("not answered"),
        "repeated": _("repeated answer"),
        "private": _("personal data before identity was checked"),
    }.get(code, code)
