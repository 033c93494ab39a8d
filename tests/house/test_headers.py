"""What every answer carries, and who may reach what without signing in."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

SIGN_IN = "/accounts/login/"


def test_the_load_balancer_hears_that_all_is_well(client, db):
    answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_a_page_allows_neither_inline_code_nor_other_hosts(client, db):
    policy = client.get(SIGN_IN).headers["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_page_tells_other_sites_nothing(client, db):
    answer = client.get(SIGN_IN)

    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_the_first_language_is_chinese_whatever_the_browser_prefers(client, db):
    answer = client.get(SIGN_IN, headers={"accept-language": "en-US"})

    assert answer.headers["Content-Language"] == "zh-hans"


def test_english_may_be_chosen_before_signing_in(client, db):
    client.post("/i18n/setlang/", {"language": "en", "next": SIGN_IN})

    assert client.get(SIGN_IN).headers["Content-Language"] == "en"


def test_nobody_signs_up(client, db):
    client.post(
        "/accounts/signup/",
        {"username": "stranger", "email": "s@example.cn", "password1": "long-enough-42"},
    )

    assert not get_user_model().objects.filter(username="stranger").exists()


@pytest.mark.parametrize("address", ["/", "/cases/", "/people/", "/regulations/", "/statement/"])
def test_a_stranger_is_sent_to_the_sign_in_page(client, db, address):
    answer = client.get(address)

    assert answer.status_code in (302, 404)
    if answer.status_code == 302:
        assert answer.headers["Location"].startswith(SIGN_IN)


def test_every_page_asks_who_is_there(client, db):
    from django.urls import get_resolver

    open_doors = [
        pattern.name
        for pattern in get_resolver().url_patterns
        if getattr(pattern, "callback", None)
        and not getattr(pattern.callback, "login_required", True)
    ]

    assert open_doors == ["healthz", "set_language"]


def test_an_address_that_only_takes_forms_says_so_when_it_is_opened(client, cast):
    client.force_login(cast.wang)

    page = client.get("/people/my/language/")

    assert page.status_code == 405
    assert page.headers["Allow"] == "POST"
    assert 'href="/"' in page.content.decode()
