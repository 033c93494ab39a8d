"""A draft is tried at its pages; what it does is said in a sentence for each rule."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from shouwen.adoption import actions as adoption
from shouwen.adoption import adopting
from shouwen.adoption.models import Draft
from shouwen.enforcement.actions import record_fact
from shouwen.regulations.models import Version
from shouwen.trial import trying
from shouwen.trial.models import Difference, Trial
from tests.cast import Cast
from tests.enforcement.conftest import DESK, at, fact

NOW = at("2024-03-20 10:00")
TEXT = (
    DESK.replace("within: 1 working day\n", "within: 4 working hours\n")
    .replace("[-100 yuan, -200 yuan]", "[-300 yuan, -600 yuan]")
    .replace("in_force: 2024-01-01", "in_force: 2024-04-01")
)


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    return NOW


@pytest.fixture
def draft(cast: Cast, rules: Version, standing: datetime) -> Draft:
    for day in range(4, 9):
        when = f"2024-03-{day:02} 09:00"
        told = [
            fact("case_opened", when, f"case:T-{day}", case_type="complaint", severity="major",
                 handler="wang", number=f"T-{day}"),
            fact("case_resolved", when.replace("09:00", "17:50"), f"case:T-{day}",
                 case_type="complaint", handler="wang"),
            fact("rule_broken", when, "member:wang", person="wang", which="甲"),
        ]  # fmt: skip
        for one in told:
            record_fact(one, actor=cast.li, recorded_at=one.happened_at)
    return adoption.start_draft(text=TEXT, file_name="desk-rules.md", by=cast.he, at=NOW)


def begun(he: Client, draft: Draft) -> Trial:
    told = {"since": "2024-03-01", "until": "2024-03-20"}
    answer: Any = he.post(reverse("trial:begin", args=[draft.pk]), told)
    found = Trial.objects.get()
    assert answer.url == reverse("trial:trial", args=[found.pk])
    return found


def test_a_draft_is_tried_and_each_difference_leads_to_its_matter(
    client: Client, cast: Cast, draft: Draft, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.he, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = begun(client, draft)
    assert client.get(reverse("trial:trial", args=[found.pk]))["Refresh"]
    # A worker began it and was killed: whoever is given it begins anew.
    held = {"state": "running", "held_by": "a-worker", "held_until": NOW + timedelta(minutes=1)}
    Trial.objects.filter(pk=found.pk).update(**held)

    trying.work(found.pk, by="a-worker")

    found.refresh_from_db()
    assert found.state == "done", found.state
    assert found.result["all"]["owed"]["late"] == [0, 5]
    moved = found.result["all"]["moved"]["yuan"]
    # 100, then 200 each; now 300, then 600 each; 何经理's share is twice that of 小王.
    assert moved[1] > moved[0] > 0
    with django_assert_max_num_queries(40):
        page = client.get(reverse("trial:trial", args=[found.pk])).content.decode()
    assert ("按时完成" in page and "办结重大投诉" in page) or "重大投诉办结" in page
    assert "小王" in page
    # Whoever is fined more loses, and whoever it goes to has as much more.
    assert re.search(r"trial-bar-less.*?−[\d,.]+ 元", page, re.DOTALL)
    listed = client.get(reverse("trial:differences", args=[found.pk])).content.decode()
    assert Difference.objects.count() == found.result["differences"] > 5
    assert "逾期完成" in listed
    # A second start changes nothing, and what has ended cannot be stopped.
    trying.work(found.pk, by="a-worker")
    client.post(reverse("trial:cancel", args=[found.pk]))
    found.refresh_from_db()
    assert found.state == "done"
    _stopped(client, draft)
    _others_do_not_see(client, cast, found)


def _stopped(he: Client, draft: Draft) -> None:
    Trial.objects.all().delete()
    found = begun(he, draft)
    he.post(reverse("trial:cancel", args=[found.pk]))
    trying.work(found.pk, by="a-worker")
    found.refresh_from_db()
    assert found.state == "cancelled"
    assert not Difference.objects.exists()


def test_a_trial_that_its_workers_left_behind_is_seen_and_worked_out_again(
    client: Client, cast: Cast, draft: Draft
) -> None:
    client.force_login(cast.he, backend="allauth.account.auth_backends.AuthenticationBackend")
    found = begun(client, draft)
    page, again = (reverse(f"trial:{name}", args=[found.pk]) for name in ("trial", "again"))
    held = {"state": "running", "held_by": "gone", "held_until": NOW + timedelta(minutes=1)}
    Trial.objects.update(**held)
    client.post(again)
    assert client.get(page)["Refresh"]
    assert again not in client.get(page).content.decode()

    Trial.objects.update(held_until=NOW - timedelta(seconds=1))
    shown = client.get(page)
    assert again in shown.content.decode()
    assert "Refresh" not in shown
    assert "试算中断" in client.get(reverse("trial:index")).content.decode()
    client.post(again)
    trying.work(found.pk, by="another")

    found.refresh_from_db()
    assert found.state == "done"


def _others_do_not_see(client: Client, cast: Cast, found: Trial) -> None:
    client.force_login(cast.wang, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name in ("trial", "differences"):
        pk = Trial.objects.get().pk
        assert client.get(reverse(f"trial:{name}", args=[pk])).status_code == 404


def test_what_a_change_does_is_said_in_a_sentence_for_each_rule(
    client: Client, cast: Cast, draft: Draft
) -> None:
    client.force_login(cast.he, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = reverse("trial:effect", args=[draft.pk])

    chinese = client.get(address).context["compared"].effects
    with translation.override("en"):
        client.cookies["django_language"] = "en"
        english = client.get(address).context["compared"].effects

        said = {one.rule_id: one.sentence for one in english}
    assert set(said) == {"major-complaint", "rule-broken"}
    assert "within 1 working day → within 4 working hours" in said["major-complaint"]
    page = client.get(address).content.decode()
    assert re.search(r"<del>within 1 working day</del> → <ins>within 4 working hours</ins>", page)
    assert said["major-complaint"].endswith("some 2 facts a month.")
    assert "concerns whoever is: Handler" in said["major-complaint"]
    with translation.override("zh-hans"):
        told = {one.rule_id: one.sentence for one in chinese}
    assert "1 个工作日" in told["major-complaint"]
    assert told["major-complaint"].endswith("每月约 2 件事实。")
    assert "涉及当事的处理人" in told["major-complaint"]


def test_two_versions_are_compared_by_effect(client: Client, cast: Cast, draft: Draft) -> None:
    adopting.adopt_draft(draft=draft, in_force=at("2024-04-01 00:00").date(), by=cast.he, at=NOW)
    client.force_login(cast.he, backend="allauth.account.auth_backends.AuthenticationBackend")

    page = client.get(reverse("trial:versions", args=["desk-rules", 1, 2]))

    assert {one.rule_id for one in page.context["compared"].effects} == {
        "major-complaint", "rule-broken",
    }  # fmt: skip
