"""Nobody finds out what is not theirs: not by guessing, not by how an answer reads or is made."""

from __future__ import annotations

import math
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shouwen.cases import actions as cases
from shouwen.cases.models import Case
from shouwen.portal import keys
from shouwen.portal.forms import without_controls
from shouwen.portal.models import Filing, Proof, Tally
from tests.portal.conftest import PHONE

WIDE = {
    "SHOUWEN_PORTAL_PER_ADDRESS": 10_000, "SHOUWEN_PORTAL_TRIES_PER_NUMBER": 10_000,
    "SHOUWEN_PORTAL_CODES_PER_HOUR": 10_000,
}  # fmt: skip


def told(answer):
    """Return what an answer says, without what differs between any two forms."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    body = re.sub(r'value="[^"]*"', "", body)
    return answer.status_code, body, answer.headers.get("Location")


def asked(client, *, number, code):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = client.post("/portal/follow/", {"number": number, "code": code})
    shapes = [re.sub(r"'[^']*'|\d+", "?", each["sql"]) for each in queries.captured_queries]
    return told(answer), shapes


def test_a_wrong_number_and_a_wrong_code_are_answered_alike_by_the_same_work(liu, stranger, filed):
    stranger.client.post("/portal/follow/", {"number": "T0", "code": "0"})

    known = asked(stranger.client, number=filed.number, code="AAAA-BBBB-CCCC")
    unknown = asked(stranger.client, number="T20261120-9999", code="AAAA-BBBB-CCCC")

    assert known[0] == unknown[0]
    assert known[0][0] == 422
    # Neither more nor fewer nor other questions to the database.
    assert known[1] == unknown[1]


def test_a_code_of_one_matter_opens_no_other(liu, stranger, offer, filed):
    _number, code, _link = liu.receipt()
    liu.files(offer)
    other = Case.objects.exclude(pk=filed.pk).get()

    answer = stranger.client.post("/portal/follow/", {"number": other.number, "code": code})

    assert answer.status_code == 422


def test_without_a_proof_every_number_looks_alike(stranger, filed, django_assert_num_queries):
    for number in (filed.number, "T20261120-9999", "x"):
        for below in ("", "rate/", "photo/abc/"):
            with django_assert_num_queries(1):
                answer = stranger.client.get(f"/portal/matter/{number}/{below}")
            assert answer.headers["Location"] == "/portal/follow/"
        answer = stranger.client.post(f"/portal/matter/{number}/do/add/", {"text": "x"})
        assert answer.headers["Location"] == "/portal/follow/"


def test_a_confirmed_stranger_reaches_nobody_elses_matter(stranger, filed):
    stranger.confirm("13900005678")

    for number in (filed.number, "T20261120-9999"):
        answer = stranger.client.get(f"/portal/matter/{number}/")
        assert answer.headers["Location"] == "/portal/follow/"
    assert filed.number not in stranger.client.get("/portal/mine/").content.decode()


def test_asking_for_a_code_never_says_whether_a_number_is_known(liu, stranger, filed):
    pages = []
    for contact in (PHONE, "13900005678"):
        sent = {"way": "phone", "contact": contact, "website": ""}
        with CaptureQueriesContext(connection) as queries:
            answer = stranger.client.post("/portal/confirm/", sent)
        page = stranger.client.get("/portal/code/").content.decode()
        page = re.sub(r"\d{11}|<b>\d{6}</b>", "", page)
        pages.append((told(answer), re.sub(r'value="[^"]*"', "", page), len(queries)))

    assert pages[0] == pages[1]


def test_links_and_codes_are_too_many_to_guess():
    assert math.log2(31**12) > 59
    links = {keys.new_link() for _ in range(200)}
    assert len(links) == 200
    assert min(len(each) for each in links) == 32
    codes = {keys.new_follow_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(re.fullmatch(r"[A-Z2-9]{4}(-[A-Z2-9]{4}){2}", each) for each in codes)


@pytest.mark.parametrize("link", ["x", "../settings", "a" * 500, "%00", "é"])
def test_a_link_that_leads_nowhere_says_only_that(stranger, filed, link):
    answer = stranger.client.get(f"/portal/f/{link}/")

    assert answer.status_code == 404
    assert filed.number not in answer.content.decode()


@override_settings(**WIDE)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(number=st.text(max_size=40), code=st.text(max_size=40))
def test_nothing_anybody_types_opens_a_matter(stranger, filed, number, code):
    answer = stranger.client.post("/portal/follow/", {"number": number, "code": code})

    assert answer.status_code == 422
    assert "刘女士" not in answer.content.decode()


@given(text=st.text(max_size=200))
def test_what_is_left_of_a_text_steers_no_screen(text):
    left = without_controls(text)

    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", left)
    assert without_controls(left) == left


# ── codes ────────────────────────────────────────────────────────────────────────────────────


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_code_is_used_up_by_its_use(liu, stranger):
    liu.confirm()
    first = liu.client.cookies["shouwen_portal"].value

    waiting = {"way": "phone", "contact": PHONE, "website": ""}
    stranger.client.post("/portal/confirm/", waiting)
    code = stranger.shown_code()
    kept = stranger.client.cookies["shouwen_portal"].value
    assert stranger.client.post("/portal/code/", {"code": code}).status_code == 302
    stranger.client.cookies["shouwen_portal"] = kept

    again = stranger.client.post("/portal/code/", {"code": code})

    assert again.status_code == 422
    assert "已用过" in again.content.decode()
    assert first


def test_a_code_is_over_after_its_minutes(liu, clock):
    liu.client.post("/portal/confirm/", {"way": "phone", "contact": PHONE, "website": ""})
    code = liu.shown_code()
    clock.forward(minutes=11)

    assert liu.client.post("/portal/code/", {"code": code}).status_code == 422


def test_after_some_wrong_codes_the_right_one_does_not_help(liu):
    liu.client.post("/portal/confirm/", {"way": "phone", "contact": PHONE, "website": ""})
    code = liu.shown_code()
    for _ in range(5):
        assert liu.client.post("/portal/code/", {"code": wrong(code)}).status_code == 422

    assert liu.client.post("/portal/code/", {"code": code}).status_code == 422


def test_a_code_is_only_good_in_the_browser_that_asked_for_it(liu, stranger):
    liu.client.post("/portal/confirm/", {"way": "phone", "contact": PHONE, "website": ""})
    code = liu.shown_code()

    answer = stranger.client.post("/portal/code/", {"code": code})

    assert answer.headers["Location"] == "/portal/confirm/"


def test_codes_are_kept_as_digests_bound_to_their_number(liu):
    liu.client.post("/portal/confirm/", {"way": "phone", "contact": PHONE, "website": ""})
    code = liu.shown_code()

    kept = str(list(Proof.objects.values()))

    assert code not in kept
    assert PHONE not in kept
    assert keys.of_code("a", code) != keys.of_code("b", code)


@override_settings(SHOUWEN_PORTAL_SHOWS_CODES=False)
def test_in_production_no_page_shows_a_code(liu):
    liu.client.post("/portal/confirm/", {"way": "phone", "contact": PHONE, "website": ""})

    assert "shown-code" not in liu.client.get("/portal/code/").content.decode()


@override_settings(SHOUWEN_SMS_GATEWAY="")
def test_without_a_gateway_nobody_is_offered_a_text_message(liu):
    assert 'value="phone"' not in liu.client.get("/portal/confirm/").content.decode()
    sent = {"way": "phone", "contact": PHONE, "website": ""}
    assert liu.client.post("/portal/confirm/", sent).status_code == 422


# ── limits ───────────────────────────────────────────────────────────────────────────────────


@override_settings(SHOUWEN_PORTAL_CODES_PER_HOUR=2)
def test_one_number_gets_so_many_codes_an_hour_known_or_not(liu, filed, clock):
    for contact in (PHONE, "13900005678"):
        Tally.objects.all().delete()
        sent = {"way": "phone", "contact": contact, "website": ""}
        answers = [liu.client.post("/portal/confirm/", sent).status_code for _ in range(3)]
        assert answers == [302, 302, 429]

    clock.forward(minutes=61)
    liu.client.cookies.clear()
    assert liu.client.post("/portal/confirm/", sent).status_code == 302


@override_settings(SHOUWEN_PORTAL_TRIES_PER_NUMBER=3)
def test_a_number_is_locked_for_a_while_whether_it_is_there_or_not(liu, stranger, filed, clock):
    for number in (filed.number, "T20261120-9999"):
        tried = {"number": number, "code": "AAAA-BBBB-CCCC"}
        answers = [stranger.client.post("/portal/follow/", tried).status_code for _ in range(4)]
        assert answers == [422, 422, 422, 429]

    right = {"number": filed.number, "code": liu.receipt()[1]}
    assert stranger.client.post("/portal/follow/", right).status_code == 429
    clock.forward(minutes=16)
    assert stranger.client.post("/portal/follow/", right).status_code == 302


@override_settings(SHOUWEN_PORTAL_PER_ADDRESS=2)
def test_one_address_tries_so_often(stranger, portal):
    tried = [
        stranger.client.post("/portal/follow/", {"number": f"T{n}", "code": "A"}).status_code
        for n in range(3)
    ]

    assert tried == [422, 422, 429]


@override_settings(SHOUWEN_PORTAL_PER_HOUR=2)
def test_everybody_together_tries_so_often(liu, stranger, portal):
    tried = [
        who.client.post(
            "/portal/follow/", {"number": f"T{n}", "code": "A"}, REMOTE_ADDR=f"10.0.0.{n}"
        ).status_code
        for n, who in enumerate((liu, stranger, liu))
    ]

    assert tried == [422, 422, 429]


@override_settings(SHOUWEN_PORTAL_DEEDS_PER_HOUR=2)
def test_a_customer_files_so_much_an_hour(liu, offer):
    liu.confirm()

    assert [liu.files(offer).status_code for _ in range(3)] == [302, 302, 429]


def test_counts_are_kept_without_numbers_or_addresses_and_swept(stranger, portal, clock):
    stranger.client.post("/portal/follow/", {"number": "T1", "code": "A"})
    assert "127.0.0.1" not in str(list(Tally.objects.values()))

    clock.forward(hours=2)
    stranger.client.post("/portal/follow/", {"number": "T2", "code": "A"})

    assert not Tally.objects.filter(ends_at__lte=clock.now).exists()


def test_a_reply_never_reaches_another_customers_page(cast, liu, stranger, offer, filed, clock):
    stranger.confirm("13900005678")
    stranger.files(offer, text="另一件事")
    other = Case.objects.exclude(pk=filed.pk).get()
    cases.reply(case=other, text="只说给另一位", actor=cast.wang, at=clock.now)

    for address in ("/portal/mine/", f"/portal/matter/{filed.number}/", "/portal/receipt/"):
        assert "只说给另一位" not in liu.client.get(address).content.decode()
    assert Filing.objects.count() == 2
