"""Guessing is stopped, at the password and at the one-time code."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

from shouwen.people import actions
from shouwen.site.accounts import client_address

PASSWORD = "Kai-Men-7788"
CODE_PAGE = "/accounts/2fa/authenticate/"


@pytest.fixture
def wang(db):
    member = actions.add_member(key="wang", name="小王", password=PASSWORD)
    TOTP.activate(member, generate_totp_secret())
    return member


def test_one_time_codes_cannot_be_guessed_for_long(client, wang):
    client.post("/accounts/login/", {"login": "wang", "password": PASSWORD})

    pages = [client.post(CODE_PAGE, {"code": f"{n:06}"}) for n in range(11)]

    complaints = [str(page.context["form"].errors) for page in pages]
    assert complaints[9] == complaints[0]
    assert complaints[10] != complaints[0]
    assert "_auth_user_id" not in client.session


def test_the_sixth_wrong_password_meets_a_locked_door(client, wang):
    wrong = {"login": "wang", "password": "wrong"}

    answers = [client.post("/accounts/login/", wrong).status_code for _ in range(6)]

    assert answers == [200, 200, 200, 200, 429, 429]


@pytest.mark.parametrize(("behind_proxy", "address"), [(False, "10.0.0.9"), (True, "203.0.113.7")])
def test_only_our_own_proxy_is_believed_about_addresses(rf, settings, behind_proxy, address):
    settings.SHOUWEN_BEHIND_PROXY = behind_proxy
    request = rf.get("/", REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR="1.2.3.4, 203.0.113.7")

    assert client_address(request) == address
