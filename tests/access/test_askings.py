from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from shouwen.access import actions, looks
from shouwen.access.choices import State
from shouwen.access.models import Asking, Look
from shouwen.access.sight import sight_of
from shouwen.approvals import queries as requests
from shouwen.customers import actions as customers
from shouwen.enforcement.actions import decide_request
from shouwen.journal.models import FactRow, OutboxMessage
from shouwen.people import actions as people
from shouwen.people.refusals import RefusedError
from tests.access.conftest import TEN
from tests.api.conftest import cost_of, program_of

PHONE = "13812345678"


def a_customer(level: str):
    return customers.add_customer(
        name="刘女士", phone=PHONE, unit="A 座 1203", secrecy=level, at=TEN
    )


def wish(**more):
    given = {
        "what": "see", "record": "customer", "subject": "C000001", "key": "1", "fields": ["phone"],
        "reason": "客户来电催办", "token": "t1", "level": "secret",
    }  # fmt: skip
    return actions.Wish(**{**given, **more})


def facts(kind: str) -> list[FactRow]:
    return list(FactRow.objects.filter(kind=kind).order_by("number"))


def test_a_reason_shows_a_covered_field_for_some_minutes_and_is_on_record(cast, settings):
    asking = actions.ask(wish=wish(), member=cast.wang, at=TEN)
    soon, later = (
        TEN + timedelta(minutes=1),
        TEN + timedelta(minutes=settings.SHOUWEN_REVEAL_MINUTES),
    )

    assert asking.state == State.OPEN
    assert sight_of(cast.wang, soon).shown("customer", "secret", "phone", PHONE, "C000001") == PHONE
    assert (
        sight_of(cast.wang, later).shown("customer", "secret", "phone", PHONE, "C000001") != PHONE
    )
    assert sight_of(cast.li, soon).shown("customer", "secret", "phone", PHONE, "C000001") != PHONE
    assert (
        sight_of(cast.wang, soon).shown("customer", "secret", "name", "刘女士", "C000001") == "刘**"
    )
    (fact,) = facts("access_requested")
    assert fact.details["reason"] == "客户来电催办"
    assert PHONE not in str(fact.details)


def test_each_reveal_is_in_the_log_of_looks(cast):
    actions.ask(wish=wish(), member=cast.wang, at=TEN)

    look = Look.objects.get()
    assert (look.member, look.subject, look.how, look.fields) == (
        cast.wang, "C000001", "reveal", ["phone"],
    )  # fmt: skip


def test_without_a_reason_nothing_is_shown(cast):
    with pytest.raises(RefusedError):
        actions.ask(wish=wish(reason="  "), member=cast.wang, at=TEN)

    assert not Asking.objects.exists()


def test_the_same_form_sent_twice_asks_once(cast):
    first = actions.ask(wish=wish(), member=cast.wang, at=TEN)
    again = actions.ask(wish=wish(), member=cast.wang, at=TEN)

    assert first.pk == again.pk
    assert len(facts("access_requested")) == 1


def test_who_asks_too_often_is_told_to_wait(cast, settings):
    settings.SHOUWEN_ASKINGS_PER_HOUR = 2
    for n in range(2):
        actions.ask(wish=wish(token=f"t{n}"), member=cast.wang, at=TEN)

    with pytest.raises(RefusedError):
        actions.ask(wish=wish(token="t3"), member=cast.wang, at=TEN)
    later = TEN + timedelta(hours=1)
    assert actions.ask(wish=wish(token="t3"), member=cast.wang, at=later).state == State.OPEN


def test_nothing_is_shown_before_a_second_person_agrees_from_their_own_session(cast):
    asking = actions.ask(
        wish=wish(level="top", needs_second=True, second=cast.li), member=cast.wang, at=TEN
    )

    assert asking.state == State.SECOND
    assert not sight_of(cast.wang, TEN).revealed("C000001")
    assert "C000001" in OutboxMessage.objects.get().body

    actions.second(asking=asking, member=cast.li, at=TEN)
    assert sight_of(cast.wang, TEN + timedelta(seconds=1)).revealed("C000001") == {"phone"}
    assert facts("access_requested")[0].details["second_person"] == "li"


def test_a_second_person_who_refuses_says_why_and_shows_nothing(cast):
    asking = actions.ask(wish=wish(needs_second=True), member=cast.wang, at=TEN)

    actions.refuse_second(asking=asking, member=cast.li, why="没有必要", at=TEN)

    asking.refresh_from_db()
    assert asking.state == State.REFUSED
    assert "没有必要" in asking.why
    with pytest.raises(RefusedError):
        actions.second(asking=asking, member=cast.zhao, at=TEN)


