"""The door of the API: who calls, how often, with what, and how refusals are told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from shouwen.api.models import KeptAnswer, Token
from shouwen.cases.models import Case
from tests.api.conftest import Program, program_of

COMPLAINT = {"case_type": "complaint", "channel": "phone", "title": "楼道漏水"}


def problem(response, type_, status):
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.status_code == status
    told = response.json()
    assert (told["type"], told["status"]) == (f"/api/docs/problems/#{type_}", status)
    assert told["title"]
    assert told["detail"]
    return told


def test_nobody_known_is_asked_for_a_token(cast, client):
    response = client.get("/api/v1/cases")

    problem(response, "not-signed-in", 401)
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("given", ["Bearer sw_wrong", "Bearer", "Basic abc", "Bearer \x7f"])
def test_an_unknown_token_is_refused(cast, client, given):
    problem(client.get("/api/v1/cases", headers={"Authorization": given}), "not-signed-in", 401)


def test_expired_and_revoked_tokens_and_those_of_people_who_left_open_nothing(cast):
    old = program_of(cast.wang, days=1, at=timezone.now() - timedelta(days=2))
    revoked = program_of(cast.wang)
    Token.objects.filter(pk=Token.objects.latest("pk").pk).update(revoked_at=timezone.now())
    gone = program_of(cast.zhang)
    cast.zhang.is_active = False
    cast.zhang.save()

    for program in (old, revoked, gone):
        problem(program.get("/cases"), "not-signed-in", 401)


def test_a_token_is_good_for_its_scopes_only(cast):
    program = program_of(cast.he, "cases:read")

    assert program.get("/cases").status_code == 200
    told = problem(program.send("/cases", COMPLAINT), "scope-missing", 403)
    assert told["scope"] == "cases:write"
    problem(program.get("/facts"), "scope-missing", 403)


def test_writing_includes_reading(cast):
    assert program_of(cast.he, "cases:write").get("/cases").status_code == 200


def test_a_token_never_may_more_than_its_member(cast):
    problem(program_of(cast.wang).get("/facts/kinds"), "not-allowed", 403)


def test_a_browser_reads_with_its_session_and_writes_with_a_csrf_token(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.wang)

    assert browser.get("/api/v1/cases").status_code == 200
    refused = browser.post("/api/v1/cases", COMPLAINT, content_type="application/json")
    problem(refused, "not-allowed", 403)
    assert not Case.objects.exists()


def test_a_browser_with_its_csrf_token_writes(cast):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(cast.wang)
    browser.get("/people/my/")
    token = browser.cookies["csrftoken"].value

    sent = browser.post(
        "/api/v1/cases", COMPLAINT, content_type="application/json",
        headers={"X-CSRFToken": token},
    )  # fmt: skip

    assert sent.status_code == 201


def test_problems_speak_the_language_that_is_asked_for(cast, client):
    chinese = client.get("/api/v1/cases", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    english = client.get("/api/v1/cases", headers={"Accept-Language": "en-GB"})

    assert chinese.json()["title"] == "没有登录"
    assert english.json()["title"] == "Nobody is signed in"
    assert english.headers["Content-Language"] == "en"


def test_an_unknown_address_and_a_wrong_method_are_problems_too(he):
    problem(he.get("/nothing/here"), "not-found", 404)
    wrong = he.send("/cases", method="delete")
    problem(wrong, "method-not-allowed", 405)
    assert "GET" in wrong.headers["Allow"]


@pytest.mark.parametrize(
    ("body", "type_", "status"),
    [
        ("{", "bad-request", 400),
        ('{"title": NaN}', "bad-request", 400),
        ('{"title": "a\\u0000b"}', "bad-request", 400),
        ('{"title": "\\ud800"}', "bad-request", 400),
        ("[" * 5000 + "]" * 5000, "bad-request", 400),
        ('{"a": ' * 30 + "1" + "}" * 30, "bad-request", 400),
        ("[]", "invalid", 422),
        ("{}", "invalid", 422),
        ('{"case_type": "complaint", "channel": "phone", "title": "x", "more": 1}', "invalid", 422),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_in_one_sentence(he, body, type_, status):
    problem(he.send("/cases", body), type_, status)


def test_each_field_at_fault_is_named(he):
    told = problem(he.send("/cases", {"case_type": "nonsense"}), "invalid", 422)

    assert {"case_type", "channel", "title"} <= set(told["fields"])


def test_what_is_too_large_is_refused_before_it_is_read(he, settings):
    settings.SHOUWEN_API_BODY_KB = 16

    problem(he.send("/cases", {**COMPLAINT, "text": "字" * 10_000}), "too-large", 413)


def test_forms_are_not_read(he):
    sent = he.client.post("/api/v1/cases", COMPLAINT, headers=he.headers)

    assert sent.status_code in (400, 415, 422)


# ── repeats ──────────────────────────────────────────────────────────────────────────────────


def test_the_same_key_happens_once_and_is_answered_alike(he):
    first = he.send("/cases", COMPLAINT, Idempotency_Key="k1")
    again = he.send("/cases", COMPLAINT, Idempotency_Key="k1")

    assert first.status_code == again.status_code == 201
    assert first.json() == again.json()
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Case.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(he):
    he.send("/cases", COMPLAINT, Idempotency_Key="k1")

    other = he.send("/cases", {**COMPLAINT, "title": "停水"}, Idempotency_Key="k1")

    problem(other, "key-used", 422)
    assert Case.objects.count() == 1


def test_a_refused_request_may_be_sent_again_with_its_key(he):
    refused = he.send("/cases", {}, Idempotency_Key="k1")
    mended = he.send("/cases", COMPLAINT, Idempotency_Key="k1")

    assert refused.status_code == 422
    assert mended.status_code == 201


def test_two_members_may_use_the_same_key(he, wang):
    he.send("/cases", COMPLAINT, Idempotency_Key="k1")

    assert wang.send("/cases", COMPLAINT, Idempotency_Key="k1").status_code == 201
    assert Case.objects.count() == 2


def test_answers_are_dropped_when_they_are_old(he, settings):
    he.send("/cases", COMPLAINT, Idempotency_Key="k1")
    KeptAnswer.objects.update(made_at=timezone.now() - timedelta(days=9))
    settings.SHOUWEN_API_PER_MINUTE = 50

    for _ in range(50):
        if he.get("/cases").status_code != 200:
            break

    assert not KeptAnswer.objects.exists()


# ── limits ───────────────────────────────────────────────────────────────────────────────────


def test_every_answer_says_how_many_requests_are_left(he, settings, monkeypatch):
    settings.SHOUWEN_API_PER_MINUTE = 100
    # No new minute begins in between.
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now)

    left = [int(he.get("/cases").headers["RateLimit-Remaining"]) for _ in range(5)]

    assert left == [99, 98, 97, 96, 95]


def test_who_asks_too_often_is_told_when_to_come_back(cast, settings):
    settings.SHOUWEN_API_PER_MINUTE = 10
    program = program_of(cast.wang)
    answers = [program.get("/cases") for _ in range(25)]

    # A new minute may begin in between; more than twice the limit never passes.
    refused = [each for each in answers if each.status_code == 429]
    assert 5 <= len(refused) <= 15
    told = problem(refused[0], "too-many-requests", 429)
    assert "10" in told["detail"]
    assert 1 <= int(refused[0].headers["Retry-After"]) <= 60


def test_processes_share_one_limit(cast, settings):
    from django.core.cache import cache

    settings.SHOUWEN_API_PER_MINUTE = 10
    program = program_of(cast.wang)
    statuses = []
    for _ in range(25):
        # Another process holds nothing in its pocket.
        cache.clear()
        statuses.append(program.get("/cases").status_code)

    assert 10 <= statuses.count(200) <= 20


# ── marks ────────────────────────────────────────────────────────────────────────────────────


def test_what_has_not_changed_is_not_sent_again(he):
    first = he.get("/cases")
    again = he.get("/cases", **{"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.content == b""


def test_a_cursor_leads_only_through_its_own_list(he: Program):
    for _ in range(3):
        he.send("/cases", COMPLAINT)
    page = he.get("/cases?limit=2").json()

    rest = he.get(f"/cases?limit=2&cursor={page['next']}").json()
    assert len(page["items"]) == 2
    assert len(rest["items"]) == 1
    assert rest["next"] is None
    problem(he.get(f"/cases?late=true&cursor={page['next']}"), "invalid", 422)
    problem(he.get("/cases?cursor=abc"), "invalid", 422)
