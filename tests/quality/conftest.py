"""A card, a plan and settled cases for the cast, under the small regulation about words."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from shouwen.cases import actions as cases
from shouwen.cases.models import Case
from shouwen.people.models import Member
from shouwen.quality import actions, cards, drawing, plans
from shouwen.quality.cards import Line, Written
from shouwen.quality.models import CardVersion, Item, Plan, Sample
from tests.cast import Cast
from tests.enforcement.conftest import at
from tests.knowledge.conftest import words

__all__ = ["words"]
UNIFORM = "counter-words/appearance/uniform"
LINES = (
    Line(name="着工装", name_en="Wears the uniform", weight=Decimal(40), rule=UNIFORM),
    Line(name="答到点子上", name_en="To the point", section="内容", weight=Decimal(60)),
    Line(name="辱骂客户", name_en="Insults", section="红线", sort=cards.CRITICAL),
)
REPLY = "您好，已处理，电话8888"
NOW = at("2024-03-06 09:00")


def a_card(by: Member, lines: tuple[Line, ...] = LINES) -> CardVersion:
    """Write a card of one rule's line, a free one and a critical one."""
    whole = Written(title="文字服务", title_en="Texts", full=Decimal(100), most=None, lines=lines)
    return cards.write(card=None, written=whole, by=by, at=NOW)


def a_case(
    handler: Member, *, when: datetime | None = None, reply: str = REPLY, **more: Any
) -> Case:
    """Open, answer and settle a case."""
    opened = when or at("2024-03-04 10:00")
    made = cases.open_case(
        case_type="complaint", title="楼道漏水", text="楼道一直漏水", channel="phone",
        at=opened, recorded_at=opened, actor=handler, **more,
    ).case  # fmt: skip
    later = opened + timedelta(minutes=20)
    cases.reply(case=made, text=reply, actor=handler, at=later)
    made.refresh_from_db()
    cases.resolve(case=made, resolution="已修好", actor=handler, at=later + timedelta(minutes=10))
    made.refresh_from_db()
    return made


def a_plan(card: CardVersion, cast: Cast, *parts: plans.PlannedPart, **more: Any) -> Plan:
    """Write a plan whose checkers are the leads."""
    said = parts or (plans.PlannedPart(name="全部", share="100"),)
    return actions.make_plan(
        title="每周抽检", card=card.card, checkers=cast.posts["team_leader"], parts=said,
        spares_own=more.pop("spares_own", True), newcomer_days=more.pop("newcomer_days", None),
        by=cast.he, at=NOW,
    )  # fmt: skip


def a_sample(plan: Plan, cast: Cast) -> Sample:
    """Draw from the days of the cases."""
    days = at("2024-03-01 00:00").date(), at("2024-03-05 00:00").date()
    return drawing.begin(plan=plan, since=days[0], until=days[1], by=cast.he, at=NOW)


@pytest.fixture
def drawn(cast: Cast, words: Any) -> Item:
    """Return a conversation of 小王 that was drawn; 赵班长 checks it."""
    a_case(cast.wang)
    sample = a_sample(a_plan(a_card(cast.he), cast), cast)
    return Item.objects.select_related("case", "person", "checker").get(sample=sample)


def marks(uniform: str = "1", point: str = "1", insult: str = "1") -> dict[str, dict[str, str]]:
    """Return marks for the three lines."""
    keys = [line.key for line in LINES]
    return {k: {"earned": e} for k, e in zip(keys, (uniform, point, insult), strict=True)}