def test_only_who_works_on_matters_can_be_named_as_the_second_person(cast):
    sun = people.add_member(key="sun", name="孙会计", email="sun@example.com")

    with pytest.raises(RefusedError):
        actions.ask(wish=wish(needs_second=True, second=sun), member=cast.wang, at=TEN)


def test_a_rule_that_wants_a_leader_as_second_refuses_anybody_else(cast, tied):
    asked = wish(level="top", needs_second=True, classes=["core_file"])
    asking = actions.ask(wish=asked, member=cast.wang, at=TEN)

    actions.second(asking=asking, member=cast.zhang, at=TEN)

    asking.refresh_from_db()
    assert asking.state == State.REFUSED
    assert "《保密规定》" in asking.why
    assert facts("access_refused")


def test_a_rule_that_wants_a_leader_as_second_is_content_with_one(cast, tied):
    asked = wish(level="top", needs_second=True, classes=["core_file"])
    asking = actions.ask(wish=asked, member=cast.wang, at=TEN)

    assert actions.second(asking=asking, member=cast.li, at=TEN).state == State.OPEN


def test_whom_a_rule_refuses_reads_its_clause_and_the_attempt_is_recorded(cast, tied):
    asking = actions.ask(
        wish=wish(level="ordinary", classes=["client_file"]), member=cast.zhang, at=TEN
    )

    assert asking.state == State.REFUSED
    assert "《保密规定》" in asking.why
    (attempt,) = facts("access_refused")
    assert attempt.details["subject"] == "C000001"


def test_telling_a_customer_waits_for_the_identity_and_records_how_it_was_checked(cast, tied):
    given = {"recipient": "customer", "identity_verified": True}
    asked = wish(
        what="disclose", level="ordinary", classes=["client_file"], given=given,
        identity_how="回拨留存号码",
    )  # fmt: skip

    assert actions.ask(wish=asked, member=cast.wang, at=TEN).state == State.OPEN
    (checked,) = facts("identity_verified")
    assert checked.details["how"] == "回拨留存号码"


@pytest.mark.parametrize("given", [{}, {"identity_verified": False}])
def test_who_was_not_identified_is_told_nothing(cast, tied, given):
    asked = wish(
        what="disclose", level="ordinary", classes=["client_file"],
        given={"recipient": "customer", **given},
    )  # fmt: skip

    assert actions.ask(wish=asked, member=cast.wang, at=TEN).state == State.REFUSED
    assert not facts("identity_verified")


def test_an_export_waits_for_the_signature_a_rule_asks_for_and_is_fetched_once(cast, tied):
    asked = wish(
        what="export", key="", subject="customer", fields=[], classes=["client_file"],
        level="ordinary", given={"recipient": "colleague"},
    )  # fmt: skip
    asking = actions.ask(wish=asked, member=cast.li, at=TEN)
    assert asking.state == State.SIGNATURES

    held = requests.find(asking.request or 0)
    assert held is not None
    decide_request(request=held, member=cast.he, verdict="granted", at=TEN)
    asking.refresh_from_db()
    assert asking.state == State.OPEN

    actions.fetch(asking=asking, at=TEN)
    with pytest.raises(RefusedError):
        actions.fetch(asking=asking, at=TEN)


def test_a_granted_export_expires(cast, settings):
    asked = wish(what="export", key="", subject="customer", fields=[])
    asking = actions.ask(wish=asked, member=cast.li, at=TEN)

    with pytest.raises(RefusedError):
        actions.fetch(asking=asking, at=TEN + timedelta(hours=settings.SHOUWEN_ASKING_HOURS))


def test_what_a_rule_forbids_to_export_is_refused(cast, tied):
    asked = wish(what="export", key="", subject="customer", fields=[], classes=["core_file"])

    assert actions.ask(wish=asked, member=cast.he, at=TEN).state == State.REFUSED


# ── the pages ────────────────────────────────────────────────────────────────────────────────


def test_the_page_of_a_confidential_customer_covers_asks_and_shows(cast, client):
    liu = a_customer("secret")
    page = reverse("customers:page", args=[liu.pk])
    client.force_login(cast.wang)
    assert PHONE not in client.get(page).content.decode()

    sent = {"fields_wanted": ["phone"], "reason": "催办", "token": "a"}
    client.post(reverse("access:reveal", args=["customer", liu.pk]), sent)

    assert PHONE in client.get(page).content.decode()
    assert Look.objects.filter(how="page").count() == 2


