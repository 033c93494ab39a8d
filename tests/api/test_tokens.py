"""Pages of tokens: made once, shown once, ended at once."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from shouwen.api.models import Token
from shouwen.api.queries import digest_of
from tests.api.conftest import program_of


@pytest.fixture
def browser(cast):
    found = Client()
    found.force_login(cast.wang)
    return found


def make(browser, **given):
    return browser.post(
        "/api/tokens/", {"name": "电话系统", "days": "30", "scopes": ["cases:read"], **given}
    )


def test_the_secret_is_shown_once_and_only_its_hash_is_kept(browser, cast):
    page = make(browser).content.decode()

    secret = re.findall(r'id="secret">(sw_[\w-]{40,})<', page)[0]
    token = Token.objects.get()
    assert token.digest == digest_of(secret)
    assert secret.startswith(token.prefix)
    assert secret not in browser.get("/api/tokens/").content.decode()
    assert Client().get(
        "/api/v1/cases", headers={"Authorization": f"Bearer {secret}"}
    ).status_code == 200  # fmt: skip


@pytest.mark.parametrize("given", [{"scopes": []}, {"name": " "}, {"days": "9999"}])
def test_a_token_needs_a_name_a_time_and_something_it_is_good_for(browser, given):
    assert make(browser, **given).status_code == 422
    assert not Token.objects.exists()


def test_a_member_ends_a_token_and_nobody_else_does(browser, cast):
    program = program_of(cast.wang)
    token = Token.objects.get()
    other = Client()
    other.force_login(cast.zhang)

    assert other.post(f"/api/tokens/{token.pk}/revoke/").status_code == 404
    assert browser.post(f"/api/tokens/{token.pk}/revoke/").status_code == 302
    assert program.get("/cases").status_code == 401


def test_who_manages_people_sees_and_ends_everybodys(cast):
    program_of(cast.wang)
    manager, agent = Client(), Client()
    manager.force_login(cast.he)
    agent.force_login(cast.wang)

    assert "小王" in manager.get("/api/tokens/all/").content.decode()
    assert agent.get("/api/tokens/all/").status_code == 403
    manager.post(f"/api/tokens/{Token.objects.get().pk}/revoke/")
    assert Token.objects.get().revoked_at is not None


@pytest.mark.parametrize("number", [1, 50])
def test_the_list_costs_the_same_for_one_token_and_fifty(
    browser, cast, number, django_assert_num_queries
):
    for _ in range(number):
        program_of(cast.wang)

    browser.get("/api/tokens/")
    with django_assert_num_queries(7):
        browser.get("/api/tokens/")


def test_the_reference_and_the_problems_open(browser):
    assert "swagger-settings" in browser.get("/api/docs/").content.decode()
    assert 'id="ruled-out"' in browser.get("/api/docs/problems/").content.decode()


def test_the_description_is_open_to_everybody(db, client):
    told = client.get("/api/v1/openapi.json").json()

    assert told["openapi"] == "3.1.0"
    assert "/api/v1/cases" in told["paths"]
