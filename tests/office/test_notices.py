"""Notices reach whom they are for, and stand on the desk until reading is confirmed."""

from __future__ import annotations

from http import HTTPStatus

import pytest

from shouwen.journal.models import FactRow
from shouwen.obligations.models import ObligationRow
from shouwen.office.models import Notice, Reading
from tests.office.conftest import key, signed_in

HOME = "/office/notices/"


def notice_form(**changes: object) -> dict[str, object]:
    return {
        "idempotency_key": key(),
        "title": "电梯检修通知",
        "text": "三月六日上午检修二号电梯。",
        "posts": ["post:agent"],
        "valid_from": "2024-03-04",
        "valid_until": "2024-03-06",
        "must_confirm": "on",
        "confirm_by": "2024-03-05T18:00",
        **changes,
    }


def issue(cast, **changes):
    response = signed_in(cast.li).post(f"{HOME}new/", notice_form(**changes))
    assert response.status_code == HTTPStatus.FOUND, response.content.decode()
    return Notice.objects.get()


def confirm(member, notice, token=None):
    form = {"idempotency_key": token or key()}
    return signed_in(member).post(f"{HOME}{notice.pk}/read/", form)


def desk(member):
    return signed_in(member).get("/office/desk/").content.decode()


def test_a_notice_stands_on_the_desk_until_reading_is_confirmed(cast, papers, monday):
    notice = issue(cast)
    assert "电梯检修通知" in desk(cast.wang)

    confirm(cast.wang, notice)

    assert "电梯检修通知" not in desk(cast.wang)
    fact = FactRow.objects.get(kind="notice_read")
    assert fact.actor == cast.wang
    assert fact.details == {"person": "wang", "notice": notice.about, "late": False}


def test_a_rule_gives_each_reader_a_due_time_that_confirming_meets(cast, papers, monday):
    notice = issue(cast, confirm_by="")
    owed = ObligationRow.objects.get(rule_id="read-it")
    assert owed.owner == cast.wang

    confirm(cast.wang, notice)

    owed.refresh_from_db()
    assert owed.state == "met"


def test_a_notice_for_a_post_concerns_nobody_else(cast, papers, monday):
    notice = issue(cast)

    assert "电梯检修通知" not in desk(cast.zhang)
    assert signed_in(cast.zhang).get(f"{HOME}{notice.pk}/").status_code == HTTPStatus.NOT_FOUND
    assert confirm(cast.zhang, notice).status_code == HTTPStatus.NOT_FOUND


def test_a_notice_for_a_team_concerns_the_team(cast, papers, monday):
    issue(cast, posts=[], teams=[f"team:{cast.field.pk}"])

    assert "电梯检修通知" in desk(cast.zhang)
    assert "电梯检修通知" not in desk(cast.wang)


def test_the_issuer_sees_who_has_not_read_it(cast, papers, monday):
    notice = issue(cast, posts=[], everybody="on")
    confirm(cast.wang, notice)

    readers = signed_in(cast.li).get(f"{HOME}{notice.pk}/").context["readers"]

    assert (readers.read, readers.total) == (1, 5)
    assert readers.listed[-1].name == "小王"
    assert signed_in(cast.wang).get(f"{HOME}{notice.pk}/").context["readers"] is None


def test_reading_is_confirmed_once(cast, papers, monday):
    notice = issue(cast)
    token = key()

    confirm(cast.wang, notice, token)
    confirm(cast.wang, notice, token)
    confirm(cast.wang, notice)

    assert Reading.objects.count() == 1
    assert FactRow.objects.filter(kind="notice_read").count() == 1


def test_a_withdrawn_notice_leaves_the_desk(cast, papers, monday):
    notice = issue(cast)
    form = {"idempotency_key": key(), "reason": "改期"}

    signed_in(cast.li).post(f"{HOME}{notice.pk}/withdraw/", form)

    assert "电梯检修通知" not in desk(cast.wang)
    assert FactRow.objects.get(kind="notice_withdrawn").details["reason"] == "改期"


def test_an_ended_notice_leaves_the_desk(cast, papers, monday):
    issue(cast, valid_from="2024-03-01", valid_until="2024-03-03")

    assert "电梯检修通知" not in desk(cast.wang)


def test_who_leads_nobody_issues_no_notice(cast, papers, monday):
    assert signed_in(cast.wang).get(f"{HOME}new/").status_code == HTTPStatus.FORBIDDEN
    assert signed_in(cast.wang).post(f"{HOME}new/", notice_form()).status_code == (
        HTTPStatus.FORBIDDEN
    )


def test_a_notice_nobody_reads_is_refused_beside_its_field(cast, papers, monday):
    response = signed_in(cast.li).post(f"{HOME}new/", notice_form(posts=[]))

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "请选择阅知对象。" in response.content.decode()


def test_the_journal_keeps_the_title_and_not_the_text(cast, papers, monday):
    issue(cast)

    details = FactRow.objects.get(kind="notice_issued").details

    assert details["title"] == "电梯检修通知"
    assert "二号电梯" not in str(details)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_page_of_a_notice_is_shown_in_both_languages(cast, papers, monday, language):
    notice = issue(cast, for_customers="on")
    client = signed_in(cast.li, language)

    for address in (HOME, f"{HOME}?which=customers", f"{HOME}new/", f"{HOME}{notice.pk}/",
                    f"{HOME}{notice.pk}/print/"):  # fmt: skip
        assert client.get(address).status_code == HTTPStatus.OK, address


def test_the_notices_cost_the_same_for_one_and_for_fifty(
    cast, papers, monday, django_assert_num_queries
):
    notice = issue(cast)
    client = signed_in(cast.wang)

    def cost() -> int:
        client.get(HOME)
        with django_assert_num_queries(COST) as seen:
            client.get(HOME)
        with django_assert_num_queries(DESK_COST):
            client.get("/office/desk/")
        return len(seen)

    one = cost()
    for number in range(50):
        Notice.objects.create(
            about=f"notice:n{number}", title=f"通知{number}", text="…", issued_by=cast.li,
            valid_from=notice.valid_from, issued_at=notice.issued_at,
        ).audience.create(party="everybody")  # fmt: skip

    assert cost() == one


COST, DESK_COST = 6, 5