def test_a_colleagues_session_agrees_and_nobody_agrees_with_themselves(cast, client):
    liu = a_customer("top")
    client.force_login(cast.wang)
    sent = {"fields_wanted": ["phone"], "reason": "催办", "token": "a"}
    client.post(reverse("access:reveal", args=["customer", liu.pk]), sent)
    asking = Asking.objects.get()
    agree = reverse("access:second", args=[asking.pk])

    assert client.post(agree).status_code == 404
    client.force_login(cast.li)
    assert liu.number in client.get(reverse("access:index")).content.decode()
    client.post(agree)

    asking.refresh_from_db()
    assert asking.state == State.OPEN


def test_nobody_else_can_fetch_an_export(cast, client):
    asking = actions.ask(
        wish=wish(what="export", key="", subject="customer", fields=[]), member=cast.he,
        at=timezone.now(),
    )  # fmt: skip
    fetch = reverse("access:export_file", args=[asking.pk])
    client.force_login(cast.li)
    assert client.post(fetch).status_code == 404

    client.force_login(cast.he)
    assert client.post(fetch)["Content-Type"].startswith("text/csv")
    assert client.post(fetch).status_code == 302


def test_an_export_shows_what_its_requesters_own_pages_show(cast, client):
    liu = a_customer("secret")
    asking = actions.ask(
        wish=wish(what="export", key="", subject="customer", fields=[]), member=cast.he,
        at=timezone.now(),
    )  # fmt: skip
    client.force_login(cast.he)

    text = client.post(reverse("access:export_file", args=[asking.pk])).content.decode()

    assert liu.number in text
    assert PHONE not in text


def test_without_a_rule_an_export_takes_two(cast, client):
    client.force_login(cast.he)

    client.post(reverse("access:export", args=["customer"]), {"reason": "盘点", "token": "a"})

    assert Asking.objects.get().state == State.SECOND


def test_the_log_of_looks_is_for_those_who_see_everything(cast, client):
    client.force_login(cast.wang)
    assert client.get(reverse("access:looks")).status_code == 403
    client.force_login(cast.he)
    assert client.get(reverse("access:looks")).status_code == 200


def test_a_look_altered_past_the_product_is_found_out(cast, client):
    actions.ask(wish=wish(), member=cast.wang, at=TEN)
    client.force_login(cast.he)
    assert "已被改动" not in client.get(reverse("access:looks")).content.decode()

    Look.objects.update(reason="没有看过")

    assert "已被改动" in client.get(reverse("access:looks")).content.decode()


def test_the_log_costs_the_same_for_one_look_and_for_fifty(cast, client, django_assert_num_queries):
    from tests.access.conftest import queries_for

    actions.ask(wish=wish(), member=cast.wang, at=TEN)
    few = queries_for(client, cast.he, reverse("access:looks"))
    first = Look.objects.get()
    Look.objects.bulk_create(
        Look(at=TEN, member=cast.li, record="customer", subject=f"C{n:06d}", level="secret",
             how="page", seal=first.seal) for n in range(49)
    )  # fmt: skip

    assert queries_for(client, cast.he, reverse("access:looks")) == few


def test_classes_are_tied_on_their_page(cast, rules, client):
    client.force_login(cast.he)
    sent = {"record": "customer", "customer-secret|": ["core_file"], "customer-|phone": ["phone"]}

    assert client.get(reverse("access:classes")).status_code == 200
    client.post(reverse("access:classes"), sent)

    assert sight_of(cast.wang, TEN).ties.classes("customer", "secret") == ("core_file",)
    assert sight_of(cast.wang, TEN).ties.classes("customer", "ordinary") == ()


def test_who_adopts_no_regulations_ties_no_classes(cast, client):
    client.force_login(cast.li)

    assert client.get(reverse("access:classes")).status_code == 403


def test_a_look_that_is_taken_out_or_put_in_is_found_out(cast):
    for number in range(3):
        asked = wish(token=f"chain-{number}")
        actions.ask(wish=asked, member=cast.wang, at=TEN + timedelta(minutes=number))
    assert looks.verify() == []
    first, middle, last = Look.objects.order_by("pk")

    Look.objects.filter(pk=middle.pk).delete()
    assert len(looks.verify()) == 2
    Look.objects.filter(pk=last.pk).delete()
    assert len(looks.verify()) == 1
    Look.objects.filter(pk=first.pk).delete()
    assert len(looks.verify()) == 1


def test_a_programs_lists_cost_the_same_for_one_row_and_for_many(cast, settings):
    settings.SHOUWEN_ASKINGS_PER_HOUR = 1000
    program, addresses = program_of(cast.he), ("/access/askings", "/access/looks")
    now = timezone.now()
    actions.ask(wish=wish(), member=cast.wang, at=now)
    few = [cost_of(program, address) for address in addresses]
    for number in range(2, 30):
        actions.ask(wish=wish(token=f"t{number}"), member=cast.wang, at=now)

    assert [cost_of(program, address) for address in addresses] == few
