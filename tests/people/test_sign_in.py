"""Signing in, being locked out, and the language of the answer."""

from __future__ import annotations

import pytest
from django.test import override_settings
from django.urls import reverse

from tests.cast import PASSWORD

HOME = "/accounts/2fa/"


@pytest.fixture
def with_password(cast):
    cast.wang.set_password(PASSWORD)
    cast.wang.save(update_fields=["password"])
    return cast


def sign_in(client, login, password):
    return client.post(reverse("account_login"), {"login": login, "password": password})


@pytest.mark.parametrize("login", ["wang", "wang@example.com"])
@pytest.mark.usefixtures("with_password")
def test_a_member_signs_in_with_key_or_address(client, login):
    response = sign_in(client, login, PASSWORD)

    assert response.status_code == 302
    assert "_auth_user_id" in client.session


@pytest.mark.usefixtures("with_password")
def test_a_wrong_password_opens_nothing(client):
    sign_in(client, "wang", "something else")

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("login", ["wang", "wang@example.com"])
@pytest.mark.usefixtures("with_password")
def test_too_many_wrong_passwords_lock_the_door_for_the_right_one_too(client, login):
    with override_settings(AXES_FAILURE_LIMIT=3):
        for _attempt in range(3):
            refused = sign_in(client, login, "something else")
        answer = sign_in(client, login, PASSWORD)

    assert refused.status_code == 429
    assert answer.status_code == 429
    assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("cast")
def test_the_house_itself_cannot_sign_in(client):
    sign_in(client, "system", "")

    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_strangers_cannot_sign_up(client):
    client.post(
        reverse("account_signup"),
        {"username": "me", "email": "me@example.com", "password1": PASSWORD},
    )

    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_pages_ask_who_is_there(client):
    response = client.get(HOME)

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_the_answer_is_chinese_unless_the_member_reads_english(client, cast):
    client.force_login(cast.wang)
    assert client.get(HOME)["Content-Language"] == "zh-hans"

    type(cast.wang).objects.filter(pk=cast.wang.pk).update(language="en")

    assert client.get(HOME)["Content-Language"] == "en"


def test_the_language_chosen_in_this_browser_comes_first(client, cast):
    client.force_login(cast.wang)
    client.post(reverse("set_language"), {"language": "en"})

    assert client.get(HOME)["Content-Language"] == "en"
