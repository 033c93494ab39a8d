"""Rooms write what is looked for in the transaction of the fact; readers find what they may see."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.test import Client

from shouwen.access.choices import Level
from shouwen.cases import actions
from shouwen.cases.models import Case
from shouwen.customers import actions as customers
from shouwen.customers.models import Customer
from shouwen.people.models import Member
from shouwen.search import actions as search
from shouwen.search import queries
from shouwen.search.queries import Wanted, find
from shouwen.search.sources import reader_of
from tests.cases.conftest import TEN, case, liu, noise
from tests.cast import Cast

__all__ = ["case", "liu", "noise"]


def found(member: Member, text: str, at: datetime = TEN) -> list[str]:
    """Return what the member finds, as a new request would."""
    fresh = Member.objects.get(pk=member.pk)
    return [hit.about for hit in find(reader_of(fresh, at), Wanted(text=text)).hits]


@pytest.mark.parametrize(
    "text",
    ["电钻", "装修噪音", "刘女士", "liunvshi", "8123", "13812345678", "a座1203", "周末 刘女士"],
)
def test_a_matter_is_found_by_all_that_is_known_of_it(cast: Cast, case: Case, text):
    assert case.about in found(cast.wang, text)


def test_what_is_written_later_is_found(cast: Cast, case: Case):
    actions.reply(case=case, text="已联系装修公司停工", actor=cast.wang, at=TEN)
    actions.add_note(case=case, text="业主在出差", actor=cast.wang, at=TEN)

    assert found(cast.wang, "停工") == [case.about]
    assert found(cast.wang, "出差") == [case.about]


def test_whoever_may_not_open_a_matter_does_not_find_it(cast: Cast, case: Case):
    assert found(cast.li, "电钻") == [case.about]
    assert found(cast.zhao, "电钻") == []


def test_a_matter_that_changes_hands_is_found_by_its_new_handler(cast: Cast, case: Case):
    actions.hand_over(case=case, to=cast.zhang, reason="外勤处理", actor=cast.wang, at=TEN)

    assert found(cast.zhang, "电钻") == [case.about]
    assert found(cast.zhao, "电钻") == [case.about]


def test_what_becomes_secret_is_found_by_nobody_who_sees_it_covered(
    cast: Cast, case: Case, liu: Customer
):
    changes = {"secrecy": Level.TOP}
    customers.change_customer(customer=liu, changes=changes, actor=cast.he, at=TEN)

    assert found(cast.wang, "刘女士") == []
    assert found(cast.wang, "8123") == []
    assert found(cast.wang, "电钻") == [case.about]


def test_a_new_name_is_found_in_the_matter_and_the_old_one_no_more(
    cast: Cast, case: Case, liu: Customer
):
    changes = {"name": "欧阳女士"}
    customers.change_customer(customer=liu, changes=changes, actor=cast.he, at=TEN)

    assert set(found(cast.wang, "ouyang")) == {case.about, liu.about}
    assert found(cast.wang, "刘女士") == []


def test_what_is_taken_back_is_not_in_the_index(cast: Cast, case: Case):
    with transaction.atomic():
        actions.add_note(case=case, text="说错了", actor=cast.wang, at=TEN)
        transaction.set_rollback(True)

    assert found(cast.wang, "说错") == []


def test_the_index_is_what_the_rooms_would_write_today(cast: Cast, case: Case, liu: Customer):
    actions.reply(case=case, text="已联系装修公司停工", actor=cast.wang, at=TEN)
    actions.resolve(case=case, resolution="已停工", actor=cast.wang, at=TEN + timedelta(hours=1))

    assert queries.differences("case") == ([], "")
    assert queries.differences("customer") == ([], "")


def test_rebuilding_mends_what_is_missing(cast: Cast, case: Case):
    search.take_out([case.about])
    assert queries.differences("case") == ([case.about], "")

    search.rebuild("case")

    assert queries.differences("case") == ([], "")
    assert found(cast.wang, "电钻") == [case.about]


def test_what_is_gathered_is_written_once(cast: Cast, case: Case, django_assert_max_num_queries):
    with search.gathered():
        for word in ("一号", "二号", "三号"):
            actions.add_note(case=case, text=f"{word}电梯", actor=cast.wang, at=TEN)
        assert found(cast.wang, "电梯") == []

    assert found(cast.wang, "三号电梯") == [case.about]


# ── the page ─────────────────────────────────────────────────────────────────────────────────


def test_the_page_marks_what_was_found(client: Client, cast: Cast, case: Case):
    client.force_login(cast.wang)

    page = client.get("/search/", {"q": "电钻"})

    assert "<mark>电钻</mark>" in page.content.decode()


def test_a_whole_number_leads_straight_to_its_matter(client: Client, cast: Cast, case: Case):
    client.force_login(cast.wang)

    answer = client.get("/search/", {"q": case.number.lower()})

    assert answer["Location"] == f"/cases/{case.number}/"


def test_a_number_that_is_not_open_leads_nowhere(client: Client, cast: Cast, case: Case):
    client.force_login(cast.zhao)

    answer = client.get("/search/", {"q": case.number})

    assert answer.status_code == 200
    assert case.title not in answer.content.decode()


def test_a_filter_beside_the_text_narrows(client: Client, cast: Cast, case: Case):
    client.force_login(cast.wang)

    open_ones = client.get("/search/", {"q": "电钻", "kind": "case", "f_state": "open"})
    closed_ones = client.get("/search/", {"q": "电钻", "kind": "case", "f_state": "closed"})

    assert "<mark>电钻</mark>" in open_ones.content.decode()
    assert "<mark>电钻</mark>" not in closed_ones.content.decode()


def test_the_page_says_how_to_look_when_nothing_was_typed(client: Client, cast: Cast):
    client.force_login(cast.wang)

    assert "漏水" in client.get("/search/").content.decode()


def test_the_page_costs_the_same_for_one_hit_and_for_many(client: Client, cast: Cast, case: Case):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.wang)
    client.get("/search/", {"q": "电钻"})
    with CaptureQueriesContext(connection) as one:
        client.get("/search/", {"q": "电钻"})
    for number in range(30):
        actions.open_case(
            case_type="complaint", title=f"电钻 {number}", channel="phone",
            at=TEN, recorded_at=TEN, actor=cast.wang,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        client.get("/search/", {"q": "电钻"})

    assert len(many) <= len(one) <= 20, [q["sql"][:90] for q in one]


def test_a_clause_is_found_once_its_regulation_is_adopted(cast: Cast):
    from shouwen.adoption.adopting import adopt_text
    from tests.cases.conftest import RULES

    adopt_text(text=RULES, file_name="complaint-times.md", by=cast.he, at=TEN)

    hits = found(cast.zhao, "一周内回访客户")
    assert [about.partition(":")[0] for about in hits] == ["clause"]
    assert queries.differences("clause") == ([], "")


def test_a_clause_that_was_replaced_is_found_no_more(cast: Cast):
    from shouwen.adoption.adopting import adopt_text
    from tests.cases.conftest import RULES

    adopt_text(text=RULES, file_name="complaint-times.md", by=cast.he, at=TEN)
    later = RULES.replace("in_force: 2024-01-01", "in_force: 2024-03-01")
    adopt_text(text=later, file_name="complaint-times.md", by=cast.he, at=TEN)

    assert len(found(cast.zhao, "一周内回访客户")) == 1
    assert queries.differences("clause") == ([], "")
