"""What was said in a case, turn by turn: the customer's words and the answers of the staff."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from shouwen.cases.models import Case
from shouwen.files import queries as files
from shouwen.files.queries import FileRow
from shouwen.journal import queries as journal
from shouwen.journal.queries import JournalRow
from shouwen.policy.quality.texts import Turn, waits

Side = Literal["staff", "customer"]
STAFF: Side = "staff"
CUSTOMER: Side = "customer"
OPENED, REPLIED, ADDED = "case_opened", "case_replied", "case_added_to"
KINDS = (REPLIED, ADDED)
# A conversation longer than this is cut; what was said later is read on the case's own page.
MOST = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A run of a text; ``marks`` name what was found there."""

    text: str
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One thing said in a case; ``number`` is the fact that holds it, 0 for a case without one.

    ``place`` is how places in it name it where no fact holds it, as with a message of a chat.
    ``pieces`` are the text, cut where something was found; ``waited`` is how long the customer had
    waited for it. ``covered`` tells that the reader does not see all of it, so that nothing in it
    can be pointed at.
    """

    number: int
    side: Side
    who: str
    who_key: str
    at: datetime
    text: str
    situation: str = ""
    pieces: tuple[Piece, ...] = ()
    covered: bool = False
    files: tuple[FileRow, ...] = ()
    waited: timedelta | None = None
    place: str = ""

    @property
    def key(self) -> str:
        """By what places in this turn name it."""
        return self.place or str(self.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something was found: from ``start`` up to before ``end`` of a turn's text."""

    turn: str
    start: int
    end: int
    label: str


def said_in(case: Case) -> list[Said]:
    """Return what was said in a case in order of time, in two queries, or one where no file is."""
    rows = [row for row in journal.timeline(case.about, limit=MOST) if row.corrected_by is None]
    wanted = [row for row in rows if row.kind in (OPENED, *KINDS)]
    keys = [key for row in wanted for key in files.keys_in(row.details.get(files.DETAIL))]
    known = files.of(keys)
    return _in_order(_said(row, case, known) for row in wanted)


def _in_order(turns: Iterable[Said]) -> list[Said]:
    return sorted((one for one in turns if one.text), key=lambda one: (one.at, one.number))


def _said(row: JournalRow, case: Case, known: Mapping[str, FileRow]) -> Said:
    staff = row.kind == REPLIED
    text = case.text or case.title if row.kind == OPENED else str(row.details.get("text") or "")
    return Said(
        number=row.number,
        side=STAFF if staff else CUSTOMER,
        who=row.actor_name if staff else "",
        who_key=row.actor_key if staff else "",
        at=row.happened_at,
        text=text,
        situation=str(row.details.get("situation") or ""),
        files=tuple(
            known[key] for key in files.keys_in(row.details.get(files.DETAIL)) if key in known
        ),
    )


def turns_of(said: Iterable[Said]) -> list[Turn]:
    """Return what was said as the policy core reads it."""
    return [Turn(side=one.side, text=one.text, at=one.at) for one in said]


def of_many(cases: Sequence[Case]) -> dict[str, list[Turn]]:
    """Return the turns of many cases by what their facts are about, in two queries."""
    found: dict[str, list[tuple[datetime, int, Turn]]] = {
        case.about: [(case.opened_at, 0, Turn(side=CUSTOMER, text=case.text, at=case.opened_at))]
        for case in cases
    }
    for kind in KINDS:
        for row in journal.facts_about(kind, list(found)):
            side: Side = STAFF if kind == REPLIED else CUSTOMER
            turn = Turn(side=side, text=str(row.details.get("text") or ""), at=row.happened_at)
            found[row.about].append((row.happened_at, row.number, turn))
    return {
        about: [turn for _at, _number, turn in sorted(rows, key=lambda one: one[:2])]
        for about, rows in found.items()
    }


def shown(said: Iterable[Said], places: Iterable[Place], say: Callable[[str], str]) -> list[Said]:
    """Return what was said as a reader may see it, cut where something was found."""
    said = list(said)
    gaps = dict(waits(turns_of(said)))
    by_turn: dict[str, list[Place]] = {}
    for place in places:
        by_turn.setdefault(place.turn, []).append(place)
    return [
        replace(
            _shown(one, by_turn.get(one.key, []), say),
            waited=timedelta(seconds=gaps[place]) if place in gaps else None,
        )
        for place, one in enumerate(said)
    ]


def _shown(one: Said, places: Sequence[Place], say: Callable[[str], str]) -> Said:
    seen = say(one.text)
    covered = seen != one.text
    # Places count in the whole text: of a covered one only the turn itself can be marked.
    whole = tuple(dict.fromkeys(place.label for place in places))
    pieces = (Piece(text=seen, marks=whole),) if covered else tuple(cut(one.text, places))
    return replace(one, text=seen, pieces=pieces, covered=covered)


def cut(text: str, places: Sequence[Place]) -> list[Piece]:
    """Cut a text where something begins or ends, each piece with what was found there."""
    inside = [(max(0, p.start), min(len(text), p.end), p.label) for p in places]
    edges = sorted({0, len(text), *(at for start, end, _label in inside for at in (start, end))})
    pieces = []
    for begin, end in pairwise(edges):
        marks = tuple(dict.fromkeys(label for s, e, label in inside if s <= begin and end <= e))
        pieces.append(Piece(text=text[begin:end], marks=marks))
    return pieces
