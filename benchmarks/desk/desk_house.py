"""The department of the benchmark, and its first cases through the one door."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desk_words import said, titled

MEMBERS, QUEUES, BATCH = 50, 20, 500
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
RULES = Path(__file__).resolve().parent / "rules.md"


def made() -> dict[str, Any]:
    """Make the department: 50 members in 20 teams, 20 categories kept as 20 lists, the rules."""
    from shouwen.cases.models import Category
    from shouwen.people import actions
    from shouwen.regulations import actions as regulations

    members = _members()
    actions.ensure_system_member()
    adopted = regulations.adopt(
        text=RULES.read_text(), file_name="desk.md", by=members[0], at=NOW - timedelta(days=800)
    )
    assert not isinstance(adopted, tuple), [str(fault) for fault in adopted]
    queues = [
        Category.objects.create(name=f"队列 {n + 1}", case_type="complaint") for n in range(QUEUES)
    ]
    _keep_lists(members[0], queues)
    return {"members": members, "queues": queues}


def _members() -> list[Any]:
    from shouwen.people import actions

    since = NOW.date() - timedelta(days=900)
    post = actions.add_post(key="agent", name="客服专员")
    for permission in ("cases.view_all", "cases.work", "regulations.adopt"):
        actions.grant(post=post, permission=permission)
    service = actions.add_department(key="service", name="客户服务部")
    teams = [
        actions.add_team(key=f"team{n}", name=f"{n + 1} 班", department=service)
        for n in range(QUEUES)
    ]
    members = [
        actions.add_member(key=f"m{n}", name=f"坐席{n + 1}", email=f"m{n}@example.com")
        for n in range(MEMBERS)
    ]
    for n, member in enumerate(members):
        actions.appoint(member=member, post=post, team=teams[n % QUEUES], since=since)
    return members


def _keep_lists(member: Any, queues: list[Any]) -> None:
    from shouwen.cases.gates import standing
    from shouwen.cases.kept_views import keep_view

    where = standing(member, NOW.date())
    for queue in queues[:10]:
        keep_view(where=where, name=queue.name, query=f"state=unsettled&category={queue.pk}")


def opened_at(n: int, number: int) -> datetime:
    """Return when the ``n``-th of so many cases came in: two a minute, the last an hour ago."""
    return NOW - timedelta(minutes=(number - n) // 2 + 60)


def open_through_the_door(number: int, house: dict[str, Any]) -> None:
    """Open the cases in order, each with two updates; the later tenth is not settled."""
    from shouwen.cases.importing.batches import Known, open_all

    dice = random.Random(5)
    known = Known(actor=house["members"][0], recorded_at=NOW)
    for begin in range(0, number, BATCH):
        rows = range(begin, min(begin + BATCH, number))
        open_all([_planned(n, number, house, dice) for n in rows], known)


def _planned(n: int, number: int, house: dict[str, Any], dice: random.Random) -> Any:
    from shouwen.cases.importing.reading import RawRow
    from shouwen.cases.importing.rows import PlannedCase

    at = opened_at(n, number)
    facts = [
        _fact("case_replied", at, 5, text=said(dice), channel="phone"),
        _fact("case_noted", at, 9, text=said(dice)),
    ]
    if n < number * 9 // 10:
        facts.append(_fact("case_resolved", at, 20, resolution=said(dice)))
        facts.append(_fact("callback_made", at, 25, result="reached"))
        facts.append(_fact("case_closed", at, 30))
    return PlannedCase(
        row=RawRow(place=n + 1, line=n + 1, values={}), key=f"bench:{n}", case_type="complaint",
        title=titled(dice, n), text=said(dice), reference="", severity="general",
        channel="phone", category=(house["queues"][n % QUEUES].name,),
        handler=house["members"][n % MEMBERS], department=None, customer=f"客户{n % 5000}",
        phone=f"138{n % 5000:08d}", email="", unit="", opened_at=at, opening={},
        own={}, facts=tuple(facts),
    )  # fmt: skip


def _fact(kind: str, opened: datetime, minutes: int, **details: str) -> Any:
    from shouwen.cases.importing.rows import PlannedFact

    return PlannedFact(kind=kind, at=opened + timedelta(minutes=minutes), details=details)


def note(numbers: list[str], text: str) -> None:
    """Record a note about each of these cases, through the door like every other fact."""
    from django.db import transaction

    from shouwen.cases.actions.common import RELATED, record
    from shouwen.cases.models import Case
    from shouwen.people.models import Member

    writer = Member.objects.get(username="m0")
    for case in Case.objects.select_related(*RELATED).filter(number__in=numbers).order_by("pk"):
        with transaction.atomic():
            record(
                case, "case_noted", {"text": text}, at=NOW, recorded_at=NOW, actor=writer, key=None
            )
