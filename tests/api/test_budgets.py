"""A list costs as many queries for one row as for fifty, in every room that has one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shouwen.adoption.models import Draft
from shouwen.api.models import Token
from shouwen.cases import actions as cases
from shouwen.cases.models import CaseField, Checklist, Phrase, View
from shouwen.customers import actions as customers
from shouwen.handover.models import Handover
from shouwen.office.models import Meeting, Notice
from shouwen.people.models import Holding, Member
from tests.api.conftest import program_of
from tests.cast import Cast

FEW, MANY = range(1), range(1, 12)
Make = Callable[[Cast, range], Any]


def facts(cast: Cast, numbers: range) -> None:
    now = timezone.now()
    for n in numbers:
        cases.open_case(
            case_type="complaint", title=f"漏水 {n}", at=now, recorded_at=now, actor=cast.he
        )


def people_known(cast: Cast, numbers: range) -> None:
    for n in numbers:
        customers.add_customer(
            name=f"客户 {n}", phone=f"1380000{n:04}", at=timezone.now(), actor=cast.he
        )


def members(cast: Cast, numbers: range) -> None:
    like = Holding.objects.filter(member=cast.wang).latest("pk")
    for n in numbers:
        new = Member.objects.create(username=f"new{n}", name=f"新人 {n}")
        Holding.objects.create(member=new, post=like.post, team=like.team, since=like.since)


def phrases(cast: Cast, numbers: range) -> None:
    Phrase.objects.bulk_create(
        Phrase(name=f"答复 {n}", text="请稍等", written_by=cast.he, member=cast.he) for n in numbers
    )


def checklists(_cast: Cast, numbers: range) -> None:
    Checklist.objects.bulk_create(
        Checklist(case_type="repair", name=f"清单 {n}", items=["一"]) for n in numbers
    )


def fields(_cast: Cast, numbers: range) -> None:
    CaseField.objects.bulk_create(
        CaseField(case_type="repair", key=f"f{n}", label="楼层", kind="text", since=timezone.now())
        for n in numbers
    )


def views(cast: Cast, numbers: range) -> None:
    View.objects.bulk_create(
        View(owner=cast.he, name=f"列表 {n}", query="state=open", place=n) for n in numbers
    )


def drafts(cast: Cast, numbers: range) -> None:
    now = timezone.now()
    Draft.objects.bulk_create(
        Draft(
            file_name=f"{n}.md", text="一", created_by=cast.he, created_at=now, changed_by=cast.he,
            changed_at=now,
        )
        for n in numbers
    )  # fmt: skip


def tokens(cast: Cast, numbers: range) -> None:
    now = timezone.now()
    Token.objects.bulk_create(
        Token(
            member=cast.he, name=f"t{n}", prefix="sw_", digest=f"{n:064}", scopes=["cases:read"],
            made_at=now, expires_at=now + timedelta(days=1),
        )
        for n in numbers
    )  # fmt: skip


def handovers(cast: Cast, numbers: range) -> None:
    Handover.objects.bulk_create(
        Handover(
            outgoing=cast.he, incoming=cast.wang, kind="shift_handed_over", state="withdrawn",
            opened_at=timezone.now(), ended_at=timezone.now(),
        )
        for _n in numbers
    )  # fmt: skip


def meetings(cast: Cast, numbers: range) -> None:
    now = timezone.now()
    Meeting.objects.bulk_create(
        Meeting(
            about=f"meeting:{numbers.start}-{n}", title=f"例会 {n}", chair=cast.he,
            begins_at=now, recorder=cast.he, called_by=cast.he, called_at=now,
        )
        for n in numbers
    )  # fmt: skip


def notices(cast: Cast, numbers: range) -> None:
    now = timezone.now()
    for n in numbers:
        notice = Notice.objects.create(
            about=f"notice:{numbers.start}-{n}", title=f"通知 {n}", text="停水",
            issued_by=cast.he, issued_at=now, valid_from=timezone.localdate(now),
        )  # fmt: skip
        notice.audience.create(party="everybody")


# Each list with what fills it, and what it may cost.
LISTS: dict[str, tuple[Make, int]] = {
    "/facts": (facts, 7),
    "/customers": (people_known, 6),
    "/members": (members, 6),
    "/members/posts": (members, 5),
    "/members/tokens": (tokens, 2),
    "/regulations/drafts": (drafts, 3),
    "/cases/phrases": (phrases, 4),
    "/cases/checklists": (checklists, 4),
    "/cases/fields": (fields, 9),
    "/cases/lists": (views, 5),
    "/handovers": (handovers, 4),
    "/office/meetings": (meetings, 4),
    "/office/notices": (notices, 3),
}


@pytest.mark.parametrize("address", LISTS)
def test_a_list_costs_the_same_for_one_row_and_for_many(cast: Cast, address: str):
    make, allowed = LISTS[address]
    he, spent = program_of(cast.he), []
    for numbers in (FEW, MANY):
        make(cast, numbers)
        he.get(address)
        with CaptureQueriesContext(connection) as counted:
            told = he.get(address)
        assert len(told.json()["items"]) > numbers.start
        spent.append(len(counted))

    assert spent == [allowed] * 2
