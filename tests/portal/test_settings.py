"""The department keeps its own door: what it says, what may be filed, what is asked."""

from __future__ import annotations

import pytest
from django.urls import reverse

from shouwen.cases.models import Case
from shouwen.people import actions as people
from shouwen.portal.models import Offer, Portal, PrivacyNotice, RatingForm
from tests.cast import SINCE

pytestmark = pytest.mark.once

ADDRESSES = ("settings", "offer_new", "ratings")
SETTINGS = {
    "is_on": "on", "name": "物业服务中心", "name_en": "Service", "accent": "green", "hotline": "",
    "languages": ["zh-hans"], "welcome": "欢迎", "welcome_en": "", "notice": "只用于办理事项。",
    "notice_en": "",
}  # fmt: skip


@pytest.fixture
def keeper(cast, client):
    """Return a browser in which the manager is signed in."""
    client.force_login(cast.he)
    return client


def questions(*rows):
    sent = {"q-TOTAL_FORMS": len(rows), "q-INITIAL_FORMS": 0, "unsatisfied_at": 2}
    for at, row in enumerate(rows):
        sent |= {f"q-{at}-{name}": value for name, value in row.items()}
    return sent


@pytest.mark.parametrize("name", ADDRESSES)
def test_only_who_works_on_matters_and_sees_them_all_keeps_the_portal(cast, client, name):
    address = reverse(f"portal:{name}")
    assert client.get(address).status_code == 302

    for member, status in ((cast.wang, 404), (cast.zhang, 404), (cast.he, 200)):
        client.force_login(member)
        assert client.get(address).status_code == status


def test_a_portal_is_not_opened_before_somebody_takes_and_something_may_be_filed(cast, keeper):
    address = reverse("portal:settings")

    refused = keeper.post(address, SETTINGS)
    assert refused.status_code == 422
    assert "还没有人接收新事项" in refused.content.decode()

    refused = keeper.post(address, {**SETTINGS, "taker": cast.posts["agent"].pk})
    assert "还没有可提交的事项" in refused.content.decode()

    sent = {
        "name": "报修", "case_type": "repair", "place": "required", "order": 1, "is_shown": "on",
        "own-TOTAL_FORMS": 1, "own-INITIAL_FORMS": 0, "own-0-label": "设备编号",
        "own-0-required": "on",
    }  # fmt: skip
    assert keeper.post(reverse("portal:offer_new"), sent).status_code == 302
    assert keeper.post(address, {**SETTINGS, "taker": cast.posts["agent"].pk}).status_code == 302

    assert Portal.objects.get().is_on
    assert Offer.objects.get().fields == [{"label": "设备编号", "label_en": "", "required": True}]
    keeper.logout()
    page = keeper.get("/portal/").content.decode()
    assert "物业服务中心" in page
    assert "accent-green" in page
    assert "/portal/" in keeper.get("/accounts/login/").content.decode()


def test_a_changed_notice_is_a_new_version(cast, keeper):
    for text in ("只用于办理事项。", "只用于办理事项。", "另作说明。"):
        keeper.post(reverse("portal:settings"), {**SETTINGS, "is_on": "", "notice": text})

    assert list(PrivacyNotice.objects.values_list("number", "text")) == [
        (1, "只用于办理事项。"), (2, "另作说明。"),
    ]  # fmt: skip


def test_questions_are_written_by_the_department_in_versions(keeper):
    address = reverse("portal:questions", args=["repair"])
    row = {"kind": "stars", "text": "满意吗", "required": "on"}
    choice = {"kind": "choice", "text": "哪里", "choices": "速度\n态度\n"}

    assert keeper.post(address, questions(row, choice)).status_code == 302
    assert keeper.post(address, questions(row, {"kind": "text", "text": ""})).status_code == 302

    first, second = RatingForm.objects.order_by("number")
    assert [q["choices"] for q in first.questions] == [[], ["速度", "态度"]]
    assert len(second.questions) == 1
    assert "满意吗" in keeper.get(address).content.decode()


@pytest.mark.parametrize(
    "rows",
    [
        [{"kind": "text", "text": "说说"}],
        [{"kind": "choice", "text": "哪里", "choices": "只有一个"}],
        [{"kind": "stars", "text": ""}],
    ],
)
def test_questions_that_cannot_be_used_are_refused(keeper, rows):
    address = reverse("portal:questions", args=["repair"])

    assert keeper.post(address, questions(*rows)).status_code == 422
    assert not RatingForm.objects.exists()


def test_an_unknown_type_has_no_questions(keeper):
    assert keeper.get(reverse("portal:questions", args=["feast"])).status_code == 404


def test_what_comes_in_goes_to_who_has_least_in_hand(cast, liu, offer):
    lin = people.add_member(key="lin", name="小林", email="lin@example.com")
    people.appoint(member=lin, post=cast.posts["agent"], team=cast.desk, since=SINCE)
    liu.confirm()

    for _ in range(2):
        liu.files(offer)

    takers = set(Case.objects.values_list("handler__username", flat=True))
    assert takers == {"wang", "lin"}
