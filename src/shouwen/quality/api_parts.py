"""What the addresses of quality have in common: what they show and what they take."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.utils import timezone
from ninja import Query
from pydantic import BaseModel, Field

from shouwen.api import paging
from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Page
from shouwen.quality import cards, queries, seeing
from shouwen.quality.models import CardVersion, Item, Marking

Cursor = Annotated[str | None, Query(max_length=400)]


class QualityCheckOut(BaseModel):
    """One conversation of a sample; ``points`` are empty until it is checked."""

    id: int
    case: str
    person: str
    checker: str
    channel: str
    happened_at: datetime
    checked_at: datetime | None
    parts: list[str]
    points: str
    zeroed: bool


class CardLineOut(BaseModel):
    """One line of a card; ``rule`` is the conduct rule it was made from."""

    key: str
    name: str
    section: str
    weight: Decimal
    sort: str
    rule: str


class SaidOut(BaseModel):
    """One thing that was said; ``number`` is the fact that holds it."""

    number: int
    side: str
    who: str
    at: datetime
    text: str


class CheckSheetOut(BaseModel):
    """A conversation beside its card, with what was marked: all, half, nothing, not applicable."""

    id: int
    case: str
    card: str
    version: int
    turns: list[SaidOut]
    lines: list[CardLineOut]
    marks: dict[str, dict[str, str]]
    points: str


class MarkIn(Body):
    """How much of a line was earned, with a note and a place ``turn:start:end``.

    A turn is the number of a fact, ``chat-5-12`` for a message of a chat, or ``call-7`` for a call,
    whose places are seconds of its recording.
    """

    earned: Literal["1", "1/2", "0", "na"]
    note: str = Field("", max_length=500)
    at: str = Field("", max_length=60, pattern=f"^({seeing.PLACE})?$")


class MarksIn(Body):
    """The marks of a conversation by the keys of the card's lines."""

    marks: dict[str, MarkIn] = Field(max_length=60)

    def kept(self) -> dict[str, dict[str, str]]:
        """Return the marks as they are kept."""
        return {
            key: {name: value for name, value in one.model_dump().items() if value}
            for key, one in self.marks.items()
        }


def today() -> date:
    """Return the day it is here."""
    return timezone.localdate()


def check_out(row: queries.Row) -> QualityCheckOut:
    """Return a conversation of a sample as it is shown."""
    return QualityCheckOut(
        id=row.pk, case=row.case, person=row.person_key, checker=row.checker, channel=row.channel,
        happened_at=row.happened_at, checked_at=row.checked_at, parts=list(row.parts),
        points=row.points, zeroed=row.zeroed,
    )  # fmt: skip


def lines_out(version: CardVersion) -> list[CardLineOut]:
    """Return a card's lines as they are shown."""
    names = list(CardLineOut.model_fields)
    return [
        CardLineOut(**{name: getattr(line, name) for name in names})
        for line in queries.lines_of(version, {})
    ]


def sheet_of(request: ApiRequest, item: Item | Marking, version: CardVersion) -> CheckSheetOut:
    """Return a conversation beside its card as the caller may see it; that they looked is kept."""
    done = item.marked_at if isinstance(item, Marking) else item.checked_at
    seen = seeing.conversation_of(
        item.case, request.member, timezone.now(), marks=item.marks, names={}
    )
    names = list(SaidOut.model_fields)
    return CheckSheetOut(
        id=item.pk, case=item.number, card=version.card.key, version=version.number,
        turns=[SaidOut(**{n: getattr(turn, n) for n in names}) for turn in seen.turns],
        lines=lines_out(version), marks=item.marks if done else item.draft,
        points=cards.points_text(item.points),
    )  # fmt: skip


def page_of(request: ApiRequest, rows: list[queries.Row]) -> Page[QualityCheckOut]:
    """Return a page of rows, of which one more than fits was asked for."""
    page = rows[: queries.PAGE]
    more = page[-1].pk if len(rows) > queries.PAGE else None
    return Page(items=[check_out(row) for row in page], next=paging.cursor_for(request, more))
