"""What is new for a member: notes that mention them, and what happened in cases they follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from shouwen.access.sight import Sight, sight_of
from shouwen.cases.categories import speaks_chinese
from shouwen.cases.gates import Standing, open_to
from shouwen.cases.heads import seen_of
from shouwen.cases.models import Case, Following, Mention
from shouwen.people.models import Member
from shouwen.policy.vocabulary import BASE

MOST = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsRow:
    """One case with something new; ``who`` mentions the member, else ``what`` has happened."""

    number: str
    title: str
    href: str
    who: str
    what: str
    more: int
    at: datetime


def news_for(where: Standing, now: datetime) -> list[NewsRow]:
    """List what is new for a member in cases open to them, the latest first, in three queries."""
    mentions = Mention.objects.filter(member=where.member).select_related("by").order_by("-at")
    followed = Following.objects.filter(member=where.member, news__gt=0).order_by("-last_at")
    told, heard = list(mentions[:MOST]), list(followed[:MOST])
    cases = _cases([*(row.case_id for row in told), *(row.case_id for row in heard)], where)
    sight = sight_of(where.member, now, permissions=where.permissions)
    rows = [
        _row(cases[m.case_id], sight, who=str(m.by), at=m.at) for m in told if m.case_id in cases
    ]
    rows += [
        _row(
            cases[f.case_id], sight, what=_label(f.last_kind), more=f.news - 1, at=f.last_at or now
        )
        for f in heard
        if f.case_id in cases
    ]
    return sorted(rows, key=lambda row: row.at, reverse=True)[:MOST]


def _cases(pks: Iterable[int], where: Standing) -> dict[int, Case]:
    found = Case.objects.select_related("customer", "contact").filter(open_to(where), pk__in=pks)
    return {case.pk: case for case in found}


def _row(
    case: Case, sight: Sight, *, at: datetime, who: str = "", what: str = "", more: int = 0
) -> NewsRow:
    return NewsRow(
        number=case.number,
        title=seen_of(case, sight).text(case.title),
        href=reverse("cases:case", args=[case.number]),
        who=who,
        what=what,
        more=more,
        at=at,
    )


def _label(kind: str) -> str:
    chinese, english = BASE.kind_labels(kind)
    return chinese if speaks_chinese() else english


def looked_at(member: Member, case: Case) -> None:
    """Write down that the member has looked at a case: nothing in it is new to them."""
    Mention.objects.filter(member=member, case=case).delete()
    Following.objects.filter(member=member, case=case, news__gt=0).update(news=0)


def all_seen(member: Member) -> None:
    """Let nothing be new for the member any more."""
    Mention.objects.filter(member=member).delete()
    Following.objects.filter(member=member, news__gt=0).update(news=0)
