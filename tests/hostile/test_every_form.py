"""Whatever is typed into whichever form or address: never a fault page, never a live script.

Every address of the house is asked for, every form found there is sent with what nobody should
type, and each answer is a page of ours: a refusal in words, not a traceback. What was typed comes
back escaped. All of it is taken back, so that each form meets the same house.
"""

from __future__ import annotations

import json
import sys
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.signals import got_request_exception
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.access.addresses import every_pattern, one_address
from tests.access.conftest import rules
from tests.access.test_matrix import APART, names
from tests.access.test_no_leak import PROGRAMS, World, world
from tests.hostile.forms import Form, forms_in, hostile, plausible_but

__all__ = ["rules", "world"]
pytestmark = pytest.mark.once

SCRIPT = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}{% now %}"
CONTROL = "甲\x00\x07\x1b[31m\u202e\ufeff\u2028\r\nX-Header: 1"
NUMBER = "9" * 40
NUMBERS = ["-1", "9" * 400, "NaN", "1e999", "9999-12-31T23:59", "0000-00-00", "١٢٣"]
LIVE = "<script>alert(1)</script>"
# What scripts of ours make a part of the page; the rest of an answer of JSON is text to them.
PIECES = ("html", "clocks")
FILLS = {
    "script": hostile(SCRIPT),
    "control": hostile(CONTROL),
    "text with script": plausible_but(SCRIPT),
    "text with control": plausible_but(CONTROL),
}
QUERY = ("q", "after", "before", "page", "tag", "month", "day", "period", "since", "until", "state",
         "customer", "kind", "number", "sort", "view", "type", "team", "on", "from", "to", "done",
         "mode", "next", "category", "of", "at", "year", "week", "recipient")  # fmt: skip


# On every page: they end the session or change its language.
NOT_SENT = ("/accounts/", "/i18n/", "/demo/", "/portal/leave/")


class Faults(list[str]):
    """What went wrong so far; the house's own faults are noted as they happen."""

    def note(self, sender: Any, request: Any = None, **_: Any) -> None:
        kind, fault, _trace = sys.exc_info()
        self.append(f"{request.method} {request.path}: {kind.__name__ if kind else ''}: {fault}")


@pytest.fixture
def faults() -> Any:
    found = Faults()
    got_request_exception.connect(found.note)
    yield found
    got_request_exception.disconnect(found.note)


@pytest.fixture
def manager(world: World, cast: Any) -> Client:
    """Whoever may do most meets most forms."""
    client = Client(raise_request_exception=False)
    client.force_login(cast.he)
    return client


def places(world: World) -> list[str]:
    found = [one_address(name, world.samples) for name in names()]
    return [each for each in found if each and not each.startswith((PROGRAMS, "/accounts/"))]


def body_of(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


def drawn(answer: Any) -> str:
    """Return what a browser makes a page of: the answer, or the pieces of pages in one of JSON."""
    if not answer.headers.get("Content-Type", "").startswith("application/json"):
        return body_of(answer)
    told = json.loads(body_of(answer))
    return "".join(str(told.get(name, "")) for name in PIECES) if isinstance(told, dict) else ""


def judged(answer: Any, where: str, faults: list[str]) -> None:
    if answer.status_code >= 500:
        faults.append(f"{where}: {answer.status_code}")
    elif LIVE in drawn(answer):
        faults.append(f"{where}: a live script")


def sent_to(client: Client, place: str, form: Form, given: dict[str, str]) -> Any:
    with transaction.atomic():
        answer = client.post(urljoin(place, urlsplit(form.action).path or place), given)
        transaction.set_rollback(True)
    return answer


@pytest.mark.parametrize("fill", FILLS)
def test_no_form_of_the_house_breaks(world, manager, faults, fill):
    tried = set()
    for place in places(world):
        answer = manager.get(place)
        if "html" not in answer.headers.get("Content-Type", ""):
            continue
        for form in forms_in(body_of(answer)):
            given = form.filled(FILLS[fill])
            key = (form.action or place, tuple(given))
            if key in tried or form.action.startswith(NOT_SENT):
                continue
            tried.add(key)
            judged(sent_to(manager, place, form, given), f"{key[0]} {fill}", faults)

    assert len(tried) > 60
    assert faults == []


@pytest.mark.parametrize("turn", range(3))
def test_no_question_in_an_address_breaks(world, manager, faults, turn):
    values = [SCRIPT, CONTROL, NUMBER, *NUMBERS]
    asked = {name: values[(n + 3 * turn) % len(values)] for n, name in enumerate(QUERY)}
    for place in places(world):
        judged(manager.get(place, asked), f"{place} {turn}", faults)

    assert faults == []


@pytest.mark.parametrize("value", [10**30, "a\x00b", LIVE])
def test_no_argument_of_an_address_breaks(world, manager, faults, value):
    for name, arguments in every_pattern():
        if not arguments or name in APART:
            continue
        try:
            address = reverse(name, kwargs=dict.fromkeys(arguments, value))
        except NoReverseMatch:
            continue
        answer = manager.get(address)
        judged(answer, address[:80], faults)
        with transaction.atomic():
            judged(manager.post(address, {}), address[:80], faults)
            transaction.set_rollback(True)

    assert faults == []
