"""Addresses of score cards: what is in use, and the next version of one."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Literal

from django.utils import timezone
from pydantic import BaseModel, Field

from shouwen.api.bodies import Body
from shouwen.api.callers import ApiRequest
from shouwen.api.paging import Rows
from shouwen.api.routing import Router
from shouwen.quality import cards, gates, queries
from shouwen.quality.api_parts import CardLineOut, lines_out, today
from shouwen.quality.models import CardVersion

router = Router("quality")


class ScoreCardOut(BaseModel):
    """One version of a score card."""

    key: str
    version: int
    title: str
    full: Decimal
    most: Decimal | None
    lines: list[CardLineOut]


class CardLineIn(Body):
    """A line of a card; ``rule`` is ``regulation/rule/item`` of a conduct rule in force."""

    name: str = Field(min_length=1, max_length=200)
    name_en: str = Field("", max_length=200)
    section: str = Field("", max_length=80)
    weight: Annotated[Decimal, Field(ge=0, le=9999)] = Decimal(0)
    sort: Literal["ordinary", "critical", "bonus"] = "ordinary"
    rule: str = Field("", max_length=300)


class ScoreCardIn(Body):
    """A score card as it is written."""

    title: str = Field(min_length=1, max_length=80)
    title_en: str = Field("", max_length=80)
    full: Annotated[Decimal, Field(ge=0, le=99_999)] = Decimal(100)
    most: Annotated[Decimal, Field(ge=0, le=99_999)] | None = None
    lines: list[CardLineIn] = Field(max_length=60)


class ScoredAnewOut(BaseModel):
    """A check by two versions of its card; empty where not all lines of one were marked."""

    id: int
    case: str
    person: str
    happened_at: datetime
    before: str
    after: str
    differs: bool


def _card(version: CardVersion) -> ScoreCardOut:
    return ScoreCardOut(
        key=version.card.key, version=version.number, title=version.title, full=version.full,
        most=version.most, lines=lines_out(version),
    )  # fmt: skip


@router.read("/cards", Rows[ScoreCardOut])
def cards_(request: ApiRequest) -> Rows[ScoreCardOut]:
    """List the score cards in use, each in its latest version."""
    gates.require_checker(request.member, today())
    return Rows(items=[_card(version) for version in queries.latest_cards()])


@router.add("/cards", ScoreCardOut)
def create_card(request: ApiRequest, body: ScoreCardIn) -> ScoreCardOut:
    """Write a new score card."""
    gates.require_manager(request.member, today())
    made = cards.write(card=None, written=_written(body), by=request.member, at=timezone.now())
    return _card(made)


def _written(body: ScoreCardIn) -> cards.Written:
    lines = [cards.Line(**line.model_dump()) for line in body.lines]
    return cards.Written(
        title=body.title, title_en=body.title_en, full=body.full, most=body.most, lines=lines
    )


@router.read("/cards/{key}", ScoreCardOut)
def card(request: ApiRequest, key: str) -> ScoreCardOut:
    """Show the latest version of a score card."""
    gates.require_checker(request.member, today())
    return _card(gates.card_known(key))


@router.read("/cards/{key}/anew", Rows[ScoredAnewOut])
def scored_anew(
    request: ApiRequest, key: str, older: int = 1, newer: int | None = None
) -> Rows[ScoredAnewOut]:
    """List the latest checks by an older version of a card with what a newer one makes of them."""
    gates.require_manager(request.member, today())
    rows = queries.scored_by(gates.card_known(key, older), gates.card_known(key, newer))
    names = [name for name in ScoredAnewOut.model_fields if name != "id"]
    found = [ScoredAnewOut(id=r.pk, **{n: getattr(r, n) for n in names}) for r in rows]
    return Rows(items=found)


@router.do("/cards/{key}", ScoreCardOut)
def write_card(request: ApiRequest, key: str, body: ScoreCardIn) -> ScoreCardOut:
    """Write the next version of a score card; what was checked before keeps its own."""
    gates.require_manager(request.member, today())
    known = gates.card_known(key).card
    made = cards.write(card=known, written=_written(body), by=request.member, at=timezone.now())
    return _card(made)
