"""What stands beside a card: the recordings and chats of the case that was drawn."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from shouwen.calls import recordings
from shouwen.calls.models import Call, Exchange
from shouwen.chat.models import Conversation, Message
from shouwen.journal.models import FactRow
from shouwen.quality import actions, seeing
from shouwen.quality.models import Item
from tests.api.conftest import program_of
from tests.calls.test_recordings import wav
from tests.quality.conftest import LINES, NOW, marks
from tests.quality.test_pages import desk_of, page, posted


def a_call(item: Item, *, ref: str = "r") -> Call:
    """Return a recorded call of the drawn case."""
    exchange, _new = Exchange.objects.get_or_create(key="hall", salt="s", fingerprint="f")
    at = item.happened_at - timedelta(minutes=30)
    call = Call.objects.create(
        exchange=exchange, ref=ref, state="ended", ending="answered", arrived=at, answered=at,
        ended=at + timedelta(seconds=2), talk_seconds=2, answered_by=item.person,
        with_seat=item.person, case=item.case, heard_at=NOW,
    )  # fmt: skip
    recordings.keep(call=call, data=wav(), now=timezone.now())
    return call


def a_chat(item: Item, *said: tuple[str, str], token: str = "t", **more: object) -> Conversation:
    """Return a closed chat of the drawn case in which each side said something."""
    at = item.happened_at - timedelta(minutes=20)
    values = {
        "token_digest": token, "state": "closed", "closed_by": "customer", "opened_at": at,
        "closed_at": at + timedelta(minutes=len(said)), "handler": item.person, "case": item.case,
    }  # fmt: skip
    one = Conversation.objects.create(**{**values, **more})
    for place, (side, text) in enumerate(said, start=1):
        Message.objects.create(
            conversation=one, number=place, key=str(place), side=side, text=text,
            author=item.person if side != "customer" else None, at=at + timedelta(minutes=place),
        )  # fmt: skip
    return one


def test_the_checker_hears_a_call_of_the_case_only_after_saying_so(drawn, cast):
    call = a_call(drawn)
    desk, address = desk_of(cast.zhao), f"/quality/checks/{drawn.pk}/calls/{call.pk}/"
    shown = page(cast.zhao, "check", drawn.pk).content.decode()

    assert '<path d="M0.5' in shown
    assert "<audio" not in shown
    assert desk.get(f"{address}sound/").status_code == 404
    assert desk.post(f"{address}listen/").status_code == 302
    assert desk.get(f"{address}sound/").status_code == 200
    assert FactRow.objects.get(kind="call_listened").details["person"] == cast.zhao.username


def test_nobody_else_hears_it_and_no_other_call_is_heard_by_that_way(drawn, cast):
    call = a_call(drawn)
    other = a_call(drawn, ref="other")
    Call.objects.filter(pk=other.pk).update(case=None)
    address = f"/quality/checks/{drawn.pk}/calls/"

    assert desk_of(cast.zhang).post(f"{address}{call.pk}/listen/").status_code == 404
    assert desk_of(cast.zhao).post(f"{address}{other.pk}/listen/").status_code == 404
    assert not FactRow.objects.filter(kind="call_listened").exists()


def test_a_second_of_a_recording_is_a_place_and_is_shown_where_it_is(drawn, cast):
    call = a_call(drawn)
    said = marks()
    said[LINES[1].key]["at"] = f"call-{call.pk}:1:2"
    actions.keep_draft(item=drawn, marks=said)

    shown = page(cast.zhao, "check", drawn.pk).content.decode()

    assert f'data-goto="call-{call.pk}:1"' in shown


def test_a_chat_is_read_beside_the_card_without_notes_and_marked_at_its_words(drawn, cast):
    one = a_chat(drawn, ("customer", "水管漏了"), ("note", "老客户"), ("operator", "马上到"))
    said = marks()
    said[LINES[1].key]["at"] = f"chat-{one.pk}-3:0:2"
    actions.keep_draft(item=drawn, marks=said)

    shown = page(cast.zhao, "check", drawn.pk).content.decode()

    assert "水管漏了" in shown
    assert "老客户" not in shown
    assert ">马上</mark>到" in shown


def test_a_forgotten_chat_is_shown_to_nobody(drawn, cast):
    a_chat(drawn, ("customer", "水管漏了"), forgotten_at=timezone.now())

    assert "水管漏了" not in page(cast.zhao, "check", drawn.pk).content.decode()


@pytest.mark.once
@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("12:0:4", ("12", 0, 4)),
        ("chat-5-12:3:9", ("chat-5-12", 3, 9)),
        ("call-7:83:84", ("call-7", 83, 84)),
        ("12:4:4", None),
        ("call-7:1", None),
        ("call-<b>:1:2", None),
    ],
)
def test_a_place_is_a_turn_with_a_beginning_and_an_end(text, place):
    assert seeing.place_of(text) == place


def test_a_place_is_kept_with_the_check(drawn, cast):
    one = a_chat(drawn, ("operator", "马上到"))
    place = f"chat-{one.pk}-1:0:2"

    desk_of(cast.zhao).post(
        f"/quality/checks/{drawn.pk}/", {**posted(drawn), "at-i1": place, "stay": "yes"}
    )

    assert Item.objects.get(pk=drawn.pk).marks[LINES[1].key]["at"] == place


def test_more_calls_and_chats_cost_no_more_questions(drawn, cast):
    desk = desk_of(cast.zhao)
    a_call(drawn)
    a_chat(drawn, ("customer", "水管漏了"), ("operator", "马上到"))

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"/quality/checks/{drawn.pk}/")
        return len(queries)

    few = asked()
    a_call(drawn, ref="second")
    a_chat(drawn, ("customer", "又漏了"), ("operator", "好的"), token="second")

    assert asked() <= few <= 20


def test_a_program_reads_what_is_beside_a_card_and_says_that_it_listens(drawn, cast):
    call = a_call(drawn)
    a_chat(drawn, ("operator", "马上到"))
    program, address = program_of(cast.zhao), f"/quality/checks/{drawn.pk}"

    before = program.get(f"{address}/beside").json()
    after = program.send(f"{address}/calls/{call.pk}/listen").json()

    assert before["chats"][0]["turns"][0]["text"] == "马上到"
    assert before["recordings"][0]["sound"] == ""
    assert after["recordings"][0]["sound"].endswith("/sound/")
