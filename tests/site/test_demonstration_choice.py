"""The choice of a demonstration: offered on an empty house, to whom it may concern, and once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from shouwen.people import actions as people
from shouwen.people.models import Member
from shouwen.site.demo import choice
from shouwen.site.demo.house import house_of, industries
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
ADDRESS = "/demo/"


def _administrator() -> Member:
    return people.add_administrator(key="root-of-all", name="管理员", email="", password=PASSWORD)


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "个人"), ("en", "people")])
def test_a_demonstration_without_people_offers_every_industry(
    client: Client, settings: Any, language: str, word: str
) -> None:
    settings.SHOUWEN_DEMO_SIGN_IN = True
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language

    page = client.get(ADDRESS).content.decode()

    for name in industries():
        house = house_of(name)
        assert f'value="{name}"' in page
        assert (house.title_en if language == "en" else house.title) in page
    assert f"{len(house_of(industries()[0]).people)} {word}" in page


def test_the_sign_in_page_of_an_empty_demonstration_leads_there(
    client: Client, settings: Any
) -> None:
    settings.SHOUWEN_DEMO_SIGN_IN = True

    page = client.get("/accounts/login/").content.decode()

    assert f'href="{ADDRESS}"' in page


def test_the_first_administrator_finds_it_on_the_desk(client: Client) -> None:
    client.force_login(_administrator())

    desk = client.get("/").content.decode()

    assert f'href="{ADDRESS}"' in desk
    assert client.get(ADDRESS).status_code == 200


def test_nobody_else_is_offered_it(client: Client, cast: Cast, settings: Any) -> None:
    settings.SHOUWEN_DEMO_SIGN_IN = False
    assert client.get(ADDRESS).status_code == 404
    client.force_login(cast.wang)

    assert client.get(ADDRESS).status_code == 404
    assert f'href="{ADDRESS}"' not in client.get("/").content.decode()


def test_a_house_with_people_is_not_offered_it(client: Client, cast: Cast, settings: Any) -> None:
    settings.SHOUWEN_DEMO_SIGN_IN = True

    assert client.get(ADDRESS).status_code == 404
    assert client.post(ADDRESS, {"industry": industries()[0]}).status_code == 404


def test_what_was_chosen_is_set_up_in_the_background(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SHOUWEN_DEMO_SIGN_IN = True
    asked: list[str] = []

    def load(*, now: object, industry: str) -> str:
        asked.append(industry)
        return ""

    monkeypatch.setattr(choice, "load", load)

    chosen = client.post(ADDRESS, {"industry": industries()[1]})
    waiting = client.get(chosen["Location"])

    assert waiting.status_code == 200
    assert waiting["Refresh"] == choice.RENEWED_AFTER
    queued = DBTaskResult.objects.get()
    assert queued.args_kwargs["args"] == [industries()[1]]
    choice.prepare.call(industries()[1])
    assert asked == [industries()[1]]


def test_whoever_waits_is_told_when_it_is_there_and_when_it_failed(
    client: Client, settings: Any
) -> None:
    settings.SHOUWEN_DEMO_SIGN_IN = True
    chosen = client.post(ADDRESS, {"industry": industries()[0]})

    DBTaskResult.objects.update(status="FAILED")
    failed = client.get(chosen["Location"])
    DBTaskResult.objects.update(status="SUCCESSFUL")
    there = client.get(chosen["Location"])

    assert f"--industry {industries()[0]}" in failed.content.decode()
    assert "Refresh" not in failed
    assert there["Location"] == "/"


def test_an_industry_that_is_none_is_not_set_up(client: Client, settings: Any) -> None:
    settings.SHOUWEN_DEMO_SIGN_IN = True

    assert client.post(ADDRESS, {"industry": "zoo"}).status_code == 404
    unknown = "00000000-0000-0000-0000-000000000000"
    assert client.get(f"{ADDRESS}preparing/{unknown}/").status_code == 404
