"""An answer waits a moment and can be taken back; as a fact it counts from when it was sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from shouwen.cases import actions, sending
from shouwen.cases.models import Draft, HeldReply
from shouwen.journal import queries as journal
from shouwen.obligations import queries as owed
from shouwen.people.refusals import RefusedError
from tests.cases.conftest import TEN

AT = TEN + timedelta(hours=1)
AFTER = AT + timedelta(seconds=10)


@pytest.fixture(autouse=True)
def _ten_seconds(settings):
    settings.SHOUWEN_UNDO_SECONDS = 10


@pytest.fixture
def wangs(client, cast, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: AT)
    client.force_login(cast.wang)
    return client


def held(case, cast, key="k", at=AT, **given):
    return sending.hold(case=case, text="马上到", actor=given.pop("actor", cast.wang), at=at,
                        key=key, **given)  # fmt: skip


def replies():
    return journal.facts_of_kind("case_replied")


def send(case, client, **given):
    at = reverse("cases:step", args=[case.number, "write"])
    return client.post(at, {"mode": "reply", "text": "马上到", "token": "t", **given}, follow=True)


def test_it_becomes_a_fact_when_its_time_is_over_and_counts_from_when_it_was_sent(
    rules, case, cast
):
    held(case, cast)
    early = sending.send_due(now=AFTER - timedelta(seconds=1))
    before = replies()
    late = sending.send_due(now=AFTER + timedelta(hours=9))

    (reply,) = replies()
    assert (early, before, late) == (0, [], 1)
    assert reply.happened_at == AT
    assert reply.recorded_at == AFTER + timedelta(hours=9)
    (duty,) = [row for row in owed.history(case.about) if row.rule_id == "answer"]
    assert (duty.state, duty.late) == ("met", False)
    assert sending.send_due(now=AFTER + timedelta(days=1)) == 0


def test_what_is_taken_back_is_no_fact_and_stands_in_the_field_again(case, wangs):
    page = send(case, wangs, channel="wechat").content.decode()
    row = HeldReply.objects.get()
    assert "11:00:10 发给客户" in page

    back = reverse("cases:held_back", args=[case.number, row.pk])
    text = wangs.post(back).content.decode()
    again = wangs.post(back, follow=True).content.decode()
    sending.send_due(now=AFTER)

    assert "马上到</textarea>" in text
    assert Draft.objects.get().text == "马上到"
    assert "已发出" in again
    assert list(replies()) == []


def test_the_part_of_the_page_that_answers_a_form_shows_it_at_once(case, wangs):
    at = reverse("cases:step", args=[case.number, "write"])
    given = {"mode": "reply", "text": "马上到", "token": "t"}

    part = wangs.post(at, given, headers={"HX-Request": "true"}).content.decode()

    assert "11:00:10 发给客户" in part


def test_sent_twice_it_waits_once(case, wangs):
    send(case, wangs)
    send(case, wangs)
    sending.send_due(now=AFTER)
    send(case, wangs)

    assert len(replies()) == 1
    assert not HeldReply.objects.exists()


def test_without_waiting_it_goes_at_once(case, wangs, settings):
    settings.SHOUWEN_UNDO_SECONDS = 0
    send(case, wangs)

    assert len(replies()) == 1


def test_where_something_falls_due_meanwhile_it_goes_at_once(rules, case, cast):
    due = TEN + timedelta(hours=24)

    assert held(case, cast, at=due - timedelta(seconds=5)) is None
    assert held(case, cast, at=due - timedelta(seconds=11)) is not None


def test_the_next_step_lets_it_go_first(case, wangs):
    send(case, wangs)
    at = reverse("cases:step", args=[case.number, "resolve"])
    wangs.post(at, {"resolution": "好了", "token": "r"})

    kinds = [row.kind for row in journal.timeline(case.about)]
    assert kinds[-2:] == ["case_replied", "case_resolved"]


def test_a_step_does_not_ask_for_answers_that_nobody_holds(case, wangs):
    at = reverse("cases:step", args=[case.number, "resolve"])

    with CaptureQueriesContext(connection) as asked:
        wangs.post(at, {"resolution": "好了", "token": "r"})

    # The gate says it with the matter itself, and so do a macro's and a bulk run's own reading.
    assert not [q["sql"] for q in asked if q["sql"].startswith('SELECT "cases_heldreply"')]
    assert journal.timeline(case.about)[-1].kind == "case_resolved"


def test_nobody_else_answers_meanwhile(case, cast):
    held(case, cast)

    with pytest.raises(RefusedError, match="小王"):
        held(case, cast, key="other", actor=cast.li)


def test_what_cannot_go_any_more_is_kept_and_its_writer_is_told(case, cast, wangs):
    send(case, wangs)
    actions.resolve(case=case, resolution="好了", actor=cast.li, at=AT)
    actions.close(case=case, actor=cast.li, at=AT)

    sending.send_due(now=AFTER)
    page = wangs.get(reverse("cases:case", args=[case.number])).content.decode()

    assert list(replies()) == []
    row = HeldReply.objects.get()
    assert row.goes_at is None
    assert "答复未能发出" in page
    assert row.fault in page
    actions.reopen(case=case, reason="没好", actor=cast.li, at=AT)
    wangs.post(reverse("cases:held_again", args=[case.number, row.pk]))
    assert len(replies()) == 1


def test_nobody_takes_back_the_answer_of_somebody_else(case, cast, wangs):
    row = held(case, cast)
    wangs.force_login(cast.li)
    wangs.post(reverse("cases:held_back", args=[case.number, row.pk]))

    assert HeldReply.objects.filter(pk=row.pk).exists()


def test_the_watcher_lets_it_go(case, cast, monkeypatch):
    from shouwen.site import background

    held(case, cast)
    monkeypatch.setattr(timezone, "now", lambda: AFTER)
    # The test's own connection stays open.
    monkeypatch.setattr(background, "close_old_connections", lambda: None)
    background.watch(once=True)

    assert len(replies()) == 1
