"""Pages of this room, each wholly in one language."""

import re

import pytest
from django.http import Http404
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from shouwen.ui import views

PUBLIC = [
    "400.html", "403.html", "403_csrf.html", "404.html", "405.html", "409.html", "429.html",
    "500.html",
    "account/locked_out.html", "account/account_inactive.html", "account/signup_closed.html",
    "account/password_reset_done.html", "account/password_reset_from_key_done.html",
]  # fmt: skip
CHINESE = re.compile(r"[一-鿿]+")
ENGLISH = re.compile(r"[A-Za-z][a-z]{2,}(?: [a-z]+)+")
TAG = re.compile(r"<(script|style|code|title)\b.*?</\1>|<[^>]+>", re.DOTALL)


def words_of(page: str) -> str:
    """Leave what people read: no tags, no regulation text, no word for changing the language."""
    quoted = r'<(\w+)[^>]* lang="(?:zh-Hans|en)"[^>]*>.*?</\1>'
    body = page[page.index("<body") :]
    return TAG.sub(" ", re.sub(quoted, " ", body, flags=re.DOTALL))


def labels_of(page: str) -> str:
    own = re.sub(r"<button[^>]* lang=.*?>", "", page)
    return " ".join(re.findall(r'(?:aria-label|placeholder|title|alt)="([^"]*)"', own))


def rendered(name: str, language: str) -> str:
    with override(language):
        return render_to_string(name, {"request": RequestFactory().get("/")})


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_in_english_has_no_chinese(name):
    page = rendered(name, "en")

    assert CHINESE.findall(words_of(page) + labels_of(page)) == []


@pytest.mark.parametrize("name", PUBLIC)
def test_a_public_page_in_chinese_has_no_english(name):
    page = rendered(name, "zh-hans")

    assert ENGLISH.findall(words_of(page) + labels_of(page)) == []


def test_the_error_page_of_last_resort_needs_no_request():
    assert "500" in render_to_string("500.html")


def test_a_refused_part_comes_without_the_shell():
    request = RequestFactory().get("/")
    request.htmx = True  # type: ignore[attr-defined]

    part = render_to_string("403.html", {"request": request, "exception": "Not yours."})

    assert "<html" not in part
    assert "Not yours." in part


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sign"),
    [("zh-hans", "选择一位成员，体验系统"), ("en", "Look around as one of them")],
)
def test_the_demonstration_offers_its_people(language, sign, rf):
    roles = [{"username": "wang", "name": "小王", "post": "客服专员"}]
    context = {"demo_roles": roles, "demo_signin_url": "/demo/", "form": {}}
    with override(language):
        page = render_to_string("account/_demo_signins.html", context)

    assert sign in page
    assert '<button class="role" name="username" value="wang">' in page


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_sign_in_page_speaks_one_language(client, language):
    client.cookies["django_language"] = language

    page = client.get("/accounts/login/").content.decode()

    other = CHINESE if language == "en" else ENGLISH
    assert other.findall(words_of(page) + labels_of(page)) == []


@pytest.mark.django_db
def test_the_gallery_shows_every_component_and_keeps_what_was_typed(client):
    shown = client.get("/ui/")
    refused = client.post("/ui/", {"customer": "刘女士", "phone": "12"})

    assert shown.status_code == 200
    assert refused.status_code == 422
    assert 'value="刘女士"' in refused.content.decode()


def test_the_gallery_is_closed_in_production(settings, rf):
    settings.DEBUG, settings.SHOUWEN_MODE = False, "production"

    with pytest.raises(Http404):
        views.gallery(rf.get("/ui/"))
