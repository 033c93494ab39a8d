"""A new follow code: made by whoever works on the matter, shown once, sent, the old one void."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from shouwen.cases import actions as cases
from shouwen.customers import actions as customers
from shouwen.journal import outbox
from shouwen.journal.models import OutboxMessage
from shouwen.portal.models import Filing
from tests.portal.conftest import PHONE, TEN


@pytest.fixture(autouse=True)
def _text_messages_are_sent(settings) -> None:
    settings.SHOUWEN_SMS_GATEWAY = "console"


def signed_in(member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def renewed(member, number: str):
    return signed_in(member).post("/portal/codes/", {"number": number.lower()})


def test_the_new_code_opens_the_matter_and_the_old_one_does_not(cast, liu, stranger, filed):
    number, old, link = liu.receipt()

    page = renewed(cast.wang, number).content.decode()

    code = re.findall(r'id="new-code">([\w-]{14})<', page)[0]
    follow = stranger.client.post
    assert follow("/portal/follow/", {"number": number, "code": old}).status_code == 422
    assert stranger.client.get(f"/portal/f/{link}/").status_code == 404
    assert follow("/portal/follow/", {"number": number, "code": code}).status_code == 302
    sent = OutboxMessage.objects.get(channel="sms", body__contains=code)
    assert (sent.recipient, sent.is_secret) == (PHONE, True)


def test_what_was_sent_with_a_code_in_it_is_not_kept(cast, liu, filed, clock):
    renewed(cast.wang, filed.number)
    left: list[str] = []

    outbox.deliver_due(
        now=clock.now, senders={"sms": lambda m: left.append(m.body), "mail": lambda _m: None}
    )

    # The code that confirmed the number, and the new follow code.
    assert len(left) == 2
    assert all(left)
    assert set(OutboxMessage.objects.filter(channel="sms").values_list("body", flat=True)) == {""}


def test_who_does_not_work_on_it_makes_none(cast, liu, filed):
    refused = renewed(cast.zhang, filed.number)

    assert refused.status_code in (404, 422)
    assert not OutboxMessage.objects.filter(body__contains="查询码已更换").exists()
    assert renewed(cast.wang, "X-1").status_code == 422


def test_a_matter_of_a_colleague_has_no_code(cast, portal):
    liu = customers.add_customer(name="刘女士", phone=PHONE, at=TEN)
    case = cases.open_case(
        case_type="complaint", title="电梯", customer=liu, at=TEN, recorded_at=TEN, actor=cast.wang,
    ).case  # fmt: skip

    refused = renewed(cast.wang, case.number)

    assert refused.status_code == 422
    assert "才有查询码" in refused.content.decode()


def test_an_answer_is_told_by_text_message_where_a_gateway_sends_them(
    cast, liu, filed, clock, settings
):
    clock.forward(minutes=5)
    cases.reply(case=filed, text="已派人", actor=cast.wang, at=clock.now)
    told = OutboxMessage.objects.get(channel="sms", is_secret=False)
    assert (told.recipient, filed.number in told.body, "已派人" in told.body) == (
        PHONE,
        True,
        False,
    )

    settings.SHOUWEN_SMS_GATEWAY = ""
    cases.reply(case=filed, text="已修好", actor=cast.wang, at=clock.forward(minutes=5))
    assert OutboxMessage.objects.filter(channel="sms", is_secret=False).count() == 1


def test_ratings_are_shown_page_by_page(cast, liu, filed, clock, monkeypatch):
    from shouwen.portal import queries
    from shouwen.portal.models import Rating, RatingForm

    form = RatingForm.objects.get(case_type="complaint")
    Rating.objects.bulk_create(
        Rating(case=filed, times_reopened=n, form=form, answers=[], served={}, given_at=clock.now)
        for n in range(3)
    )
    monkeypatch.setattr(queries.ratings, "__defaults__", (None, 2))
    keeper = signed_in(cast.he)

    first = keeper.get("/portal/settings/ratings/")
    rest = keeper.get(f"/portal/settings/ratings/?after={first.context['after']}")

    assert (len(first.context["rows"]), len(rest.context["rows"])) == (2, 1)
    assert f"after={first.context['after']}" in first.content.decode()
    assert rest.context["after"] is None


def test_the_page_of_a_matter_leads_there_where_there_is_a_code_to_renew(cast, liu, filed):
    own = cases.open_case(
        case_type="repair", title="灯", at=TEN, recorded_at=TEN, actor=cast.wang,
    ).case  # fmt: skip
    around = "/cases/{}/around/"
    here = f"/portal/codes/?number={filed.number}"
    wang = signed_in(cast.wang)

    assert here in wang.get(around.format(filed.number)).text
    assert "/portal/codes/" not in wang.get(around.format(own.number)).text
    assert filed.number in wang.get(here).text
    Filing.objects.update(forgotten_at=TEN)
    assert "/portal/codes/" not in wang.get(around.format(filed.number)).text
    assert renewed(cast.wang, filed.number).status_code == 422
